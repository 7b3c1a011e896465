/// Turns text that arrives in pieces into ids.
public struct StreamingEncoder: Sendable {
  private var converter: NewlineConverter?
  private var normalizer: StreamingNormalizer
  private var speller: Speller
  private var normalized: [UInt32] = []
  private var spelled: [UInt32] = []

  init(_ tokenizer: Tokenizer) {
    converter = tokenizer.newlines == .lf ? NewlineConverter() : nil
    normalizer = StreamingNormalizer(tokenizer.form)
    speller = Speller(tokenizer)
  }

  /// Takes the next scalar values and appends the ids that are certain by now.
  public mutating func push(_ scalars: [UInt32], into ids: inout [UInt32]) {
    normalized.removeAll(keepingCapacity: true)
    var scalars = scalars
    converter?.convert(&scalars)
    normalizer.append(scalars, into: &normalized)
    ids += spelled[..<speller.append(.scalars(normalized[...]), into: &spelled)]
  }

  /// Ends the text and appends the last ids.
  public mutating func finish(into ids: inout [UInt32]) {
    normalized.removeAll(keepingCapacity: true)
    normalizer.finish(into: &normalized)
    ids += spelled[..<speller.append(.scalars(normalized[...]), into: &spelled)]
    ids += spelled[..<speller.finish(into: &spelled)]
  }

  /// The scalars so far that the vocabulary does not hold, and how often each occurred.
  public var unknown: [UInt32: Int] { speller.unknownCounts }
}
