import GeulCompute
import GeulModel
import GeulStorage

extension Trainer {
  /// Trains on one chunk: forward, back, clip, optimizer. Notes it in the run's metrics, and allocates nothing once the
  /// first steps are done.
  ///
  /// A step whose loss or gradient is not finite changes nothing, which its facts say. Throws
  /// `TrainingError.diverged` at the tenth of these in a row, and `.storage` if the corpus can no longer be read.
  public func step() throws(TrainingError) -> TrainingEvent.Step {
    if journal == nil { openJournal() }
    let begun = clock.seconds
    do { try reader.fill(&chunk, progress.chunk) } catch { throw .storage(error) }
    let (loss, norm, rate) = learn(at: begun)
    advance(taking: clock.seconds - begun)
    let wasSkipped = !loss.isFinite || !norm.isFinite
    let facts = stepFacts(loss: loss, norm: norm, rate: rate, wasSkipped: wasSkipped)
    try watch(facts)
    journal?.note(facts)
    return facts
  }

  private func learn(at seconds: Double) -> (loss: Double, norm: Double, rate: Double) {
    let key = RandomStream.key(
      seed: settings.training.seed, purpose: RandomPurpose.dropout, counter: UInt64(progress.step))
    learner.clearGradients()
    let loss = learner.step(chunk, randomKey: key)
    let rate = schedule.rate(
      step: progress.step, progress: fraction(at: seconds), reductions: progress.reductions)
    var norm = Double.nan
    if loss.isFinite {
      norm = optimizer.step(
        parameters: learner.parameters, gradients: learner.gradients, rate: rate)
    }
    if !norm.isFinite { learner.takeBack() }
    return (loss, norm, rate)
  }

  /// Moves on in the text.
  private func advance(taking seconds: Double) {
    let symbols = chunk.steps * chunk.lanes
    progress.step += 1
    progress.chunk += 1
    if progress.chunk == reader.chunkCount {
      progress.chunk = 0
      progress.epoch += 1
    }
    progress.seconds = clock.seconds
    progress.stepSeconds += seconds
    progress.symbols += symbols
    speed.add(symbols: symbols, seconds: seconds)
  }

  /// Too many steps in a row that were left out end the run.
  private func watch(_ step: TrainingEvent.Step) throws(TrainingError) {
    guard step.wasSkipped else {
      failuresInARow = 0
      return
    }
    failuresInARow += 1
    progress.skippedSteps += 1
    guard failuresInARow >= Self.mostFailures else { return }
    throw .diverged(
      step: step.step,
      advice: "use a lower learning rate than \(step.learningRate), or clip at a lower norm")
  }

  private static var mostFailures: Int { 10 }

  /// The facts of the step that was just done.
  private func stepFacts(
    loss: Double, norm: Double, rate: Double, wasSkipped: Bool
  ) -> TrainingEvent.Step {
    let done = fraction(at: progress.seconds)
    return TrainingEvent.Step(
      step: progress.step,
      epoch: Double(progress.epoch) + Double(progress.chunk) / Double(stepsPerEpoch), loss: loss,
      bitsPerCharacter: loss / Self.natsPerBit * data.symbolsPerCharacter, learningRate: rate,
      gradientNorm: norm, symbolsPerSecond: speed.symbolsPerSecond,
      charactersPerSecond: speed.symbolsPerSecond / data.symbolsPerCharacter,
      seconds: progress.seconds,
      secondsLeft: done > 0 ? progress.seconds * (1 - done) / done : .infinity,
      wasSkipped: wasSkipped)
  }

  private static var natsPerBit: Double { 0.693_147_180_559_945_3 }
}
