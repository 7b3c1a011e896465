import GeulCompute
import GeulModel
import ModelConformance
import Testing

/// The checker finds what it is there to find: each of these models breaks one promise.
struct ConformanceCheckerTests {
  /// What a model does wrong.
  enum Fault: CaseIterable {
    case none
    case lanesLeak
    case statesAreNotTaken
    case sourcesAreIgnored
    case probabilitiesSumToTwo
    case resetLeavesSomething
    case borderIsForgotten
  }

  @Test(arguments: Fault.allCases)
  func everyFaultIsFound(fault: Fault) {
    let checks = PredictorConformance(
      CountingModel(fault: fault), name: "\(fault)", kind: .reference)
    #expect(checks.violations().isEmpty == (fault == .none), "\(fault)")
  }
}

/// A model whose distribution leans to a symbol that depends on all that a lane has read.
private struct CountingModel: SequenceModel {
  let vocabularySize = 5
  let fault: ConformanceCheckerTests.Fault

  func makePredictor(
    lanes: Int, steps: Int, kind: ProductKind, pool: WorkerPool
  ) -> CountingPredictor {
    CountingPredictor(self, lanes: lanes, steps: steps)
  }
}

private struct CountingState: LaneState, Equatable {
  var sums: [UInt32]

  var lanes: Int { sums.count }

  func gathering(_ sources: [Int]) -> CountingState {
    CountingState(sums: sources.map { sums[$0] })
  }

  mutating func replace(lane: Int, with other: CountingState, lane source: Int) {
    sums[lane] = other.sums[source]
  }

  func disagreement(lane: Int, with other: CountingState, lane source: Int) -> Double {
    sums[lane] == other.sums[source] ? 0 : 1
  }
}

private final class CountingPredictor: SequencePredictor {
  let lanes: Int
  let steps: Int
  let stateTolerance = 0.0
  private let model: CountingModel
  private var sums: CountingState
  private var logs: [Float] = []

  init(_ model: CountingModel, lanes: Int, steps: Int) {
    self.model = model
    self.lanes = lanes
    self.steps = steps
    sums = CountingState(sums: [UInt32](repeating: 0, count: lanes))
  }

  var state: CountingState {
    get { sums }
    set { if model.fault != .statesAreNotTaken { sums = newValue } }
  }

  func sibling(lanes: Int, steps: Int) -> CountingPredictor {
    CountingPredictor(model, lanes: lanes, steps: steps)
  }

  func reset() {
    for lane in 0..<lanes { sums.sums[lane] = model.fault == .resetLeavesSomething ? 1 : 0 }
  }

  func reset(lane: Int) { sums.sums[lane] = 0 }

  func read(_ symbols: [UInt32], after sources: [Int], predicting: PredictedSteps) {
    if model.fault != .sourcesAreIgnored { sums = sums.gathering(sources) }
    read(symbols, predicting: predicting)
  }

  func read(_ symbols: [UInt32], predicting: PredictedSteps) {
    logs = []
    if model.fault == .borderIsForgotten { sums.sums[0] = 0 }
    for (row, symbol) in symbols.enumerated() {
      let lane = row % lanes
      sums.sums[lane] = (sums.sums[lane] * 3 + symbol + 1) % 1009
      if model.fault == .lanesLeak && lane > 0 { sums.sums[lane] += sums.sums[lane - 1] % 2 }
      let isLast = row >= symbols.count - lanes
      if predicting == .all || predicting == .last && isLast { predict(sums.sums[lane]) }
    }
  }

  /// Half of the probability to one symbol, the other half shared.
  private func predict(_ sum: UInt32) {
    let likely = Int(sum) % model.vocabularySize
    let factor: Float = model.fault == .probabilitiesSumToTwo ? 0.693_147_2 : 0
    for symbol in 0..<model.vocabularySize {
      logs.append((symbol == likely ? -0.693_147_2 : -2.079_441_5) + factor)
    }
  }

  func withLogProbabilities<Result>(
    _ body: (UnsafeBufferPointer<Float>) throws -> Result
  ) rethrows -> Result {
    try logs.withUnsafeBufferPointer(body)
  }
}
