/// How a run ended.
public struct TrainingOutcome: Sendable {
  /// Steps done in all.
  public let step: Int
  /// Steps of them that this session did: none, if the run was at its end before.
  public let sessionSteps: Int
  /// Seconds of all sessions of the run.
  public let seconds: Double
  /// Symbols trained on a second, evaluations and saves left out.
  public let symbolsPerSecond: Double
  /// The same in Unicode scalars.
  public let charactersPerSecond: Double
  /// The best evaluation.
  public let best: BestEvaluation?
  /// Numbers that were learnt; nil where a model that counts was stopped before it had.
  public let parameters: Int?
  /// Folder of the last checkpoint.
  public let checkpoint: String?
  /// Whether it was stopped before its end.
  public let interrupted: Bool
  /// What would make a better model, if the losses say it.
  public var advice: TrainingAdvice?
}

/// The lowest validation loss so far.
public struct BestEvaluation: Sendable, Equatable {
  /// After how many optimizer steps.
  public let step: Int
  /// The mean loss, in nats.
  public let natsPerSymbol: Double

  /// Loss after `step` steps.
  public init(step: Int, natsPerSymbol: Double) {
    self.step = step
    self.natsPerSymbol = natsPerSymbol
  }
}
