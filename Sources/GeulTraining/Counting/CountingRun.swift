import GeulCompute
import GeulEvaluation
import GeulLanguage
import GeulModel
import GeulStorage
import GeulText
import GeulWork

/// Learns a model that counts: once through the text, without steps or epochs.
///
/// It has the folder, the notes and the events of any run; its only checkpoint is that of step 1. What is counted before a
/// stop is lost, and a run that goes on begins anew.
public final class CountingRun {
  /// Everything the run was asked for.
  public let settings: RunSettings
  /// The model with its tokenizer; nil until it is counted.
  public private(set) var language: LanguageModel?
  /// Step 1 when it is done.
  public internal(set) var progress = TrainingProgress()
  /// Makes the text of a sample. Set by who can generate.
  public var makeSample: ((LanguageModel, Int) -> String)?
  /// Whether the model writes a sample when it is counted.
  public var writesSample = false
  /// What made the run stop, if somebody knows, for `log.jsonl`; asked once, when it was stopped.
  public var causeOfStop: () -> String? = { nil }

  /// The step at which this session began.
  private(set) var firstStep = 0
  let tokenizer: Tokenizer
  let data: TrainingData
  let run: RunFolder?
  let pool: WorkerPool
  private let configuration: NGramConfiguration
  private let notices = Notices()
  lazy var clock = RunClock(secondsBefore: progress.seconds)

  /// A run that counts `data`, and saves to `run` if there is one; `model`, if it was counted before.
  public init(
    _ settings: RunSettings, tokenizer: Tokenizer, data: TrainingData, run: RunFolder? = nil,
    model: Model? = nil
  ) throws(TrainingError) {
    if let flaw = settings.model.flaw ?? settings.training.flaw { throw .settings(flaw) }
    guard case .ngram(let configuration) = settings.model else {
      throw .settings("a \(settings.model.name.rawValue) does not learn by counting")
    }
    guard data.train.count <= NGramCounter.mostSymbols else {
      throw .settings(
        "expected at most \(NGramCounter.mostSymbols) symbols to count, found \(data.train.count); "
          + "take a part of the text")
    }
    try Trainer.check(tokenizer, for: settings)
    self.settings = settings
    self.configuration = configuration
    self.tokenizer = tokenizer
    self.data = data
    self.run = run
    pool = WorkerPool(count: settings.training.threads)
    language = model.map { LanguageModel(model: $0, tokenizer: tokenizer) }
  }

  /// Takes up the run whose checkpoint at `path` the model was read from; throws `StorageError`.
  public func resume(from path: String) throws(StorageError) {
    try resume(from: CheckpointFolder(path))
  }

  /// The same of a checkpoint that is open.
  public func resume(from checkpoint: CheckpointFolder) throws(StorageError) {
    progress = try Checkpoint.readProgress(from: checkpoint)
    firstStep = progress.step
  }

  /// Counts, scores, saves, unless that was done before or `stop` is requested; tells `tell` what happens.
  ///
  /// Throws `TrainingError`.
  public func train(
    stop: StopRequest = StopRequest(), tell: (TrainingEvent) -> Void = { _ in }
  ) throws(TrainingError) -> TrainingOutcome {
    tell(.start(startFacts))
    let journal = run.map { run in RunJournal(run) { [notices] in notices.texts.append($0) } }
    journal?.open(settings, startFacts, progress)
    for text in notices.takeAll() { tell(.notice(text)) }
    do {
      try work(stop: stop, journal: journal, tell: tell)
    } catch is WorkStopped {
      progress.seconds = clock.seconds
    } catch {
      let failure = error as? TrainingError ?? .settings("\(error)")
      journal?.noteStop(step: progress.step, cause: "failed", message: failure.description)
      for text in notices.takeAll() { tell(.notice(text)) }
      throw failure
    }
    let outcome = self.outcome
    journal?.noteStop(
      step: outcome.step, cause: outcome.interrupted ? causeOfStop() ?? "stopped" : "finished",
      message: nil)
    for text in notices.takeAll() { tell(.notice(text)) }
    tell(.finished(outcome))
    return outcome
  }

  /// Throws `TrainingError`, or `WorkStopped`.
  private func work(
    stop: StopRequest, journal: RunJournal?, tell: (TrainingEvent) -> Void
  ) throws {
    if progress.step == 0 {
      try noteBeginning()
      let model: Model
      do { model = try count(stop: stop, tell: tell) } catch let error as StorageError {
        throw TrainingError.storage(error)
      }
      language = LanguageModel(model: model, tokenizer: tokenizer)
      progress.step = 1
      progress.epoch = 1
      progress.symbols = data.train.count
      progress.stepSeconds = clock.seconds
      // Once saved, what took so long is safe; the score comes with the second save.
      try save(journal: journal, tell: tell)
    }
    if progress.evaluatedStep < progress.step, let language {
      try evaluate(language, stop: stop, journal: journal, tell: tell)
      if writesSample, let makeSample { tell(.sample(step: 1, text: makeSample(language, 1))) }
    }
    progress.seconds = clock.seconds
  }

  private func count(stop: StopRequest, tell: (TrainingEvent) -> Void) throws -> Model {
    let counter = NGramCounter(configuration, in: run?.path ?? TemporaryFile.folder, pool: pool)
    var meter = CountingMeter(data, clock)
    func progress(_ stage: NGramCounter.Stage) throws {
      try stop.check()
      if let facts = meter.facts(stage, symbols: counter.symbolCount) { tell(.counting(facts)) }
    }
    try counter.count(data.corpus, range: data.train, progress: progress)
    let (model, fallbacks) = try counter.finish(progress: progress)
    if let notice = Self.notice(fallbacks) { tell(.notice(notice)) }
    return .ngram(model)
  }

  /// What a person should know of discounts that were not the text's own.
  private static func notice(_ fallbacks: [Int]) -> String? {
    if fallbacks.isEmpty { return nil }
    let lengths = fallbacks.map(String.init).joined(separator: ", ")
    let fixed = NGramCounter.fallbackDiscounts.map { "\($0)" }.joined(separator: ", ")
    return
      "the text's counts give no discounts for contexts of \(lengths) symbols; \(fixed) are taken "
      + "there"
  }
}
