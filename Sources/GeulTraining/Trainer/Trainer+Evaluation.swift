import GeulEvaluation
import GeulModel
import GeulStorage
import GeulWork

extension Trainer {
  /// Scores the validation text and remembers the best; nil without such a text, or where `stop` came first.
  ///
  /// Throws `TrainingError.storage`. Cost: that of reading the text, in up to 32 lanes.
  public func evaluate(
    stop: StopRequest = StopRequest()
  ) throws(TrainingError) -> TrainingEvent.Evaluation? {
    let begun = clock.seconds
    guard let validation = data.validation, let score = try scoreOffered(validation, stop) else {
      return nil
    }
    let (trainingLoss, previousBest) = (progress.meanLoss, progress.best)
    progress.noteEvaluation(natsPerSymbol: score.natsPerSymbol)
    pace.noteEvaluation(step: progress.step, begun: begun, seconds: clock.seconds)
    savedStep = -1
    let isBest = score.natsPerSymbol < previousBest?.natsPerSymbol ?? .infinity
    if isBest {
      progress.best = BestEvaluation(step: progress.step, natsPerSymbol: score.natsPerSymbol)
      progress.evaluationsSinceBest = 0
    } else {
      progress.evaluationsSinceBest += 1
      if progress.evaluationsSinceBest >= LearningRateSchedule.plateauPatience {
        progress.reductions += 1
        progress.evaluationsSinceBest = 0
      }
    }
    let evaluation = TrainingEvent.Evaluation(
      step: progress.step, split: .validation, score: score,
      bitsPerCharacter: score.bits(per: max(1, data.validationScalars)), isBest: isBest,
      trainingNatsPerSymbol: trainingLoss, previousBest: previousBest)
    journal?.note(evaluation)
    return evaluation
  }

  /// The score of what the run offers. Where it averages this is what chooses: the better of the two means.
  private func scoreOffered(
    _ validation: TrainingData.Validation, _ stop: StopRequest
  ) throws(TrainingError) -> GeulEvaluation.Evaluation? {
    guard let long = try score(model, validation, stop) else { return nil }
    guard let averages, averages.shortCount > 0 else { return long }
    guard averages.shortCount < averages.longCount else {
      averages.shorten()
      return long
    }
    guard let short = try score(model.holding(averages.short), validation, stop) else { return nil }
    guard short.natsPerSymbol <= long.natsPerSymbol else { return long }
    averages.shorten()
    return short
  }

  private func score(
    _ model: Model, _ validation: TrainingData.Validation, _ stop: StopRequest
  ) throws(TrainingError) -> GeulEvaluation.Evaluation? {
    do {
      return try Evaluator().score(
        validation.tokens, range: validation.range, model: model,
        kind: settings.training.precision, pool: pool, stop: stop)
    } catch let error as StorageError {
      throw .storage(error)
    } catch {
      // It was stopped; the evaluator throws nothing else.
      return nil
    }
  }

  /// Whether the validation text is still to be scored after the latest step.
  func awaitsEvaluation(at seconds: Double) -> Bool {
    guard data.validation != nil, progress.evaluatedStep < progress.step else { return false }
    return isComplete(at: seconds)
      || pace.isEvaluationDue(step: progress.step, seconds: seconds)
  }
}
