import GeulCompute
import GeulModel
import GeulTraining

/// What somebody chose of a run's training, by the names of the command's flags; nil is not chosen.
public struct TrainingChoices: Sendable, Equatable {
  /// Lanes that are read side by side.
  public var batch: Int?
  /// Steps of truncated backpropagation through time.
  public var sequence: Int?
  /// Which pieces of the text are read, and whether the state is carried between them.
  public var chunks: ChunkOrder?
  /// Times through the text.
  public var epochs: Double?
  /// Optimizer steps.
  public var steps: Int?
  /// Minutes on the clock.
  public var minutes: Double?
  /// Evaluations without improvement after which the run ends.
  public var patience: Int?
  /// The update rule.
  public var optimizer: OptimizerKind?
  /// The learning rate at full height.
  public var learningRate: Double?
  /// How it moves.
  public var schedule: ScheduleKind?
  /// Steps over which it climbs.
  public var warmUp: Int?
  /// The norm above which a gradient is scaled down.
  public var clip: Double?
  /// AdamW's decay.
  public var weightDecay: Double?
  /// SGD's momentum.
  public var momentum: Double?
  /// What of the parameters that the run passes through is offered.
  public var averaging: AveragingKind?
  /// How products are carried out.
  public var precision: ProductKind?
  /// What a new model's output starts at.
  public var prior: OutputPrior?
  /// Workers.
  public var threads: Int?
  /// What weights, masks and samples are drawn from.
  public var seed: UInt64?
  /// The part of the corpus to validate on.
  public var validation: Double?
  /// The part kept for a final test.
  public var test: Double?
  /// When the validation text is scored.
  public var evaluateEvery: Cadence?
  /// When a checkpoint is saved.
  public var saveEvery: Cadence?
  /// How many of the latest checkpoints are kept.
  public var keep: Int?
  /// When a sample is written.
  public var sampleEvery: Cadence?

  /// Nothing chosen.
  public init() {}

  /// JSON's integers, as most readers take them, end at 2⁶³ - 1.
  public static let mostSeed = UInt64(Int64.max)

  /// The settings over `base`: those of a new run, or of one that is resumed.
  ///
  /// Throws `RequestError`, wrong usage, for settings that contradict themselves and for a choice that this optimizer
  /// would ignore.
  public func configuration(
    over base: TrainingConfiguration = TrainingConfiguration()
  ) throws(RequestError) -> TrainingConfiguration {
    var result = base
    if epochs != nil || steps != nil || minutes != nil {
      (result.epochs, result.steps, result.minutes) = (epochs, steps, minutes)
      // A run that had come to its end by itself is given more.
      result.patience = nil
    }
    result.patience = patience ?? result.patience
    applyLearning(to: &result)
    applyCourse(to: &result)
    try refuseIgnored(by: result)
    if result.seed > Self.mostSeed {
      throw .usage("--seed must be from 0 to \(Self.mostSeed), not \(result.seed)")
    }
    if let flaw = result.flaw { throw .usage("--\(flaw)") }
    return result
  }

  private func applyLearning(to result: inout TrainingConfiguration) {
    result.batch = batch ?? result.batch
    result.sequence = sequence ?? result.sequence
    result.chunks = chunks ?? result.chunks
    result.optimizer = optimizer ?? result.optimizer
    result.learningRate = learningRate ?? result.learningRate
    result.schedule = schedule ?? result.schedule
    result.warmUp = warmUp ?? result.warmUp
    result.clip = clip ?? result.clip
    result.weightDecay = weightDecay ?? result.weightDecay
    result.momentum = momentum ?? result.momentum
    result.averaging = averaging ?? result.averaging
    result.precision = precision ?? result.precision
    result.prior = prior ?? result.prior
  }

  private func applyCourse(to result: inout TrainingConfiguration) {
    result.threads = threads ?? result.threads
    result.seed = seed ?? result.seed
    result.validation = validation ?? result.validation
    result.test = test ?? result.test
    result.evaluateEvery = evaluateEvery ?? result.evaluateEvery
    result.saveEvery = saveEvery ?? result.saveEvery
    result.keep = keep ?? result.keep
    result.sampleEvery = sampleEvery ?? result.sampleEvery
  }

  /// Throws `RequestError`, wrong usage, for a choice that a model of this name would ignore, since it learns by
  /// counting.
  func refuseIgnored(by model: ModelName) throws(RequestError) {
    guard !model.learnsByGradient, let flag = ofGradients.first(where: \.isGiven)?.flag else {
      return
    }
    throw .usage(
      "--\(flag) belongs to models that learn by gradient, and the model is \(model.rawValue), which "
        + "counts its text once; leave it out, or choose another --model")
  }

  private var ofGradients: [(flag: String, isGiven: Bool)] {
    [
      ("batch", batch != nil), ("sequence", sequence != nil), ("chunks", chunks != nil),
      ("epochs", epochs != nil),
      ("steps", steps != nil), ("minutes", minutes != nil), ("optimizer", optimizer != nil),
      ("learning-rate", learningRate != nil), ("schedule", schedule != nil),
      ("warm-up", warmUp != nil), ("clip", clip != nil), ("weight-decay", weightDecay != nil),
      ("patience", patience != nil), ("average", averaging != nil),
      ("momentum", momentum != nil), ("precision", precision != nil), ("prior", prior != nil),
      ("seed", seed != nil), ("evaluate-every", evaluateEvery != nil),
      ("save-every", saveEvery != nil), ("keep", keep != nil),
      ("sample-every", sampleEvery != nil),
    ]
  }

  private func refuseIgnored(by settings: TrainingConfiguration) throws(RequestError) {
    let optimizer = settings.optimizer.rawValue
    if weightDecay != nil && settings.optimizer != .adamw {
      throw .usage(
        "--weight-decay belongs to --optimizer adamw, and the optimizer is \(optimizer); leave it "
          + "out, or choose --optimizer adamw")
    }
    if momentum != nil && settings.optimizer != .sgd {
      throw .usage(
        "--momentum belongs to --optimizer sgd, and the optimizer is \(optimizer); leave it out, "
          + "or choose --optimizer sgd")
    }
  }

  /// The flags of choices that would change what a run of these settings computes, had it gone on by itself.
  public func changes(to settings: TrainingConfiguration) -> [String] {
    func differs<Value: Equatable>(_ chosen: Value?, _ value: Value) -> Bool {
      chosen.map { $0 != value } ?? false
    }
    let changed: [(String, Bool)] = [
      ("validation", differs(validation, settings.validation)),
      ("test", differs(test, settings.test)), ("batch", differs(batch, settings.batch)),
      ("sequence", differs(sequence, settings.sequence)),
      ("chunks", differs(chunks, settings.chunks)),
      ("optimizer", differs(optimizer, settings.optimizer)),
      ("warm-up", differs(warmUp, settings.warmUp)),
      ("weight-decay", differs(weightDecay, settings.weightDecay)),
      ("momentum", differs(momentum, settings.momentum)),
      ("average", differs(averaging, settings.averaging)),
      ("prior", differs(prior, settings.prior)), ("seed", differs(seed, settings.seed)),
      ("precision", differs(precision, settings.precision)),
    ]
    return changed.filter(\.1).map { "--" + $0.0 }
  }
}
