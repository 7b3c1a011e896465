import GeulStorage
import GeulText

/// A text's losses by stretches of as many characters each, so that models whose symbols differ can be compared on it.
public struct CharacterStretches: Sendable, Equatable {
  /// Characters of each stretch.
  public let counts: [Int]
  /// Its nats.
  public let nats: [Double]

  /// Of a range of ids, of which symbol i costs `losses`[i] nats; a symbol belongs where the character that it ends, or
  /// goes on with, stands. Throws `StorageError`.
  public init(
    _ losses: [Float], of tokens: TokenSequence, in range: Range<Int>, characters: Int,
    tokenizer: Tokenizer
  ) throws(StorageError) {
    precondition(losses.count == range.count, "\(losses.count) losses of \(range.count) symbols")
    let length = max(
      Stretches.leastSymbols, (characters + Stretches.most - 1) / Stretches.most)
    let count = max(1, (characters + length - 1) / length)
    counts = (0..<count).map { min(length, characters - $0 * length) }
    var nats = [Double](repeating: 0, count: count)
    var reader = tokenizer.makeScalarCounter()
    var seen = 0
    try tokens.forEachBlock(of: range) { ids, start in
      for (offset, id) in ids.enumerated() {
        nats[min(count - 1, seen / length)] += Double(losses[start - range.lowerBound + offset])
        seen += reader.push(id)
      }
    }
    self.nats = nats
  }
}
