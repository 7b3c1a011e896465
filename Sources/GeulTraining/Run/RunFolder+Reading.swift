import GeulLanguage
import GeulStorage

/// Finding a run's checkpoints, also while it is trained.
extension RunFolder {
  /// The step of the best checkpoint, as `run.json` says; nil if there was no evaluation.
  ///
  /// Where `run.json` is gone or damaged, the checkpoints themselves know: each holds the best evaluation before it.
  public func bestStep() throws(StorageError) -> Int? {
    let index = path + "/" + Self.indexName
    do throws(StorageError) {
      return try JSONReader(try readFile(index, limit: 1 << 20, on: fileSystem), file: index)
        .optionalInteger(
          at: "best")
    } catch {
      guard error.kind == .badData || error.kind == .missingInput else { throw error }
    }
    for step in try steps().reversed() {
      do throws(StorageError) {
        let progress = try Checkpoint.progress(of: CheckpointFolder(checkpoint(at: step)))
        return progress.best?.step
      } catch { continue }
    }
    return nil
  }

  /// The checkpoint that `model` means: itself if it is one, or one of its files, else the best or latest of the run
  /// folder.
  public static func resolve(
    _ model: String, _ choice: CheckpointChoice = .best
  ) throws(StorageError) -> String {
    let model = try folder(of: model)
    guard try FileSystem.current.exists(model) else {
      throw .missing(
        file: model,
        advice: "name a checkpoint or a run folder, or train a model first")
    }
    if try isCheckpoint(model) { return model }
    let run = RunFolder(model)
    let steps = try run.steps()
    guard let latest = steps.last else {
      throw .missing(
        file: model + "/" + CheckpointFolder.parameters,
        advice: "this folder holds no checkpoint; name another, or train a model into it")
    }
    if choice == .best, let best = try run.bestStep(), steps.contains(best) {
      return run.checkpoint(at: best)
    }
    return run.checkpoint(at: latest)
  }

  /// Opens the checkpoint that `model` means; one that is taken away meanwhile, as training does, is looked for again.
  public static func open(
    _ model: String, _ choice: CheckpointChoice = .best
  ) throws(StorageError) -> CheckpointFolder {
    var attempts = 100
    while true {
      let path = try resolve(model, choice)
      do throws(StorageError) { return try CheckpointFolder(path) } catch {
        attempts -= 1
        // Gone before it was opened, or while it was.
        guard attempts > 0, error.kind == .missingInput else { throw error }
      }
    }
  }
}
