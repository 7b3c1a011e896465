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
  /// Steps left out because loss or gradient was not finite, or beyond all that was to be expected.
  public var skippedSteps = 0
  /// How often the model was taken back to what it was when it was last sound.
  public var restorations = 0
  /// What the schedule's learning rate is multiplied by: 1 until the model was taken back.
  public var rateScale = 1.0

  /// The beginning.
  public init() {}
}
