import GeulKit

/// What a user should know of a text that was read.
enum CorpusNotes {
  /// Tells what reading has changed.
  static func tell(_ report: CorpusReport) {
    if report.byteOrderMarksRemoved > 0 {
      Output.error("geul: removed \(report.byteOrderMarksRemoved) byte order mark(s)")
    }
    if report.newlinesConverted > 0 {
      Output.error("geul: turned \(Figures.grouped(report.newlinesConverted)) CR or CRLF into LF")
    }
  }

  /// Tells which scalars the vocabulary does not know.
  static func tellUnknown(_ unknown: [UInt32: Int], of symbols: Int, in place: String) {
    let total = unknown.values.reduce(0, +)
    guard total > 0 else { return }
    let commonest = unknown.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(8)
    let names = commonest.map { scalar, count in
      let name =
        Unicode.Scalar(scalar).map { "\(TerminalText.visible(String($0), isTerminal: true)) " }
        ?? ""
      return "\(name)U+\(String(scalar, radix: 16, uppercase: true)) ×\(count)"
    }
    Output.error(
      "geul: \(Figures.grouped(total)) of \(Figures.grouped(symbols)) symbols of \(place) are not in "
        + "the model's vocabulary and are read as one unknown symbol: "
        + names.joined(separator: ", ") + (unknown.count > 8 ? ", …" : ""))
  }
}
