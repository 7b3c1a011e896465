import GeulCompute
import GeulModel

/// A predictor that looks up ln p by the last two symbols.
final class TablePredictor: SequencePredictor {
  struct State: LaneState, Equatable {
    /// The last symbol of each lane.
    var last: [UInt32]

    var lanes: Int { last.count }
    func gathering(_ sources: [Int]) -> State { State(last: sources.map { last[$0] }) }
    mutating func replace(lane: Int, with other: State, lane source: Int) {
      last[lane] = other.last[source]
    }
    func disagreement(lane: Int, with other: State, lane source: Int) -> Double {
      last[lane] == other.last[source] ? 0 : 1
    }
  }

  let lanes: Int
  let steps = 1
  let stateTolerance = 0.0
  /// Asked to stop when it, or a sibling of it, has read so many more steps.
  var stopping: StopAfter?
  var state: State
  private let vocabulary: Int
  /// (V, V, V): ln p after the last but one and the last symbol.
  private let table: [Float]
  private var logs: [Float]

  init(_ vocabulary: Int, table: [Float], lanes: Int = 1) {
    precondition(table.count == vocabulary * vocabulary * vocabulary, "\(table.count) entries")
    self.vocabulary = vocabulary
    self.table = table
    self.lanes = lanes
    state = State(last: [UInt32](repeating: 0, count: lanes))
    logs = [Float](repeating: 0, count: lanes * vocabulary)
  }

  /// A table of softmaxes of random scores.
  convenience init(_ vocabulary: Int, seed: Int) {
    var random = RandomStream(case: seed)
    let rows = (0..<vocabulary * vocabulary).flatMap { _ in
      logSoftmax(random.signed(vocabulary, bound: 2))
    }
    self.init(vocabulary, table: rows)
  }

  func sibling(lanes: Int, steps: Int) -> TablePredictor {
    let sibling = TablePredictor(vocabulary, table: table, lanes: lanes)
    sibling.stopping = stopping
    return sibling
  }

  func reset() { state.last = state.last.map { _ in 0 } }

  func reset(lane: Int) { state.last[lane] = 0 }

  func read(_ symbols: [UInt32], predicting: PredictedSteps) {
    stopping?.count()
    for lane in 0..<lanes {
      let row = (Int(state.last[lane]) * vocabulary + Int(symbols[lane])) * vocabulary
      for id in 0..<vocabulary { logs[lane * vocabulary + id] = table[row + id] }
      state.last[lane] = symbols[lane]
    }
  }

  func read(_ symbols: [UInt32], after sources: [Int], predicting: PredictedSteps) {
    state = state.gathering(sources)
    read(symbols, predicting: predicting)
  }

  func withLogProbabilities<Result>(
    _ body: (UnsafeBufferPointer<Float>) throws -> Result
  ) rethrows -> Result { try logs.withUnsafeBufferPointer(body) }
}
