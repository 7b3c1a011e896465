import GeulCompute
import GeulModel
import GeulText
import GeulWork

/// Scores many short texts for themselves, such as lines, side by side.
///
/// Each is scored from the state after a line feed that costs nothing, so that its figure depends on nothing but itself:
/// neither on what stands before it nor on those that are read beside it. Pieces of like length are read together.
public final class PieceScorer {
  /// Pieces that are read side by side.
  public static let lanes = 64
  /// The most steps of one call.
  private static let steps = 64

  private let predictor: ModelPredictor
  private let one: ModelPredictor
  private let lineFeed: [UInt32]

  /// A scorer by a model; `lineFeed` are the symbols of a line feed.
  public init(_ model: Model, lineFeed: [UInt32], kind: ProductKind, pool: WorkerPool) {
    precondition(!lineFeed.isEmpty, "no symbol says a line feed")
    self.lineFeed = lineFeed
    predictor = model.makePredictor(
      lanes: Self.lanes, steps: Self.steps, kind: kind, pool: pool)
    one = predictor.sibling(lanes: 1, steps: Self.steps)
  }

  /// The nats of each piece, none of which is empty; throws `WorkStopped` or `StorageError`.
  public func score(
    _ pieces: [Range<Int>], of tokens: TokenSequence, stop: StopRequest = StopRequest()
  ) throws -> [Double] {
    try score(pieces.map(\.count), stop) { piece, part in
      let start = pieces[piece].lowerBound
      return try tokens.ids(start + part.lowerBound..<start + part.upperBound)
    }
  }

  /// The same of pieces in memory.
  public func score(
    _ pieces: [[UInt32]], stop: StopRequest = StopRequest()
  ) throws -> [Double] {
    try score(pieces.map(\.count), stop) { Array(pieces[$0][$1]) }
  }

  private func score(
    _ counts: [Int], _ stop: StopRequest,
    _ ids: (_ piece: Int, _ part: Range<Int>) throws -> [UInt32]
  ) throws -> [Double] {
    var nats = [Double](repeating: 0, count: counts.count)
    let order = counts.indices.sorted { (counts[$0], $0) < (counts[$1], $1) }
    for first in stride(from: 0, to: order.count, by: Self.lanes) {
      let some = order[first..<min(order.count, first + Self.lanes)]
      try score(Array(some), counts, by: some.count == 1 ? one : predictor, stop, ids, into: &nats)
    }
    return nats
  }

  /// Reads some pieces side by side to the end of the longest.
  private func score(
    _ pieces: [Int], _ counts: [Int], by predictor: ModelPredictor, _ stop: StopRequest,
    _ ids: (_ piece: Int, _ part: Range<Int>) throws -> [UInt32], into nats: inout [Double]
  ) throws {
    let lanes = predictor.lanes
    predictor.reset()
    for symbol in lineFeed.dropLast() {
      predictor.read([UInt32](repeating: symbol, count: lanes), predicting: .none)
    }
    // What each lane reads next: the symbol before the target.
    var before = [UInt32](repeating: lineFeed[lineFeed.count - 1], count: lanes)
    let longest = pieces.reduce(0) { max($0, counts[$1]) }
    var t = 0
    while t < longest {
      try stop.check()
      let steps = min(predictor.mostPredictedSteps, longest - t)
      var read = [UInt32](repeating: 0, count: steps * lanes)
      var targets = [[UInt32]](repeating: [], count: lanes)
      for (lane, piece) in pieces.enumerated() where counts[piece] > t {
        targets[lane] = try ids(piece, t..<min(counts[piece], t + steps))
        for (step, target) in targets[lane].enumerated() {
          read[step * lanes + lane] = before[lane]
          before[lane] = target
        }
      }
      predictor.read(read, predicting: .all)
      predictor.withLogProbabilities { logs in
        let width = logs.count / read.count
        for (lane, piece) in pieces.enumerated() {
          for (step, target) in targets[lane].enumerated() {
            nats[piece] -= Double(logs[(step * lanes + lane) * width + Int(target)])
          }
        }
      }
      t += steps
    }
  }
}
