import GeulCompute
import GeulModel

/// A model whose figures are a known function of the last `order` symbols since its stream began.
///
/// They are multiples of 1/256, so sums of them are exact, and they are no probabilities: each
/// depends on the whole context and the symbol alone.
struct ContextModel: SequenceModel {
  let vocabularySize = 11
  let order: Int

  func makePredictor(
    lanes: Int, steps: Int, kind: ProductKind, pool: WorkerPool
  ) -> ContextPredictor {
    ContextPredictor(self, lanes: lanes, steps: steps)
  }

  /// What the model says of `symbol` after `past`, of which the last `order` symbols count.
  func figure(of symbol: UInt32, after past: ArraySlice<UInt32>) -> Float {
    let context = past.suffix(order)
    let seed = context.reduce(UInt64(context.count)) { $0 &* 31 &+ UInt64($1) &+ 1 }
    var random = RandomStream(seed: seed, purpose: UInt64(symbol))
    return -Float(random.next() % 4096) / 256
  }
}

/// The last symbols of each lane.
struct ContextState: LaneState {
  var pasts: [[UInt32]]

  var lanes: Int { pasts.count }

  func gathering(_ sources: [Int]) -> ContextState {
    ContextState(pasts: sources.map { pasts[$0] })
  }

  mutating func replace(lane: Int, with other: ContextState, lane source: Int) {
    pasts[lane] = other.pasts[source]
  }

  func disagreement(lane: Int, with other: ContextState, lane source: Int) -> Double {
    pasts[lane] == other.pasts[source] ? 0 : 1
  }
}

/// A context model reading streams.
final class ContextPredictor: SequencePredictor {
  let lanes: Int
  let steps: Int
  let stateTolerance = 0.0
  var state: ContextState
  private let model: ContextModel
  private var figures: [Float] = []

  init(_ model: ContextModel, lanes: Int, steps: Int) {
    self.model = model
    self.lanes = lanes
    self.steps = steps
    state = ContextState(pasts: Array(repeating: [], count: lanes))
  }

  func sibling(lanes: Int, steps: Int) -> ContextPredictor {
    ContextPredictor(model, lanes: lanes, steps: steps)
  }

  func reset() { state.pasts = Array(repeating: [], count: lanes) }

  func reset(lane: Int) { state.pasts[lane] = [] }

  func read(_ symbols: [UInt32], after sources: [Int], predicting: PredictedSteps) {
    state = state.gathering(sources)
    read(symbols, predicting: predicting)
  }

  func read(_ symbols: [UInt32], predicting: PredictedSteps) {
    precondition(symbols.count % lanes == 0 && symbols.count <= lanes * steps)
    figures = []
    for (row, symbol) in symbols.enumerated() {
      let lane = row % lanes
      state.pasts[lane] = (state.pasts[lane] + [symbol]).suffix(model.order)
      let isLast = row >= symbols.count - lanes
      if predicting == .all || (predicting == .last && isLast) {
        for next in 0..<UInt32(model.vocabularySize) {
          figures.append(model.figure(of: next, after: state.pasts[lane][...]))
        }
      }
    }
  }

  func withLogProbabilities<Result>(
    _ body: (UnsafeBufferPointer<Float>) throws -> Result
  ) rethrows -> Result {
    try figures.withUnsafeBufferPointer(body)
  }
}
