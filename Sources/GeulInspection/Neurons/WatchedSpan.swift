import GeulCompute
import GeulModel
import GeulStorage
import GeulText
import GeulWork

/// A stretch of a text with the first place of a span in it, and the cells that are on at the span.
public struct WatchedSpan: Sendable {
  /// The stretch that was read.
  public let stretch: WatchedHalves.Half
  /// The cells, and where else they are on.
  public let cells: SpanCells

  /// Symbols of the stretch before the first place, if there are so many.
  private static let before = 2_000

  /// At most `symbols` symbols of a range of a text; nil where `span` is nowhere in it. Throws `WorkStopped` or
  /// `StorageError`.
  public init?(
    _ span: [UInt32], _ model: RecurrentModel, _ tokens: TokenSequence, range: Range<Int>,
    symbols: Int, vocabulary: Vocabulary, pool: WorkerPool, stop: StopRequest = StopRequest(),
    progress: (Double) -> Void = { _ in }
  ) throws {
    guard let place = try Self.first(span, in: tokens, range) else { return nil }
    let warmUp = min(WatchedHalves.warmUp, max(0, place - range.lowerBound))
    let length = min(symbols, range.count - warmUp)
    let start = max(
      range.lowerBound + warmUp, min(place - Self.before, range.upperBound - length))
    // Lanes of equal length leave out a few symbols of the end, which may be those of the span.
    let traces = try CellTraces(
      model, tokens, range: start..<min(range.upperBound, start + length), warmUp: warmUp,
      pool: pool, stop: stop, progress: progress)
    let ids = try tokens.ids(start..<start + traces.count)
    stretch = WatchedHalves.Half(traces: traces, text: CharacterText(ids, vocabulary))
    guard let cells = SpanCells(traces, ids: ids, span: span) else { return nil }
    self.cells = cells
  }

  private static func first(_ span: [UInt32], in tokens: TokenSequence, _ range: Range<Int>) throws
    -> Int?
  {
    let block = 1 << 16
    for start in stride(from: range.lowerBound, to: range.upperBound, by: block) {
      let end = min(range.upperBound, start + block + span.count - 1)
      let ids = try tokens.ids(start..<end)
      if let found = SpanCells.find(span, in: ids).first { return start + found.lowerBound }
    }
    return nil
  }
}
