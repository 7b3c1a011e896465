import GeulKit

/// The most probable next symbols.
struct NextView {
  let chances: [SymbolChance]
  let tokenizer: Tokenizer

  /// The longest bar, in columns.
  private static let bar = 40.0

  /// A symbol, its probability and a bar a line.
  func bars(_ style: Style) -> String {
    let names = chances.map { tokenizer.visibleName(ofSymbol: $0.id) }
    let widths = names.map(DisplayWidth.columns)
    let width = widths.max() ?? 0
    let most = chances.first?.probability ?? 1
    return chances.indices.map { index in
      let probability = chances[index].probability
      let percent = Figures.fixed(probability * 100, 2)
      return names[index] + String(repeating: " ", count: width + 2 - widths[index])
        + String(repeating: " ", count: max(0, 6 - percent.count)) + percent + " %  "
        + style.color(67, Self.bar(probability / most))
    }.joined(separator: "\n")
  }

  /// A symbol and its probability a line.
  var table: String {
    chances.map { "\(tokenizer.visibleName(ofSymbol: $0.id))\t\(Figures.fixed($0.probability, 6))" }
      .joined(separator: "\n")
  }

  /// Eighths of a column, as Unicode's blocks have them.
  private static func bar(_ part: Double) -> String {
    // A model whose weights are no longer numbers has no probabilities.
    guard part.isFinite else { return "" }
    let eighths = Int((part * bar * 8).rounded())
    let last = Unicode.Scalar(UInt32(0x2590 - eighths % 8)).map { String($0) } ?? ""
    return String(repeating: "█", count: eighths / 8) + (eighths % 8 == 0 ? "" : last)
  }
}
