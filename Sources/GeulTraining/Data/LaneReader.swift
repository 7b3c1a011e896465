import GeulModel
import GeulStorage
import GeulText

/// A stretch of a corpus cut into B contiguous lanes, read T steps of all lanes at a time.
///
/// Lane b reads its own B-th of the text from front to back, so the state that one chunk leaves is what
/// the next begins with. A stream starts only where a lane does.
public struct LaneReader: Sendable {
  /// B: as many as were asked for, unless the text is too short for that many lanes of T steps.
  public let lanes: Int
  /// T
  public let steps: Int
  /// Symbols that each lane predicts in one epoch.
  public let width: Int

  private let tokens: TokenSequence
  private let start: Int
  /// (T + 1): the ids of one lane's part of a chunk.
  private var lane: [UInt32]

  /// Lanes over `range` of `tokens`, which needs at least 2 symbols.
  public init(_ tokens: TokenSequence, range: Range<Int>, lanes: Int, steps: Int) {
    precondition(
      range.count >= 2, "a text to train on needs at least 2 symbols, not \(range.count)")
    let predicted = range.count - 1
    self.tokens = tokens
    self.lanes = max(1, min(lanes, predicted / steps))
    self.steps = min(steps, predicted)
    start = range.lowerBound
    width = predicted / self.lanes
    lane = [UInt32](repeating: 0, count: self.steps + 1)
  }

  /// Chunks of one epoch; the last may be shorter than T.
  public var chunkCount: Int { (width + steps - 1) / steps }

  /// A chunk to be filled again and again.
  public func makeChunk() -> Chunk { Chunk(steps: steps, lanes: lanes) }

  /// The symbols of the text that lane `lane` reads for chunk `index`: its inputs, and behind them the last target.
  func symbols(ofLane lane: Int, _ index: Int) -> Range<Int> {
    let first = start + lane * width + index * steps
    return first..<first + min(steps, width - index * steps) + 1
  }

  /// Makes `chunk` chunk `index` of an epoch; throws `StorageError` if the text can no longer be read.
  ///
  /// Allocates nothing, if it is handed the same chunk again.
  public mutating func fill(_ chunk: inout Chunk, _ index: Int) throws(StorageError) {
    precondition(index >= 0 && index < chunkCount, "chunk \(index) of \(chunkCount)")
    precondition(chunk.lanes == lanes, "a chunk of \(chunk.lanes) lanes for \(lanes)")
    let from = index * steps
    let count = min(steps, width - from)
    chunk.resize(steps: count)
    let tokens = tokens
    for b in 0..<lanes {
      let first = start + b * width + from
      var span = lane.mutableSpan
      try tokens.copy(first..<first + count + 1, into: &span)
      for t in 0..<count {
        chunk.inputs[t * lanes + b] = lane[t]
        chunk.targets[t * lanes + b] = lane[t + 1]
      }
      chunk.startsStream[b] = index == 0
    }
  }
}
