import GeulStorage

extension Trainer {
  /// Writes a checkpoint of the latest step to the run's folder, unless it is there, and removes those that need not be
  /// kept; returns its folder, nil without a run or where nothing was to be done.
  ///
  /// Throws `TrainingError.storage`; what was there before is there still.
  @discardableResult
  public func save() throws(TrainingError) -> String? {
    guard let run, savedStep != progress.step else { return nil }
    progress.seconds = clock.seconds
    let begun = clock.seconds
    let path = run.checkpoint(at: progress.step)
    do {
      try Checkpoint.write(
        to: path, language, settings: settings, progress: progress, learner: learner,
        optimizer: optimizer, on: run.fileSystem)
    } catch { throw .storage(error) }
    try nameBest()
    savedStep = progress.step
    pace.saved.note(step: progress.step, seconds: clock.seconds)
    journal?.noteSave(step: progress.step, path: path, seconds: clock.seconds - begun)
    return path
  }

  func nameBest() throws(TrainingError) {
    do { try run?.noteBest(progress.best?.step, keep: settings.training.keep) } catch {
      throw .storage(error)
    }
  }
}
