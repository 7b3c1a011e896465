import GeulCompute
import GeulLanguage
import GeulModel
import GeulStorage
import GeulText
import GeulWork

/// Trains a model that learns by gradient on a corpus, chunk by chunk.
///
/// B contiguous lanes of the corpus are read T steps at a time; what one chunk leaves is what the next begins with, and
/// is forgotten only where a lane starts anew, unless `ChunkOrder` says otherwise. With the same settings, seed and number of steps an fp32 run gives the
/// same bits, stopped and resumed or not.
///
/// `train` does all of it; a program with a loop of its own calls `step`, `evaluate` and `save`.
public final class Trainer {
  /// The model, as far as it has come, with its tokenizer; where the run averages, the mean that it offers.
  public let language: LanguageModel
  /// Everything the run was asked for.
  public let settings: RunSettings
  /// Steps, position and best evaluation.
  public internal(set) var progress = TrainingProgress()
  /// What learns: parameters, and after a step its gradients and losses.
  public let learner: ModelLearner
  /// What changes the parameters.
  public let optimizer: Optimizer
  /// Called with the step at which a sample is due; makes its text. Set by who can generate.
  public var makeSample: ((LanguageModel, Int) -> String)?
  /// When a sample is due, if the settings do not say.
  public var sampleEvery: Cadence?
  /// What made the run stop, if somebody knows, for `log.jsonl`; asked once, when it was stopped.
  public var causeOfStop: () -> String? = { nil }

  /// The means of the parameters; nil where the latest are offered.
  let averages: ParameterAverages?
  let data: TrainingData
  let run: RunFolder?
  let pool: WorkerPool
  let schedule: LearningRateSchedule
  var reader: LaneReader
  var chunk: Chunk
  /// The step at which this session began.
  private(set) var firstStep = 0
  /// The step that was saved last, or is about to be.
  var savedStep = -1
  var saving = SavingPlan()
  /// Room for copies of the state, used again and again.
  var snapshots: [TrainingSnapshot] = []
  var guarding = StepGuard()
  /// What a model that got lost is taken back to.
  var soundState: TrainingSnapshot?
  /// What it will be, if the next step shows nothing against it.
  var candidate: TrainingSnapshot?
  var guardEvents: [GuardEvent] = []
  /// Folders to save in where the run's own cannot be written at the end.
  public var rescueFolders = [".", TemporaryFile.folder]
  /// Whether the latest session ended before the run did.
  var wasInterrupted = false
  /// The step after which the run ends at the latest; nil if only the clock ends it.
  let lastStep: Int?
  var speed = SpeedMeter()
  var journal: RunJournal?
  let notices = Notices()
  var pace: RunPace
  /// The clock runs from the first step on, or the first look at it.
  lazy var clock = RunClock(secondsBefore: progress.seconds)

  /// A trainer of a new model, or of `model`, that saves to `run` if there is one.
  public init(
    _ settings: RunSettings, tokenizer: Tokenizer, data: TrainingData, run: RunFolder? = nil,
    model: Model? = nil
  ) throws(TrainingError) {
    if let flaw = settings.model.flaw ?? settings.training.flaw { throw .settings(flaw) }
    try Self.check(tokenizer, for: settings)
    let training = settings.training
    self.settings = settings
    self.data = data
    self.run = run
    let learning: Model
    if let model { learning = model } else { learning = try Self.newModel(settings, data) }
    pool = WorkerPool(count: training.threads)
    reader = LaneReader(
      data.corpus, range: data.train, lanes: training.batch, steps: training.sequence,
      order: training.chunks, seed: training.seed)
    chunk = reader.makeChunk()
    guard
      let learner = learning.makeLearner(
        steps: reader.steps, lanes: reader.lanes, kind: training.precision, pool: pool)
    else { throw .settings("a \(settings.model.name.rawValue) does not learn by gradient") }
    self.learner = learner
    averages =
      training.averaging == .none
      ? nil
      : ParameterAverages(learner.layout, beginningAt: learner.parameters, pool: pool)
    language = LanguageModel(
      model: averages.map { learning.holding($0.long) } ?? learning, tokenizer: tokenizer)
    optimizer = Optimizer(
      training.optimizer, count: learner.layout.count, clip: training.clip,
      weightDecay: training.weightDecay, momentum: training.momentum, pool: pool)
    schedule = training.rateSchedule
    pace = RunPace(training, stepsPerEpoch: reader.chunkCount)
    lastStep = training.lastStep(stepsPerEpoch: reader.chunkCount)
  }

  static func check(_ tokenizer: Tokenizer, for settings: RunSettings) throws(TrainingError) {
    guard tokenizer.symbolCount == settings.model.vocabulary else {
      throw .settings(
        "expected a tokenizer of \(settings.model.vocabulary) symbols, as the model has, "
          + "found \(tokenizer.symbolCount) symbols; take the tokenizer.json saved with the model")
    }
  }

  private static func newModel(
    _ settings: RunSettings, _ data: TrainingData
  ) throws(TrainingError) -> Model {
    let model = Model(settings.model, seed: settings.training.seed)
    if settings.training.prior == .unigram {
      let counts = try TrainingError.storing { () throws(StorageError) in
        try data.corpus.counts(in: data.train, symbolCount: settings.model.vocabulary)
      }
      model.startAtFrequencies(counts)
    }
    return model
  }

  /// Takes up where the checkpoint at `path` stands, exactly; the model must have been read from it.
  public func resume(from path: String) throws(StorageError) {
    try resume(from: CheckpointFolder(path))
  }

  /// The same of a checkpoint that is open.
  public func resume(from checkpoint: CheckpointFolder) throws(StorageError) {
    (progress, guarding) = try Checkpoint.read(
      from: checkpoint, into: learner, optimizer, averages, stepsPerEpoch: stepsPerEpoch)
    savedStep = progress.step
    firstStep = progress.step
    pace.begin(step: progress.step, seconds: progress.seconds)
  }

  /// The model, as far as it has come.
  public var model: Model { language.model }
}
