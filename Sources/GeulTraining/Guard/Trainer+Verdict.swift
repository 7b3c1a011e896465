import GeulModel
import GeulStorage
import Glibc

/// Whether what a run has learnt is worth its name.
extension Trainer {
  /// Nats by which a model may be worse than the frequencies alone, since chunks and initial weights are drawn.
  private static var tolerance: Double { 0.05 }

  /// Tells, once while it lasts, that the validation text costs more than guessing.
  func noteWorseThanGuessing(_ evaluation: TrainingEvent.Evaluation) {
    let (loss, guessing) = (evaluation.score.natsPerSymbol, limits.guessing)
    guarding.latestEvaluation = loss
    guard loss > guessing, evaluation.step > settings.training.warmUp else {
      guarding.hasToldOfGuessing = false
      return
    }
    guard !guarding.hasToldOfGuessing else { return }
    guarding.hasToldOfGuessing = true
    tellAndNote(
      "step \(evaluation.step): the validation text costs \(JSONLine.rounded(loss, digits: 4)) nats a "
        + "symbol, and guessing \(JSONLine.rounded(guessing, digits: 4)); if that lasts, "
        + divergenceAdvice)
  }

  /// A line for a person, which the log keeps too.
  func tellAndNote(_ text: String) {
    notices.texts.append(text)
    journal?.noteNotice(step: progress.step, text)
  }

  /// Throws `.nothingLearnt` at the end of a run whose model predicts worse than the symbols' frequencies alone: both
  /// what it was trained on and what it was validated on, and no longer as well as it once did.
  func refuseNothingLearnt() throws(TrainingError) {
    guard progress.restorations > 0 || guarding.takenSteps >= StepGuard.patience else { return }
    let unigram = try unigramLosses()
    let loss = guarding.medianLoss ?? .infinity
    guard loss > unigram.training + Self.tolerance else { return }
    let hasGotWorse: Bool
    if let best = progress.best, let validation = unigram.validation {
      guard best.natsPerSymbol > validation + Self.tolerance else { return }
      hasGotWorse =
        (guarding.latestEvaluation ?? .infinity) > best.natsPerSymbol + Self.tolerance / 2
    } else {
      hasGotWorse = loss > unigram.training + 6 * Self.tolerance
    }
    guard progress.restorations > 0 || hasGotWorse else { return }
    throw .nothingLearnt(
      step: progress.step, loss: progress.best?.natsPerSymbol ?? loss,
      unigram: unigram.validation ?? unigram.training, advice: divergenceAdvice)
  }

  /// What the frequencies of the symbols in the training text cost, by Laplace's rule, in nats a symbol.
  func unigramLosses() throws(TrainingError) -> (training: Double, validation: Double?) {
    try TrainingError.storing { () throws(StorageError) in
      let count = settings.model.vocabulary
      let training = try data.corpus.counts(in: data.train, symbolCount: count)
      let validation = try data.validation.map { (text) throws(StorageError) in
        try text.tokens.counts(in: text.range, symbolCount: count)
      }
      return (
        Self.crossEntropy(of: training, under: training),
        validation.map { Self.crossEntropy(of: $0, under: training) }
      )
    }
  }

  private static func crossEntropy(of counts: [Int], under frequencies: [Int]) -> Double {
    let total = Double(frequencies.reduce(0, +) + frequencies.count)
    var nats = 0.0
    for (count, frequency) in zip(counts, frequencies) where count > 0 {
      nats -= Double(count) * log(Double(frequency + 1) / total)
    }
    return nats / Double(max(1, counts.reduce(0, +)))
  }
}
