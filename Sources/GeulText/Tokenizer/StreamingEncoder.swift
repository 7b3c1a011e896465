/// Turns text that arrives in pieces into ids.
public struct StreamingEncoder: Sendable {
  private var normalizer: StreamingNormalizer
  private var mapper: SymbolMapper
  private var normalized: [UInt32] = []

  init(_ tokenizer: Tokenizer) {
    normalizer = StreamingNormalizer(tokenizer.form)
    mapper = SymbolMapper(tokenizer.vocabulary)
  }

  /// Takes the next scalar values and appends the ids that are certain by now.
  public mutating func push(_ scalars: [UInt32], into ids: inout [UInt32]) {
    normalized.removeAll(keepingCapacity: true)
    normalizer.append(scalars, into: &normalized)
    mapper.append(normalized, into: &ids)
  }

  /// Ends the text and appends the last ids.
  public mutating func finish(into ids: inout [UInt32]) {
    normalized.removeAll(keepingCapacity: true)
    normalizer.finish(into: &normalized)
    mapper.append(normalized, into: &ids)
  }

  /// The scalars so far that the vocabulary does not know, and how often each occurred.
  public var unknown: [UInt32: Int] { mapper.unknownCounts }
}
