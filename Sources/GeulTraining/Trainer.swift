import GeulCompute
import GeulModel
import GeulStorage
import GeulText
import GeulWork

/// Trains a recurrent model by stateful truncated backpropagation through time.
///
/// B contiguous lanes of the corpus are read T steps at a time; the states one chunk leaves are what
/// the next begins with, and are forgotten only where a lane starts anew. With the same settings, seed
/// and number of steps an fp32 run gives the same bits, stopped and resumed or not.
public final class Trainer {
  /// The model, as far as it has come.
  public let model: RecurrentModel
  /// Steps, position and best evaluation.
  public private(set) var progress = TrainingProgress()

  let settings: RunSettings
  let tokenizer: Tokenizer
  let data: TrainingData
  let run: RunFolder?
  let pool: WorkerPool
  /// Called with a sample's step; makes its text. Set by who can generate.
  public var makeSample: ((RecurrentModel, Int) -> String)?

  private let optimizer: Optimizer
  private let engine: GradientEngine
  let reader: LaneReader
  private let schedule: LearningRateSchedule
  private var state: RecurrentState
  private var savedStep = -1
  private var failuresInARow = 0

  /// A trainer of a new model, or of `model`, that saves to `run` if there is one.
  public init(
    _ settings: RunSettings, tokenizer: Tokenizer, data: TrainingData, run: RunFolder? = nil,
    model: RecurrentModel? = nil
  ) throws(TrainingError) {
    if let flaw = settings.model.flaw ?? settings.training.flaw { throw .settings(flaw) }
    guard tokenizer.symbolCount == settings.model.vocabulary else {
      throw .settings(
        "expected a tokenizer of \(settings.model.vocabulary) symbols, as the model has, "
          + "found \(tokenizer.symbolCount) symbols; take the tokenizer.json saved with the model")
    }
    let training = settings.training
    self.settings = settings
    self.tokenizer = tokenizer
    self.data = data
    self.run = run
    self.model = model ?? RecurrentModel(settings.model, seed: training.seed)
    if model == nil && training.prior == .unigram {
      let counts = try TrainingError.storing { () throws(StorageError) in
        try data.corpus.counts(in: data.train, symbolCount: tokenizer.symbolCount)
      }
      self.model.startAtFrequencies(counts)
    }
    pool = WorkerPool(count: training.threads)
    reader = LaneReader(
      data.corpus, range: data.train, lanes: training.batch, steps: training.sequence)
    engine = GradientEngine(
      self.model, steps: reader.steps, lanes: reader.lanes, kind: training.precision, pool: pool)
    optimizer = Optimizer(
      training.optimizer, count: self.model.layout.count, clip: training.clip,
      weightDecay: training.weightDecay, momentum: training.momentum)
    schedule = LearningRateSchedule(
      kind: training.schedule, rate: training.learningRate, warmUp: training.warmUp)
    state = RecurrentState(settings.model, lanes: reader.lanes)
  }

  /// Takes up where the checkpoint at `path` stands, exactly; the model must have been read from it.
  public func resume(from path: String) throws(StorageError) {
    let training = try Checkpoint.readTraining(
      from: path, configuration: settings.model, layout: model.layout, lanes: reader.lanes,
      stepsPerEpoch: stepsPerEpoch, optimizer: optimizer)
    progress = training.progress
    state = training.state
    savedStep = progress.step
  }

  /// Trains to the end of the run, or until `stop` is requested; tells `tell` what happens.
  public func train(
    stop: StopRequest = StopRequest(), tell: (TrainingEvent) -> Void = { _ in }
  ) throws(TrainingError) -> TrainingOutcome {
    tell(.start(startFacts))
    let clock = RunClock(secondsBefore: progress.seconds)
    var speed = SpeedMeter()
    // What the session before was stopped in is made up for: naming the best, an evaluation.
    // In a new run the index shows that the folder can be written, before the work and not after it.
    try nameBest()
    try evaluateIfDue(at: clock.seconds, stop: stop, tell: tell)
    while !isComplete(at: clock.seconds) && !stop.isRequested {
      let begun = clock.seconds
      let (loss, norm, rate, symbols) = try step(at: begun)
      let taken = clock.seconds - begun
      progress.seconds = clock.seconds
      progress.stepSeconds += taken
      progress.symbols += symbols
      speed.add(symbols: symbols, seconds: taken)
      try watch(loss: loss, norm: norm, rate: rate, tell: tell)
      tell(.step(stepFacts(loss: loss, norm: norm, rate: rate, speed: speed)))
      try evaluateIfDue(at: clock.seconds, stop: stop, tell: tell)
      if isDue(settings.training.saveEvery ?? evaluateEvery) { try save(tell: tell) }
      if let every = settings.training.sampleEvery, isDue(every), let makeSample {
        tell(.sample(step: progress.step, text: makeSample(model, progress.step)))
      }
      progress.seconds = clock.seconds
    }
    // The clock may have ended the run after the last look at it.
    if !stop.isRequested { try evaluateIfDue(at: clock.seconds, stop: stop, tell: tell) }
    let interrupted = !isComplete(at: clock.seconds) || awaitsEvaluation(at: clock.seconds)
    progress.seconds = clock.seconds
    try save(tell: tell)
    let outcome = self.outcome(interrupted: interrupted)
    tell(.finished(outcome))
    return outcome
  }

  /// One chunk forward and back, one optimizer step; the position moves on.
  private func step(
    at seconds: Double
  ) throws(TrainingError) -> (loss: Double, norm: Double, rate: Double, symbols: Int) {
    let chunk = try TrainingError.storing { () throws(StorageError) in
      try reader.chunk(progress.chunk)
    }
    let before = state
    let key = RandomStream.key(
      seed: settings.training.seed, purpose: RandomPurpose.dropout, counter: UInt64(progress.step))
    let loss = engine.step(
      chunk, state: &state, dropoutKey: settings.model.dropout > 0 ? key : nil)
    let rate = schedule.rate(
      step: progress.step, progress: fraction(at: seconds), reductions: progress.reductions)
    var norm = Double.nan
    if loss.isFinite {
      norm = optimizer.step(
        parameters: model.parameters, gradients: engine.gradients, rate: rate, pool: pool)
    }
    if !loss.isFinite || !norm.isFinite { state = before }
    progress.step += 1
    progress.chunk += 1
    if progress.chunk == reader.chunkCount {
      progress.chunk = 0
      progress.epoch += 1
    }
    return (loss, norm, rate, chunk.steps * chunk.lanes)
  }

  /// A step whose loss or gradient is not finite was left out; too many in a row end the run.
  private func watch(
    loss: Double, norm: Double, rate: Double, tell: (TrainingEvent) -> Void
  ) throws(TrainingError) {
    guard !loss.isFinite || !norm.isFinite else {
      failuresInARow = 0
      return
    }
    failuresInARow += 1
    progress.skippedSteps += 1
    tell(
      .notice("step \(progress.step): the loss or gradient was not finite; the step was left out"))
    if failuresInARow == 10 {
      throw .diverged(
        step: progress.step,
        advice: "use a lower learning rate than \(rate), or clip at a lower norm")
    }
  }

  /// Scores the validation text, if it is time, and remembers the best.
  private func evaluateIfDue(
    at seconds: Double, stop: StopRequest, tell: (TrainingEvent) -> Void
  ) throws(TrainingError) {
    guard let validation = data.validation, awaitsEvaluation(at: seconds) else { return }
    let result = try TrainingError.storing { () throws(StorageError) in
      try Evaluator().score(
        validation.tokens, range: validation.range, model: model,
        kind: settings.training.precision, pool: pool, progress: { _ in !stop.isRequested })
    }
    guard let result else { return }
    progress.evaluatedStep = progress.step
    savedStep = -1
    let isBest = result.natsPerSymbol < progress.best?.natsPerSymbol ?? .infinity
    if isBest {
      progress.best = BestEvaluation(step: progress.step, natsPerSymbol: result.natsPerSymbol)
      progress.evaluationsSinceBest = 0
    } else {
      progress.evaluationsSinceBest += 1
      if progress.evaluationsSinceBest >= LearningRateSchedule.plateauPatience {
        progress.reductions += 1
        progress.evaluationsSinceBest = 0
      }
    }
    tell(
      .evaluation(
        step: progress.step, split: .validation, result,
        bitsPerCharacter: result.bits(per: max(1, data.validationScalars)), best: isBest))
    if isBest { try save(tell: tell) }
  }

  /// Writes a checkpoint of this step, unless there is one.
  private func save(tell: (TrainingEvent) -> Void) throws(TrainingError) {
    guard let run, savedStep != progress.step else { return }
    let path = run.checkpoint(at: progress.step)
    do {
      try Checkpoint.write(
        to: path, model: model, settings: settings, tokenizer: tokenizer,
        training: Checkpoint.Training(progress: progress, state: state, optimizer: optimizer),
        fileSystem: run.fileSystem)
    } catch { throw .storage(error) }
    try nameBest()
    savedStep = progress.step
    tell(.checkpoint(step: progress.step, path: path))
  }

  private func nameBest() throws(TrainingError) {
    do { try run?.noteBest(progress.best?.step, keep: settings.training.keep) } catch {
      throw .storage(error)
    }
  }

  private func outcome(interrupted: Bool) -> TrainingOutcome {
    let speed =
      progress.stepSeconds > 0 ? Double(progress.symbols) / progress.stepSeconds : 0
    return TrainingOutcome(
      step: progress.step, seconds: progress.seconds, symbolsPerSecond: speed,
      charactersPerSecond: speed / data.symbolsPerCharacter, best: progress.best,
      checkpoint: run.map { $0.checkpoint(at: progress.step) }, interrupted: interrupted)
  }
}
