import GeulStorage
import GeulText

/// Checkpoints are copied in memory and written while training goes on.
extension Trainer {
  /// Writes a checkpoint of the latest step to the run's folder, unless it is there, and removes those that need not be
  /// kept; returns its folder, nil without a run or where nothing was to be done.
  ///
  /// Throws `TrainingError.storage`; what was there before is there still.
  @discardableResult
  public func save() throws(TrainingError) -> String? {
    guard let run, savedStep != progress.step else { return nil }
    requestSave()
    finishWriting()
    if let error = settle({ _ in }) { throw .storage(error) }
    return run.checkpoint(at: progress.step)
  }

  /// Tells before the work that the folder has no room for a checkpoint.
  func warnOfLittleRoom() {
    guard let run, let soundState else { return }
    let need = soundState.byteCount
    var found: [String] = []
    do {
      let free = try run.fileSystem.freeBytes(at: run.path)
      if free < need + need / 2 { found.append("\(run.path) has \(free >> 10) KiB free") }
    } catch {
      // What does not say how much room it has is tried.
    }
    if let largest = FileSizeLimit.bytes, largest < need / 2 {
      found.append("files may be at most \(largest >> 10) KiB (ulimit -f)")
    }
    guard !found.isEmpty else { return }
    tellAndNote(
      "a checkpoint takes \(need >> 10) KiB, and \(found.joined(separator: ", and ")); training goes "
        + "on, but it cannot be saved until there is room")
  }

  /// Copies the present state, to be written, or gone back to.
  func takeSnapshot() -> TrainingSnapshot {
    progress.seconds = clock.seconds
    let inUse = [soundState, saving.best, saving.waiting] + saving.writing
    let free = snapshots.first { snapshot in !inUse.contains { $0 === snapshot } }
    let snapshot = free ?? TrainingSnapshot(learner, optimizer, averages)
    if free == nil { snapshots.append(snapshot) }
    snapshot.take(learner, optimizer, averages, progress, guarding.json)
    return snapshot
  }

  /// Saves what is due; tells what came of earlier saves.
  func saveIfDue(_ tell: (TrainingEvent) -> Void) {
    settle(tell)
    let seconds = clock.seconds
    if pace.saved.isDue(pace.saveEvery, step: progress.step, seconds: seconds) {
      saving.isOwed = true
    }
    if savedStep == progress.step { saving.isOwed = false }
    guard saving.isOwed, saving.mayTry(at: seconds), guarding.isSound(limits) else { return }
    if saving.saver.isBusy, case .seconds = pace.saveEvery {
      // By the clock one more or less does not matter; training goes on.
      if !saving.hasToldOfDelay {
        saving.hasToldOfDelay = true
        notices.texts.append(
          "step \(progress.step): a save is put off, since the one before is still being written")
      }
      return
    }
    requestSave()
  }

  /// Has the present state written as soon as the writer is free; waits for it only where two are in line already.
  func requestSave() {
    pace.saved.note(step: progress.step, seconds: clock.seconds)
    saving.isOwed = false
    let snapshot = takeSnapshot()
    candidate = snapshot
    savedStep = progress.step
    if progress.best?.step == progress.step { saving.best = snapshot }
    guard run != nil else { return }
    if saving.waiting != nil {
      saving.saver.wait()
      beginWaiting()
    }
    saving.waiting = snapshot
    if !saving.saver.isBusy { beginWaiting() }
  }

  /// Begins to write what waits.
  private func beginWaiting() {
    guard let run, let snapshot = saving.waiting else { return }
    saving.waiting = nil
    saving.writing.append(snapshot)
    let path = run.checkpoint(at: snapshot.progress.step)
    let (settings, tokenizer) = (settings, language.tokenizer)
    // What may be unsound does not take the place of what was not.
    let keep = settings.training.keep + (guarding.isSound(limits) ? 0 : 1)
    saving.saver.begin(snapshot, to: path) { (snapshot) throws(StorageError) in
      try run.write(snapshot, settings, tokenizer, keep: keep)
    }
  }

  /// Returns when all that was to be written is written, or could not be.
  func finishWriting() {
    saving.saver.wait()
    beginWaiting()
    saving.saver.wait()
  }

  /// Notes and tells what came of saves that have ended, and goes on with the next; returns the last one's error.
  @discardableResult
  func settle(_ tell: (TrainingEvent) -> Void) -> StorageError? {
    var last: StorageError?
    for result in saving.saver.takeResults() {
      saving.writing.removeAll { $0 === result.snapshot }
      last = result.error
      if let error = result.error {
        noteFailure(of: result, error)
      } else {
        noteSuccess(of: result, tell)
      }
    }
    if saving.waiting != nil, !saving.saver.isBusy { beginWaiting() }
    return last
  }

  private func noteFailure(of result: CheckpointSaver.Result, _ error: StorageError) {
    if saving.failures == 0 {
      notices.texts.append(
        "\(error) (step \(result.snapshot.progress.step) is not saved; training goes on, and saving is "
          + "tried again)")
    }
    saving.noteFailure(at: clock.seconds)
    if result.snapshot === saving.best { saving.owesBest = true }
    if savedStep == result.snapshot.progress.step { savedStep = -1 }
    journal?.noteFailedSave(
      step: result.snapshot.progress.step, path: result.path, error: error,
      retryAfter: saving.retryAt - clock.seconds)
  }

  private func noteSuccess(
    of result: CheckpointSaver.Result, _ tell: (TrainingEvent) -> Void
  ) {
    let step = result.snapshot.progress.step
    if saving.failures > 0 {
      notices.texts.append("step \(step): saved again, after \(saving.failures) failed attempts")
    }
    saving.noteSuccess()
    journal?.noteSave(step: step, path: result.path, seconds: result.seconds)
    tell(.checkpoint(step: step, path: result.path))
    if result.snapshot === saving.best { saving.owesBest = false }
    if saving.owesBest, saving.waiting == nil { saving.waiting = saving.best }
  }
}

extension RunFolder {
  /// Writes a checkpoint, names the best, and removes what need not be kept.
  func write(
    _ snapshot: TrainingSnapshot, _ settings: RunSettings, _ tokenizer: Tokenizer, keep: Int
  ) throws(StorageError) {
    try writing { (folder) throws(StorageError) in
      try Checkpoint.write(
        to: checkpoint(at: snapshot.progress.step), snapshot, settings, tokenizer,
        on: folder.fileSystem)
      try folder.noteBest(snapshot.progress.best?.step, keep: keep)
    }
  }
}
