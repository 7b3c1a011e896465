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
    openJournal()
    beginGuarding()
    nameBest()
    warnOfLittleRoom()
    tellNotices(tell)
    do {
      try advance(stop: stop, tell: tell)
    } catch {
      let failure = lastSave(error, tell) ?? error
      journal?.noteStop(step: progress.step, cause: "failed", message: failure.description)
      throw failure
    }
    let outcome = self.outcome
    journal?.noteStop(
      step: outcome.step, cause: outcome.interrupted ? causeOfStop() ?? "stopped" : "finished",
      message: nil)
    tell(.finished(outcome))
    return outcome
  }

  /// What the session before was stopped in is made up for: naming the best. In a new run the index shows whether the
  /// folder can be written, before the work and not after it.
  private func nameBest() {
    do { try run?.noteBest(progress.best?.step, keep: settings.training.keep) } catch {
      notices.texts.append(
        "\(error) (nothing can be saved now; training goes on, and saving is tried again)")
      journal?.noteFailedSave(
        step: progress.step, path: run?.path ?? "", error: error, retryAfter: 0)
    }
  }

  /// Saves what there is of a run that failed; returns what is to be told instead of the failure, if that fails too.
  private func lastSave(
    _ failure: TrainingError, _ tell: (TrainingEvent) -> Void
  ) -> TrainingError? {
    if case .unsaved = failure { return nil }
    do { try finishSaving(tell) } catch {
      // A run that diverged says so; that it could not be saved stands in the log.
      if case .diverged = failure { return nil }
      return error
    }
    return nil
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
      saveIfDue(tell)
      tellNotices(tell)
      sampleIfDue(tell)
      progress.seconds = clock.seconds
    }
    // The clock may have ended the run after the last look at it.
    if !stop.isRequested { try evaluateIfDue(stop: stop, tell: tell) }
    wasInterrupted = !isComplete(at: clock.seconds) || awaitsEvaluation(at: clock.seconds)
    progress.seconds = clock.seconds
    try finishSaving(tell)
    if !wasInterrupted { try refuseNothingLearnt() }
  }

  private func tellStep(_ tell: (TrainingEvent) -> Void) throws(TrainingError) {
    defer { for event in takeGuardEvents() { tell(.guarded(event)) } }
    tell(.step(try step()))
  }

  func tellNotices(_ tell: (TrainingEvent) -> Void) {
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
    noteWorseThanGuessing(evaluation)
    if evaluation.isBest, guarding.isSound(limits) {
      settle(tell)
      requestSave()
    }
    tellNotices(tell)
  }

  private func sampleIfDue(_ tell: (TrainingEvent) -> Void) {
    guard let makeSample, let every = settings.training.sampleEvery ?? sampleEvery,
      pace.sampled.isDue(every, step: progress.step, seconds: clock.seconds)
    else { return }
    tell(.sample(step: progress.step, text: makeSample(language, progress.step)))
    pace.sampled.note(step: progress.step, seconds: clock.seconds)
  }
}
