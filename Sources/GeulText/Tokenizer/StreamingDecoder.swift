/// Turns ids into text while they are generated, and yields whole characters only.
///
/// A grapheme cluster is held back until the next one begins, which is one symbol later. What no later
/// symbol is likely to change appears at once: in the composed forms printable ASCII and precomposed
/// syllables, in the others line feed and space. Should a mark follow all the same, it comes as a piece
/// of its own: the pieces always join to the same text. No more than ``longestHold`` scalars are held.
public struct StreamingDecoder: Sendable {
  /// How many scalars of one cluster are held back at most.
  public static let longestHold = 64

  private let composes: Bool
  private var symbols: SymbolReader
  private var breaker = GraphemeBreaker()
  private var cluster: [UInt32] = []
  private var scalars: [UInt32] = []

  init(_ tokenizer: Tokenizer) {
    composes = tokenizer.form.composes
    symbols = SymbolReader(tokenizer)
  }

  /// Takes the next id, below the number of symbols, and returns the text it completes.
  public mutating func push(_ id: UInt32) -> String {
    scalars.removeAll(keepingCapacity: true)
    symbols.push(id, into: &scalars)
    return String(scalars: take(scalars))
  }

  /// Ends the ids and returns what was held back; an unfinished character becomes U+FFFD.
  public mutating func finish() -> String {
    scalars.removeAll(keepingCapacity: true)
    symbols.finish(into: &scalars)
    let text = take(scalars) + cluster
    cluster = []
    breaker.reset()
    return String(scalars: text)
  }

  private mutating func take(_ scalars: [UInt32]) -> [UInt32] {
    var text: [UInt32] = []
    for scalar in scalars {
      if breaker.isBoundary(before: scalar) || cluster.count >= Self.longestHold {
        text += cluster
        cluster.removeAll(keepingCapacity: true)
      }
      cluster.append(scalar)
      if cluster.count == 1 && appearsAtOnce(scalar) {
        text.append(scalar)
        cluster.removeAll(keepingCapacity: true)
      }
    }
    return text
  }

  private func appearsAtOnce(_ scalar: UInt32) -> Bool {
    scalar == 0x0A || scalar == 0x20 || (composes && GraphemeBreaker.isPlain(scalar))
  }
}
