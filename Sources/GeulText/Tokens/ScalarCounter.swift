/// Counts the scalars that ids say, as they become certain.
public struct ScalarCounter: Sendable {
  private var reader: SymbolReader
  private var scalars: [UInt32] = []

  init(_ tokenizer: Tokenizer) { reader = SymbolReader(tokenizer) }

  /// How many scalars this id makes certain.
  public mutating func push(_ id: UInt32) -> Int {
    scalars.removeAll(keepingCapacity: true)
    reader.push(id, into: &scalars)
    return scalars.count
  }
}

extension Tokenizer {
  /// A counter at the beginning of a text.
  public func makeScalarCounter() -> ScalarCounter { ScalarCounter(self) }
}
