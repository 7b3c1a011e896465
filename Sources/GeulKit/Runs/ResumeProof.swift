import GeulCompute
import GeulLanguage
import GeulStorage
import GeulText
import GeulTraining
import GeulWork
import Glibc

/// Shows on a run's own text and settings that stopping changes nothing: from its latest checkpoint the run goes on
/// twice for the same steps, once without a stop and once through a checkpoint on disk, and ends in the same bits.
///
/// Nothing in the run's folder is changed.
public struct ResumeProof: Sendable {
  /// The step at which both began.
  public let firstStep: Int
  /// The step at which the second was stopped, and taken up by new objects.
  public let stop: Int
  /// The step at which both ended.
  public let lastStep: Int
  /// Numbers that were compared: parameters, moments and losses.
  public let numbers: Int
  /// The first difference, for a person; nil where there is none.
  public let difference: String?

  /// Seconds that all steps together should take, and the most steps before the stop and after it.
  private static let (seconds, most) = (40.0, 200)

  /// Trains, for about a minute at most; whatever the run's end is, it goes on for these steps.
  ///
  /// Throws `RequestError` for a model that counts, `StorageError`, `TextError`, `TrainingError` or `WorkStopped`.
  public init(
    _ path: String, stop request: StopRequest = StopRequest(), tell: @escaping (String) -> Void
  ) throws {
    let checkpoint = try RunFolder.open(path, .latest)
    let source = try Source(checkpoint, RunFolder(path), tell)
    let whole = try source.trainer(checkpoint)
    firstStep = whole.progress.step
    var losses = try Self.train(whole, 1, request)
    let clock = ContinuousClock.now
    losses += try Self.train(whole, 1, request)
    let pace = max((ContinuousClock.now - clock).inSeconds, 1e-6)
    // A stop before and after as many steps, and all of that twice.
    let half = max(2, min(Self.most, Int(Self.seconds / 4 / pace)))
    losses += try Self.train(whole, 2 * half - 2, request)

    let folder = RunFolder(TemporaryFile.folder + "/geul-verify-\(getpid())")
    try folder.prepare()
    defer { folder.remove() }
    let before = try source.trainer(checkpoint, in: folder)
    var resumedLosses = try Self.train(before, half, request)
    try before.save()
    let after = try source.trainer(try RunFolder.open(folder.path, .latest), in: folder)
    resumedLosses += try Self.train(after, half, request)
    stop = firstStep + half
    lastStep = firstStep + 2 * half
    let count = whole.learner.parameters.count
    numbers = count * (1 + whole.optimizer.moments.count) + losses.count
    difference = Self.difference((whole, losses), (after, resumedLosses))
  }

  private static func train(
    _ trainer: Trainer, _ steps: Int, _ stop: StopRequest
  ) throws -> [UInt64] {
    try (0..<steps).map { _ in
      try stop.check()
      return try trainer.step().loss.bitPattern
    }
  }

  private static func difference(
    _ whole: (Trainer, [UInt64]), _ resumed: (Trainer, [UInt64])
  ) -> String? {
    if let place = zip(whole.1, resumed.1).enumerated().first(where: { $1.0 != $1.1 })?.offset {
      return "the losses differ from step \(resumed.0.progress.step - whole.1.count + place + 1) on"
    }
    let buffers = zip(
      [whole.0.learner.parameters] + whole.0.optimizer.moments,
      [resumed.0.learner.parameters] + resumed.0.optimizer.moments)
    for (place, (one, other)) in buffers.enumerated() where !one.hasBits(of: other) {
      return place == 0 ? "the parameters differ" : "the optimizer's moments differ"
    }
    return nil
  }
}

/// What both runs are made of.
private struct Source {
  let settings: RunSettings
  let tokenizer: Tokenizer
  let data: TrainingData

  init(_ checkpoint: CheckpointFolder, _ run: RunFolder, _ tell: (String) -> Void) throws {
    var settings = try RunSettings(checkpoint.configuration())
    guard settings.model.learnsByGradient else {
      throw RequestError.usage(
        "--resume belongs to models that learn by gradient; a count that is stopped begins anew")
    }
    tokenizer = try checkpoint.tokenizer()
    let tokens = try RunCorpus.open(settings, tokenizer: tokenizer, run: run, tell: tell)
    data = try TrainingData(
      corpus: tokens, tokenizer: tokenizer, split: try settings.split(tokens, tokenizer: tokenizer))
    if settings.training.minutes != nil {
      tell("the run ends by the clock, which no two runs share: its rate is taken by steps here")
      settings.training.minutes = nil
    }
    self.settings = settings
  }

  func trainer(_ checkpoint: CheckpointFolder, in folder: RunFolder? = nil) throws -> Trainer {
    let trainer = try Trainer(
      settings, tokenizer: tokenizer, data: data, run: folder,
      model: try checkpoint.model(settings.model))
    try trainer.resume(from: checkpoint)
    return trainer
  }
}
