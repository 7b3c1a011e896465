import GeulStorage

/// The end of a run: nothing that was learnt is given up while there is a place to write it to.
extension Trainer {
  /// Waits for the saves that are under way and saves the last state, if need be in another place.
  ///
  /// Throws `TrainingError.unsaved` where the run's folder takes nothing, and says where the run is instead.
  func finishSaving(_ tell: (TrainingEvent) -> Void) throws(TrainingError) {
    defer { tellNotices(tell) }
    finishWriting()
    settle(tell)
    finishWriting()
    settle(tell)
    guard run != nil else { return }
    // What has just failed may have been of a moment; where the latest can be written, so may the best be.
    var failure: StorageError?
    for _ in 1...3 where savedStep != progress.step || saving.owesBest {
      if savedStep != progress.step { requestSave() }
      finishWriting()
      failure = settle(tell)
    }
    if let failure, savedStep != progress.step || saving.owesBest {
      throw .unsaved(failure, rescued: rescue(tell))
    }
  }

  /// Writes best and latest state to the first folder that takes them; returns it.
  private func rescue(_ tell: (TrainingEvent) -> Void) -> String? {
    guard let run, let latest = candidate ?? soundState else { return nil }
    let name = run.path.split(separator: "/").last.map(String.init) ?? "run"
    for place in rescueFolders {
      let base = place == "." ? name : "\(place)/\(name)"
      for attempt in 1...100 {
        let path = "\(base)-rescued" + (attempt > 1 ? "-\(attempt)" : "")
        let folder = RunFolder(path, on: run.fileSystem)
        do throws(StorageError) {
          guard try !run.fileSystem.exists(path) else { continue }
        } catch { break }
        do throws(StorageError) {
          try rescue(latest, to: folder, tell)
          return path
        } catch {
          // Half a rescue would pass for a whole one.
          folder.unlock()
          folder.remove()
          break
        }
      }
    }
    return nil
  }

  private func rescue(
    _ latest: TrainingSnapshot, to folder: RunFolder, _ tell: (TrainingEvent) -> Void
  ) throws(StorageError) {
    try folder.prepare()
    if let best = saving.best, best !== latest {
      try folder.write(best, settings, language.tokenizer, keep: 2)
    }
    try folder.write(latest, settings, language.tokenizer, keep: 2)
    let (step, path) = (latest.progress.step, folder.checkpoint(at: latest.progress.step))
    journal?.noteSave(step: step, path: path, seconds: 0)
    // The notes in the run's own folder may be lost with it.
    let notes = RunJournal(folder) { _ in }
    notes.open(settings, startFacts, progress)
    notes.noteSave(step: step, path: path, seconds: 0)
    notes.noteStop(step: step, cause: "rescued", message: "\(run?.path ?? "") took nothing")
    tell(.checkpoint(step: step, path: path))
  }
}
