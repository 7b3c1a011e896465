import GeulModel
import GeulWork

extension Trainer {
  /// Trains to the end of the run, or until `stop` is requested; tells `tell` what happens.
  ///
  /// The run's folder gets `metrics.jsonl` and `log.jsonl`. Throws `TrainingError`.
  public func train(
    stop: StopRequest = StopRequest(), tell: (TrainingEvent) -> Void = { _ in }
  ) throws(TrainingError) -> TrainingOutcome {
    tell(.start(startFacts))
    // What the session before was stopped in is made up for: naming the best, an evaluation.
    // In a new run the index shows that the folder can be written, before the work and not after it.
    try nameBest()
    openJournal()
    tellNotices(tell)
    do {
      try advance(stop: stop, tell: tell)
    } catch {
      journal?.noteStop(step: progress.step, cause: "failed", message: error.description)
      throw error
    }
    let outcome = self.outcome
    journal?.noteStop(
      step: outcome.step, cause: outcome.interrupted ? causeOfStop() ?? "stopped" : "finished",
      message: nil)
    tell(.finished(outcome))
    return outcome
  }

  /// Begins to note what happens, once in a session; a folder that takes no notes is told and no more.
  func openJournal() {
    guard let run, journal == nil else { return }
    let journal = RunJournal(run) { [notices] in notices.texts.append($0) }
    journal.open(settings, startFacts, progress)
    self.journal = journal
  }

  /// What the user should know since this was asked last; `train` tells it as events.
  public func takeNotices() -> [String] { notices.takeAll() }

  private func advance(
    stop: StopRequest, tell: (TrainingEvent) -> Void
  ) throws(TrainingError) {
    try evaluateIfDue(stop: stop, tell: tell)
    while !isComplete(at: clock.seconds) && !stop.isRequested {
      try tellStep(tell)
      try evaluateIfDue(stop: stop, tell: tell)
      if pace.saved.isDue(pace.saveEvery, step: progress.step, seconds: clock.seconds) {
        try save(tell)
      }
      sampleIfDue(tell)
      progress.seconds = clock.seconds
    }
    // The clock may have ended the run after the last look at it.
    if !stop.isRequested { try evaluateIfDue(stop: stop, tell: tell) }
    wasInterrupted = !isComplete(at: clock.seconds) || awaitsEvaluation(at: clock.seconds)
    progress.seconds = clock.seconds
    try save(tell)
  }

  private func tellStep(_ tell: (TrainingEvent) -> Void) throws(TrainingError) {
    let facts: TrainingEvent.Step
    do { facts = try step() } catch {
      if case .diverged(let step, _) = error { tell(Self.skipped(step)) }
      throw error
    }
    if facts.wasSkipped { tell(Self.skipped(facts.step)) }
    tell(.step(facts))
    tellNotices(tell)
  }

  private static func skipped(_ step: Int) -> TrainingEvent {
    .notice("step \(step): the loss or gradient was not finite; the step was left out")
  }

  private func tellNotices(_ tell: (TrainingEvent) -> Void) {
    if notices.texts.isEmpty { return }
    for text in takeNotices() { tell(.notice(text)) }
  }

  private func evaluateIfDue(
    stop: StopRequest, tell: (TrainingEvent) -> Void
  ) throws(TrainingError) {
    guard awaitsEvaluation(at: clock.seconds), let evaluation = try evaluate(stop: stop) else {
      return
    }
    tell(.evaluation(evaluation))
    if evaluation.isBest { try save(tell) }
  }

  private func save(_ tell: (TrainingEvent) -> Void) throws(TrainingError) {
    if let path = try save() { tell(.checkpoint(step: progress.step, path: path)) }
  }

  private func sampleIfDue(_ tell: (TrainingEvent) -> Void) {
    guard let makeSample, let every = settings.training.sampleEvery ?? sampleEvery,
      pace.sampled.isDue(every, step: progress.step, seconds: clock.seconds)
    else { return }
    tell(.sample(step: progress.step, text: makeSample(language, progress.step)))
    pace.sampled.note(step: progress.step, seconds: clock.seconds)
  }
}
