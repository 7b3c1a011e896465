import GeulModel
import GeulText

extension NGramCounter {
  /// Counts a range of a text; throws what `progress` throws, or `StorageError`.
  public func count(
    _ tokens: TokenSequence, range: Range<Int>, progress: (Stage) throws -> Void = { _ in }
  ) throws {
    let block = 1 << 16
    var symbols = [UInt32](repeating: 0, count: min(block, range.count))
    for start in stride(from: range.lowerBound, to: range.upperBound, by: block) {
      let end = min(start + block, range.upperBound)
      var span = symbols.mutableSpan
      try tokens.copy(start..<end, into: &span)
      try count(symbols.span.extracting(0..<end - start), progress: progress)
      try progress(.counting)
    }
  }
}
