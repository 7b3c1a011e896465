import GeulModel

/// Where a run stands: what resuming needs besides parameters and moments.
///
/// Masks and samples are drawn by counters of the step, so the random streams are the seed and the step.
public struct TrainingProgress: Sendable, Equatable {
  /// Optimizer steps done.
  public var step = 0
  /// Epoch at hand, 0 first.
  public var epoch = 0
  /// Chunks of it that are done: the position in the stream.
  public var chunk = 0
  /// Seconds of training so far.
  public var seconds = 0.0
  /// Seconds of them spent in training steps, and symbols trained on in them.
  public var stepSeconds = 0.0
  /// Symbols trained on.
  public var symbols = 0
  /// The step after which the validation text was scored last; 0 before.
  public var evaluatedStep = 0
  /// The best evaluation.
  public var best: BestEvaluation?
  /// For the plateau schedule: halvings so far, and evaluations since the last improvement.
  public var reductions = 0
  /// Evaluations since the best one, for the plateau schedule.
  public var evaluationsSinceBest = 0
  /// The latest evaluation that was notably better than the ones before, for early stopping.
  public var landmark: BestEvaluation?
  /// Evaluations since then.
  public var evaluationsSinceLandmark = 0
  /// Steps left out because loss or gradient was not finite, or beyond all that was to be expected.
  public var skippedSteps = 0
  /// How often the model was taken back to what it was when it was last sound.
  public var restorations = 0
  /// What the schedule's learning rate is multiplied by: 1 until the model was taken back.
  public var rateScale = 1.0

  /// Sum of the losses of the steps since the latest evaluation, those left out not counted.
  public var lossSum = 0.0
  /// How many steps these are.
  public var lossSteps = 0
  /// What the evaluations have shown.
  public var curve = TrainingCurve()

  /// Nats a symbol by which an evaluation must be better to be worth going on for.
  static let notable = 0.001

  /// The beginning.
  public init() {}

  /// The mean of the losses since the latest evaluation; nil where there are none.
  var meanLoss: Double? { lossSteps > 0 ? lossSum / Double(lossSteps) : nil }

  /// A step was taken at this loss.
  mutating func noteLoss(_ loss: Double) {
    lossSum += loss
    lossSteps += 1
  }

  /// The validation text was scored; the next losses are counted anew.
  mutating func noteEvaluation(natsPerSymbol: Double) {
    // Of a model that is lost there is no figure to keep.
    if let meanLoss, meanLoss.isFinite, natsPerSymbol.isFinite {
      curve.append(
        TrainingCurve.Point(step: step, training: meanLoss, validation: natsPerSymbol))
    }
    (lossSum, lossSteps) = (0, 0)
    evaluatedStep = step
    if natsPerSymbol < (landmark?.natsPerSymbol ?? .infinity) - Self.notable {
      landmark = BestEvaluation(step: step, natsPerSymbol: natsPerSymbol)
      evaluationsSinceLandmark = 0
    } else {
      evaluationsSinceLandmark += 1
    }
  }
}
