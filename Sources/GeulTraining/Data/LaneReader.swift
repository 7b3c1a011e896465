import GeulCompute
import GeulModel
import GeulStorage
import GeulText

/// A stretch of a corpus as B lanes, read T steps of all lanes at a time.
///
/// Of chunks that are `carried` or `reset`, lane b reads its own B-th of the text from front to back; the state that one
/// chunk leaves is what the next begins with, or is forgotten. Of `random` chunks each lane reads T steps from a place
/// that is a function of seed, epoch, chunk and lane alone, so that a run that goes on reads what it would have read.
public struct LaneReader: Sendable {
  /// B: as many as were asked for, unless the text is too short for that many lanes of T steps.
  public let lanes: Int
  /// T
  public let steps: Int
  /// Symbols that each lane predicts in one epoch; of random chunks as many, up to a multiple of T.
  public let width: Int
  /// Which pieces of the text the chunks are.
  public let order: ChunkOrder

  private let tokens: TokenSequence
  private let start: Int
  /// Places at which T steps and their last target have room.
  private let places: Int
  private let seed: UInt64
  /// (T + 1): the ids of one lane's part of a chunk.
  private var lane: [UInt32]

  /// Lanes over `range` of `tokens`, which needs at least 2 symbols; random chunks are drawn by `seed`.
  public init(
    _ tokens: TokenSequence, range: Range<Int>, lanes: Int, steps: Int,
    order: ChunkOrder = .carried, seed: UInt64 = 1
  ) {
    precondition(
      range.count >= 2, "a text to train on needs at least 2 symbols, not \(range.count)")
    let predicted = range.count - 1
    self.tokens = tokens
    self.lanes = max(1, min(lanes, predicted / steps))
    self.steps = min(steps, predicted)
    self.order = order
    self.seed = seed
    start = range.lowerBound
    width = predicted / self.lanes
    places = range.count - self.steps
    lane = [UInt32](repeating: 0, count: self.steps + 1)
  }

  /// Chunks of one epoch; the last may be shorter than T, unless they are random.
  public var chunkCount: Int { (width + steps - 1) / steps }

  /// A chunk to be filled again and again.
  public func makeChunk() -> Chunk { Chunk(steps: steps, lanes: lanes) }

  /// The symbols of the text that lane `lane` reads for chunk `index` of an epoch: its inputs, and behind them the last
  /// target.
  func symbols(ofLane lane: Int, _ index: Int, epoch: Int) -> Range<Int> {
    let first = place(ofLane: lane, index, epoch: epoch)
    return first..<first + stepCount(index) + 1
  }

  /// Makes `chunk` chunk `index` of epoch `epoch`; throws `StorageError` if the text can no longer be read.
  ///
  /// Allocates nothing, if it is handed the same chunk again.
  public mutating func fill(
    _ chunk: inout Chunk, _ index: Int, epoch: Int = 0
  ) throws(StorageError) {
    precondition(index >= 0 && index < chunkCount, "chunk \(index) of \(chunkCount)")
    precondition(chunk.lanes == lanes, "a chunk of \(chunk.lanes) lanes for \(lanes)")
    let count = stepCount(index)
    chunk.resize(steps: count)
    let tokens = tokens
    for b in 0..<lanes {
      let first = place(ofLane: b, index, epoch: epoch)
      var span = lane.mutableSpan
      try tokens.copy(first..<first + count + 1, into: &span)
      for t in 0..<count {
        chunk.inputs[t * lanes + b] = lane[t]
        chunk.targets[t * lanes + b] = lane[t + 1]
      }
      chunk.startsStream[b] = index == 0 || order != .carried
    }
  }

  private func stepCount(_ index: Int) -> Int {
    order == .random ? steps : min(steps, width - index * steps)
  }

  /// Where lane `lane` begins to read for chunk `index`.
  private func place(ofLane lane: Int, _ index: Int, epoch: Int) -> Int {
    guard order == .random else { return start + lane * width + index * steps }
    let counter = UInt64(truncatingIfNeeded: epoch &* chunkCount &+ index)
    let key = RandomStream.key(seed: seed, purpose: RandomPurpose.chunks, counter: counter)
    var random = RandomStream(seed: key, purpose: UInt64(lane))
    // The high half of the product is each place equally often, to 1 in 2⁶⁴ / places.
    return start + Int(random.next().multipliedFullWidth(by: UInt64(places)).high)
  }
}
