import GeulGeneration
import GeulLanguage
import GeulModel
import GeulTraining
import GeulWork

/// How a run's model learns.
public enum TrainingCourse {
  /// By gradient, step by step.
  case gradient(Trainer)
  /// By counting, once through the text.
  case counting(CountingRun)

  /// The course of a run: what its kind of model learns by.
  init(
    _ settings: RunSettings, tokenizer: Tokenizer, data: TrainingData, run: RunFolder?,
    model: Model?
  ) throws(TrainingError) {
    if settings.model.learnsByGradient {
      self = .gradient(
        try Trainer(settings, tokenizer: tokenizer, data: data, run: run, model: model))
    } else {
      self = .counting(
        try CountingRun(settings, tokenizer: tokenizer, data: data, run: run, model: model))
    }
  }

  /// Trains to the end of the run, or until `stop` is requested; tells `tell` what happens. Throws `TrainingError`.
  public func train(
    stop: StopRequest = StopRequest(), tell: (TrainingEvent) -> Void = { _ in }
  ) throws(TrainingError) -> TrainingOutcome {
    switch self {
    case .gradient(let trainer): try trainer.train(stop: stop, tell: tell)
    case .counting(let run): try run.train(stop: stop, tell: tell)
    }
  }

  /// The model as far as it has come; nil of one that counts and has not yet.
  public var language: LanguageModel? {
    switch self {
    case .gradient(let trainer): trainer.language
    case .counting(let run): run.language
    }
  }

  /// Where the run stands.
  public var progress: TrainingProgress {
    switch self {
    case .gradient(let trainer): trainer.progress
    case .counting(let run): run.progress
    }
  }

  func resume(from checkpoint: CheckpointFolder) throws(StorageError) {
    switch self {
    case .gradient(let trainer): try trainer.resume(from: checkpoint)
    case .counting(let run): try run.resume(from: checkpoint)
    }
  }

  /// Makes the text of samples by `makeSample`, where they are due.
  func makeSamples(by makeSample: @escaping (LanguageModel, Int) -> String) {
    switch self {
    case .gradient(let trainer): trainer.makeSample = makeSample
    case .counting(let run): run.makeSample = makeSample
    }
  }

  /// Shows somebody who looks on what the model writes: every so often, or once it has counted.
  public func showSamples(every cadence: Cadence) {
    switch self {
    case .gradient(let trainer): trainer.sampleEvery = cadence
    case .counting(let run): run.writesSample = true
    }
  }

  /// Notes in `log.jsonl` what made the run stop, as `cause` says when it was stopped.
  public func noteStops(by cause: @escaping () -> String?) {
    switch self {
    case .gradient(let trainer): trainer.causeOfStop = cause
    case .counting(let run): run.causeOfStop = cause
    }
  }
}
