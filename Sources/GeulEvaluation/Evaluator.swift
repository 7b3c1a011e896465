import GeulCompute
import GeulModel
import GeulStorage
import GeulText
import GeulWork
import Glibc

/// Scores every symbol of a text exactly once.
///
/// With one lane a text is read from front to back, and the figure is the model's exact loss; of a
/// range within a longer text, it is the exact loss after `warmUp` symbols of what stands in front. With
/// more lanes, the text is cut into as many contiguous parts; before its part a lane reads the `warmUp`
/// symbols that stand in front of it, unscored, so that its state is nearly what it would have been.
/// Where a model sees no further back than so many symbols, a lane reads at least these, and there are no more lanes than
/// that leaves room for: any number of lanes is exact then.
/// A first symbol with nothing before it costs ln V, the price of a guess among V.
public struct Evaluator: Sendable {
  /// Parts read side by side.
  public let lanes: Int
  /// Symbols read before a part.
  public let warmUp: Int
  /// Most steps of one call of the model.
  private static let steps = 200

  /// An evaluator; `lanes` 1 is exact.
  public init(lanes: Int = 32, warmUp: Int = 200) {
    precondition(lanes >= 1 && warmUp >= 0, "\(lanes) lanes with a warm-up of \(warmUp)")
    self.lanes = lanes
    self.warmUp = warmUp
  }

  /// Scores `range` of `tokens`; what stands before `range` is read for warm-up.
  ///
  /// `progress` is told the number of symbols scored. Throws `WorkStopped`, or `StorageError` if the text can no longer
  /// be read.
  public func score(
    _ tokens: TokenSequence, range: Range<Int>, model: some SequenceModel, kind: ProductKind,
    pool: WorkerPool, stop: StopRequest = StopRequest(), progress: (Int) -> Void = { _ in }
  ) throws -> Evaluation {
    precondition(!range.isEmpty, "there is nothing to score in an empty range")
    let context = model.contextLength ?? 0
    let plan = LanePlan(
      tokens: tokens, range: range, lanes: max(1, min(lanes, range.count / max(2, context + 1))),
      warmUp: max(warmUp, context))
    let predictor = model.makePredictor(
      lanes: plan.lanes, steps: min(Self.steps, plan.width + plan.warmUp), kind: kind, pool: pool)
    var nats = 0.0
    if plan.firstHasNoPast {
      nats += log(Double(model.vocabularySize))
    }
    var position = -plan.warmUp
    while position < plan.width {
      if position == plan.firstRead { predictor.reset(lane: 0) }
      // A call does not cross position 0, where scoring starts, nor where the first lane's text does.
      var border = position < 0 ? 0 : plan.width
      if position < plan.firstRead { border = min(border, plan.firstRead) }
      try stop.check()
      let most = position < 0 ? predictor.steps : predictor.mostPredictedSteps
      let count = min(most, border - position)
      let read = try plan.symbols(before: position..<position + count)
      predictor.read(read, predicting: position < 0 ? .none : .all)
      if position >= 0 {
        let targets = try plan.symbols(at: position..<position + count)
        nats += Self.nats(predictor, targets, plan, position)
      }
      position += count
      if position > 0 { progress(min(range.count, position * plan.lanes)) }
    }
    return Evaluation(
      symbols: range.count, nats: nats, lanes: plan.lanes, warmUp: plan.warmUp)
  }

  private static func nats(
    _ predictor: some SequencePredictor, _ targets: [UInt32], _ plan: LanePlan, _ position: Int
  ) -> Double {
    predictor.withLogProbabilities { logs in
      let width = logs.count / targets.count
      var nats = 0.0
      for (row, target) in targets.enumerated() {
        let (t, lane) = (row / plan.lanes, row % plan.lanes)
        if plan.scores(lane: lane, position: position + t) {
          nats -= Double(logs[row * width + Int(target)])
        }
      }
      return nats
    }
  }
}
