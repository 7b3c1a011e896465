import GeulCompute
import GeulModel

/// Everything that decides how a run goes, but the corpus and the model's sizes.
public struct TrainingConfiguration: Sendable, Equatable {
  /// B: lanes read side by side.
  public var batch = 64
  /// T: steps of truncated backpropagation through time.
  public var sequence = 64
  /// Which pieces of the text are read, and whether from the state that those before have left.
  public var chunks = ChunkOrder.carried
  /// Ends of the run; the first that is reached ends it, and schedules span it. 10 epochs if all are nil and `patience` too.
  public var epochs: Double?
  /// Optimizer steps.
  public var steps: Int?
  /// Minutes on the clock, evaluations included.
  public var minutes: Double?
  /// Evaluations without a notable improvement after which a run ends (early stopping; Prechelt 1998); nil: never. It
  /// ends a run that nothing else does, or one of the others sooner.
  public var patience: Int?

  /// The update rule.
  public var optimizer = OptimizerKind.adam
  /// The learning rate at full height.
  public var learningRate = 0.002
  /// How it moves.
  public var schedule = ScheduleKind.cosine
  /// Steps over which it climbs.
  public var warmUp = 0
  /// The gradient norm above which gradients are scaled down; 0 never.
  public var clip = 5.0
  /// AdamW's decay.
  public var weightDecay = 0.01
  /// SGD's momentum.
  public var momentum = 0.9
  /// What of the parameters that the run passes through is offered.
  public var averaging = AveragingKind.none

  /// How products are carried out.
  public var precision = ProductKind.fp32
  /// What a new model's output starts at.
  public var prior = OutputPrior.unigram
  /// Workers.
  public var threads = WorkerPool.defaultCount
  /// What weights, masks and samples are drawn from.
  public var seed: UInt64 = 1

  /// Fractions of the corpus at its end that are kept from training.
  public var validation = 0.1
  /// The fraction kept for a final test, at the very end.
  public var test = 0.0
  /// When the validation text is scored; nil: some twenty times, by the run's length.
  public var evaluateEvery: Cadence?
  /// When a checkpoint is saved, besides each best one and the last; nil: every minute.
  public var saveEvery: Cadence?
  /// How many of the latest checkpoints are kept, besides the best.
  public var keep = 1
  /// When a sample is written; nil: never.
  public var sampleEvery: Cadence?

  /// The defaults of `geul train`.
  public init() {}

  /// What is wrong with the settings, or nil.
  public var flaw: String? {
    if let flaw = rangeFlaw { return flaw }
    if precision == .bf16 && !Processor.hasBrainFloats {
      return
        "precision bf16 needs a processor with AMX tiles or AVX-512 BF16, which this one lacks; use fp32 or auto"
    }
    return nil
  }

  /// What is wrong with the settings on any machine, or nil.
  var rangeFlaw: String? {
    if !precision.canTrain {
      return "precision must be fp32 or bf16 to train with, not \(precision)"
    }
    let counts: [(String, Int?, Int)] = [
      ("batch", batch, 1), ("sequence", sequence, 1), ("steps", steps, 1), ("warm-up", warmUp, 0),
      ("threads", threads, 1), ("keep", keep, 1), ("patience", patience, 1),
    ]
    for (name, value, least) in counts {
      if let value, !(least...1 << 40).contains(value) {
        return "\(name) must be from \(least) to \(1 << 40), not \(value)"
      }
    }
    let cadences = [
      ("evaluate-every", evaluateEvery), ("save-every", saveEvery), ("sample-every", sampleEvery),
    ]
    for (name, cadence) in cadences {
      if let flaw = cadence?.flaw(name) { return flaw }
    }
    if threads > WorkerPool.mostWorkers {
      return "threads must be from 1 to \(WorkerPool.mostWorkers), not \(threads)"
    }
    let positive: [(String, Double?)] = [
      ("epochs", epochs), ("minutes", minutes), ("learning-rate", learningRate),
    ]
    for (name, value) in positive {
      // Rates become fp32 numbers, of which none may be infinite.
      if let value, !(value > 0 && Float(value).isFinite) {
        return "\(name) must be above 0 and at most 3.4e38, not \(value)"
      }
    }
    let fractions = [("validation", validation), ("test", test), ("momentum", momentum)]
    for (name, value) in fractions where !(value >= 0 && value < 1) {
      return "\(name) must be at least 0 and below 1, not \(value)"
    }
    if validation + test >= 1 {
      return "validation \(validation) and test \(test) leave nothing to train on"
    }
    if !(clip >= 0 && clip.isFinite) { return "clip must be at least 0, not \(clip)" }
    if !(weightDecay >= 0 && weightDecay.isFinite) {
      return "weight-decay must be at least 0, not \(weightDecay)"
    }
    // Divided, since the product of two counts may be more than an Int holds.
    if batch > (1 << 24) / sequence {
      return "batch \(batch) times sequence \(sequence) is more than 16777216 symbols a step"
    }
    return nil
  }
}
