import GeulModel

/// How long a run lasts, and how far it has come.
extension Trainer {
  /// Steps of one epoch.
  public var stepsPerEpoch: Int { reader.chunkCount }

  /// Whether the run is at its end: of steps, epochs, minutes or patience, whichever comes first.
  public var isComplete: Bool { isComplete(at: clock.seconds) }

  func isComplete(at seconds: Double) -> Bool {
    if let lastStep, progress.step >= lastStep { return true }
    if let minutes = settings.training.minutes, seconds >= minutes * 60 { return true }
    if let patience = settings.training.patience,
      progress.evaluationsSinceLandmark >= patience
    {
      return true
    }
    return false
  }

  /// The part of the run that is behind, 0 … 1: of its steps or of its time, whichever is more.
  func fraction(at seconds: Double) -> Double {
    settings.training.fraction(step: progress.step, of: lastStep, seconds: seconds)
  }

  /// The facts of the run's start.
  var startFacts: TrainingEvent.Start {
    TrainingEvent.Start(
      parameters: settings.model.parameterCount, vocabulary: settings.model.vocabulary,
      trainingSymbols: data.train.count, validationSymbols: data.validation?.range.count ?? 0,
      validationShareTrainedOn: data.validationShareTrainedOn,
      chunks: TrainingEvent.Start.Chunks(
        stepsPerEpoch: stepsPerEpoch, lanes: reader.lanes, sequence: reader.steps,
        order: reader.order,
        precision: settings.training.precision.rawValue),
      threads: pool.count, step: progress.step)
  }

  /// How the run stands when it ends.
  var outcome: TrainingOutcome {
    let speed =
      progress.stepSeconds > 0 ? Double(progress.symbols) / progress.stepSeconds : 0
    return TrainingOutcome(
      step: progress.step, sessionSteps: progress.step - firstStep, seconds: progress.seconds,
      symbolsPerSecond: speed,
      charactersPerSecond: speed / data.symbolsPerCharacter, best: progress.best,
      parameters: model.parameterCount, checkpoint: run.map { $0.checkpoint(at: progress.step) },
      interrupted: wasInterrupted, advice: advice)
  }

  /// What the losses say would make a better model; of a run that was stopped, only what speaks against going on.
  private var advice: TrainingAdvice? {
    guard progress.step > firstStep, let advice = TrainingAdvice(progress.curve) else { return nil }
    if wasInterrupted { return advice.finding == .overfitting ? advice : nil }
    guard advice.finding == .flat else { return advice }
    do {
      return TrainingAdvice(progress.curve, unigram: try unigramLosses().validation)
    } catch {
      // Whether it has but begun is not worth an error at the end of a run.
      return advice
    }
  }
}
