import GeulKit

/// What a user should know of a text that was read.
enum CorpusNotes {
  /// Tells what encoding a corpus has changed, and what it left out of the vocabulary.
  static func tell(_ corpus: EncodedCorpus, isLearned: Bool) {
    guard let report = corpus.report else { return }
    tellReading(report)
    if isLearned && corpus.tokenizer.vocabulary.unknown == .bytes {
      guard !report.unknown.isEmpty else { return }
      Output.error(
        "geul: \(Figures.grouped(report.unknown.count)) rare characters, "
          + "\(Figures.grouped(report.unknown.values.reduce(0, +))) places, are spelled in bytes")
    } else {
      tellUnknown(report.unknown, by: corpus.tokenizer, in: "the corpus")
    }
  }

  /// Tells what reading has changed.
  static func tellReading(_ report: CorpusReport) {
    for (file, decoding) in zip(report.files, report.decodings) {
      if let encoding = decoding.encoding, encoding != .utf8 {
        let percent = Int((decoding.confidence * 100).rounded(.down))
        Output.error(
          "geul: \(TerminalText.visible(file, isTerminal: true)): read as \(encoding.name) "
            + "(confidence \(percent) %)")
      }
    }
    if report.byteOrderMarksRemoved > 0 {
      Output.error("geul: removed \(report.byteOrderMarksRemoved) byte order mark(s)")
    }
    if report.invalidSequences > 0 {
      Output.error(
        "geul: \(Figures.grouped(report.invalidSequences)) ill-formed byte sequences were replaced or left out"
      )
    }
    tellLoss(report.compatibilityLoss)
    if report.newlinesConverted > 0 {
      Output.error(
        "geul: turned \(Figures.grouped(report.newlinesConverted)) CRLF, CR, NEL or U+2028 into LF")
    }
  }

  /// Warns of Hangul that NFKC or NFKD has destroyed.
  private static func tellLoss(_ loss: HangulCompatibilityLoss) {
    guard loss.total > 0 else { return }
    let most = loss.mostFrequent(8).map { name(of: $0.scalar, $0.count) }
    Output.error(
      "geul: warning: this form turns \(Figures.grouped(loss.total)) Korean characters into others for good "
        + "(ㅋㅋㅋ into three conjoining consonants); --normalize nfc keeps them: "
        + most.joined(separator: ", "))
  }

  /// A scalar and how often it occurs.
  private static func name(of scalar: UInt32, _ count: Int) -> String {
    let name =
      Unicode.Scalar(scalar).map { "\(TerminalText.visible(String($0), isTerminal: true)) " }
      ?? ""
    return "\(name)U+\(String(scalar, radix: 16, uppercase: true)) ×\(count)"
  }

  /// Tells which scalars a tokenizer's vocabulary does not hold, and what became of them.
  static func tellUnknown(_ unknown: [UInt32: Int], by tokenizer: Tokenizer, in place: String) {
    let total = unknown.values.reduce(0, +)
    guard total > 0 else { return }
    let commonest = unknown.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(8)
    let names = commonest.map { name(of: $0.key, $0.value) }
    let are = total == 1 ? "is" : "are"
    let manner =
      tokenizer.vocabulary.unknown == .bytes ? "spelled in bytes" : "read as one unknown symbol"
    Output.error(
      "geul: \(Figures.grouped(total)) character\(total == 1 ? "" : "s") of \(place) \(are) not in the "
        + "model's vocabulary and \(are) \(manner): "
        + names.joined(separator: ", ") + (unknown.count > 8 ? ", …" : ""))
  }
}
