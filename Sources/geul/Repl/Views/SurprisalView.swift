import GeulKit

/// How surprising a text is, character by character.
struct SurprisalView {
  let scored: [ScoredText]

  /// Bits from which a colour is used, and the colour: from what was expected to what was not.
  private static let colors = [(0.0, 71), (1.0, 250), (3.0, 178), (6.0, 208), (10.0, 196)]

  /// The text in colours, and what they mean.
  func colored(_ style: Style) -> String {
    let text = scored.map { piece in
      style.color(Self.color(piece.bits), VisibleText.running(piece.text))
    }.joined()
    let legend = Self.colors.enumerated().map { index, entry in
      let next = index + 1 < Self.colors.count ? Self.colors[index + 1].0 : nil
      let range = next.map { "\(Int(entry.0))–\(Int($0))" } ?? "\(Int(entry.0))–"
      return style.color(entry.1, range)
    }.joined(separator: " ")
    return text + "\nbits: " + legend
  }

  /// A character and its bits a line.
  var table: String {
    scored.map {
      "\(VisibleText.line(Escapes.escape($0.text)))\t\(Figures.fixed($0.bits, 3))"
    }
    .joined(separator: "\n")
  }

  /// The figures of the whole.
  var summary: String {
    let whole = Surprisal(scored)
    return
      "\(Figures.fixed(whole.bits, 2)) bits in all, \(Figures.fixed(whole.bitsPerCharacter, 3)) a character, "
      + "perplexity \(Figures.perplexity(whole.perplexity)) a symbol "
      + "(\(Figures.grouped(whole.characters)) characters, \(Figures.grouped(whole.symbols)) symbols)"
  }

  private static func color(_ bits: Double) -> Int {
    colors.last { bits >= $0.0 }?.1 ?? colors[0].1
  }
}
