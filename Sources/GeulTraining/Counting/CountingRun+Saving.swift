import GeulEvaluation
import GeulLanguage
import GeulModel
import GeulStorage
import GeulWork

/// What a counting run does before and after it counts.
extension CountingRun {
  /// Writes down what is to be done, so that a run that was stopped can be begun anew without being asked again.
  func noteBeginning() throws(TrainingError) {
    guard let run else { return }
    do {
      try Checkpoint.writeBeginning(to: run.beginning, settings, tokenizer, on: run.fileSystem)
    } catch { throw .storage(error) }
  }

  func save(journal: RunJournal?, tell: (TrainingEvent) -> Void) throws(TrainingError) {
    guard let run, let language else { return }
    progress.seconds = clock.seconds
    let (begun, path) = (clock.seconds, run.checkpoint(at: progress.step))
    do {
      try run.writing { (run) throws(StorageError) in
        try Checkpoint.write(
          to: path, language, settings: settings, progress: progress, on: run.fileSystem)
        try run.noteBest(progress.best?.step, keep: settings.training.keep)
        try run.removeBeginning()
      }
    } catch { throw .storage(error) }
    journal?.noteSave(step: progress.step, path: path, seconds: clock.seconds - begun)
    tell(.checkpoint(step: progress.step, path: path))
  }

  /// Scores the validation text, if there is one. Throws `TrainingError` or `WorkStopped`.
  func evaluate(
    _ language: LanguageModel, stop: StopRequest, journal: RunJournal?,
    tell: (TrainingEvent) -> Void
  ) throws {
    if let validation = data.validation {
      let score: GeulEvaluation.Evaluation
      do {
        score = try Evaluator().score(
          validation.tokens, range: validation.range, model: language.model, kind: .fp32,
          pool: pool, stop: stop)
      } catch let error as StorageError { throw TrainingError.storage(error) }
      progress.best = BestEvaluation(step: progress.step, natsPerSymbol: score.natsPerSymbol)
      let evaluation = TrainingEvent.Evaluation(
        step: progress.step, split: .validation, score: score,
        bitsPerCharacter: score.bits(per: max(1, data.validationScalars)), isBest: true)
      journal?.note(evaluation)
      tell(.evaluation(evaluation))
    }
    progress.evaluatedStep = progress.step
    progress.seconds = clock.seconds
    do { try noteEvaluation() } catch { throw TrainingError.storage(error) }
  }

  /// The checkpoint learns its score, and the run its best; the tables are not written again.
  private func noteEvaluation() throws(StorageError) {
    guard let run else { return }
    try run.writing { (run) throws(StorageError) in
      try Checkpoint.writeProgress(
        progress, to: run.checkpoint(at: progress.step), on: run.fileSystem)
      try run.noteBest(progress.best?.step, keep: settings.training.keep)
    }
  }

  /// The facts of the run's start.
  var startFacts: TrainingEvent.Start {
    TrainingEvent.Start(
      parameters: language?.model.parameterCount, vocabulary: settings.model.vocabulary,
      trainingSymbols: data.train.count, validationSymbols: data.validation?.range.count ?? 0,
      validationShareTrainedOn: data.validationShareTrainedOn,
      chunks: nil, threads: pool.count, step: progress.step)
  }

  /// How the run stands when it ends.
  var outcome: TrainingOutcome {
    let speed =
      progress.stepSeconds > 0 ? Double(progress.symbols) / progress.stepSeconds : 0
    return TrainingOutcome(
      step: progress.step, sessionSteps: progress.step - firstStep, seconds: progress.seconds,
      symbolsPerSecond: speed,
      charactersPerSecond: speed / data.symbolsPerCharacter, best: progress.best,
      parameters: language?.model.parameterCount,
      checkpoint: progress.step > 0 ? run?.checkpoint(at: progress.step) : nil,
      interrupted: progress.step == 0 || progress.evaluatedStep < progress.step)
  }
}
