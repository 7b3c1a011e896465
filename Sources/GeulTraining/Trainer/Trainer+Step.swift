import GeulCompute
import GeulModel
import GeulStorage

extension Trainer {
  /// Trains on one chunk: forward, back, clip, optimizer. Notes it in the run's metrics, and allocates nothing once the
  /// first steps are done.
  ///
  /// A step that would harm the model is left out, and a model that got lost is taken back, as `StepGuard` says; the
  /// facts say so, and `takeGuardEvents`. Throws `TrainingError.diverged` where that is of no use, and `.storage` if the
  /// corpus can no longer be read.
  public func step() throws(TrainingError) -> TrainingEvent.Step {
    if journal == nil { openJournal() }
    beginGuarding()
    let begun = clock.seconds
    let place = (epoch: progress.epoch, chunk: progress.chunk)
    do { try reader.fill(&chunk, place.chunk, epoch: place.epoch) } catch { throw .storage(error) }
    let learning = learn(at: begun)
    advance(taking: clock.seconds - begun)
    if let finding = learning.finding {
      progress.skippedSteps += 1
      watch(finding, place)
    }
    let facts = stepFacts(learning)
    journal?.note(facts)
    try restoreIfLost(learning.finding, place)
    return facts
  }

  /// What came of a chunk.
  struct Learning {
    var loss: Double
    var norm = Double.nan
    var rate: Double
    /// Why the step was left out.
    var finding: GuardEvent.Finding?
  }

  private func learn(at seconds: Double) -> Learning {
    let key = RandomStream.key(
      seed: settings.training.seed, purpose: RandomPurpose.dropout, counter: UInt64(progress.step))
    learner.clearGradients()
    let loss = learner.step(chunk, randomKey: key)
    let rate =
      progress.rateScale
      * schedule.rate(
        step: progress.step, progress: fraction(at: seconds), reductions: progress.reductions)
    var learning = Learning(loss: loss, rate: rate)
    learning.finding = judge(&learning)
    if learning.finding == nil {
      guarding.noteStep(loss: loss, norm: learning.norm)
      progress.noteLoss(loss)
    } else {
      guarding.noteSkip()
      learner.takeBack()
    }
    return learning
  }

  /// Changes the parameters, unless something speaks against it.
  private func judge(_ learning: inout Learning) -> GuardEvent.Finding? {
    let loss = learning.loss
    guard loss.isFinite else { return .lossNotFinite }
    let lossBound = guarding.lossBound(limits)
    guard loss <= lossBound else { return .lossSpike(loss: loss, bound: lossBound) }
    let norm = optimizer.norm(of: learner.gradients)
    learning.norm = norm
    guard norm.isFinite else { return .gradientNotFinite }
    let normBound = guarding.normBound(limits)
    guard norm <= normBound else { return .gradientSpike(norm: norm, bound: normBound) }
    optimizer.update(
      parameters: learner.parameters, gradients: learner.gradients, norm: norm, rate: learning.rate)
    guard optimizer.wasLastUpdateFinite else { return .updateNotFinite }
    averages?.note(learner.parameters, after: progress.step + 1)
    return nil
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

  /// The facts of the step that was just done.
  private func stepFacts(_ learning: Learning) -> TrainingEvent.Step {
    let done = fraction(at: progress.seconds)
    return TrainingEvent.Step(
      step: progress.step,
      epoch: Double(progress.epoch) + Double(progress.chunk) / Double(stepsPerEpoch),
      loss: learning.loss,
      bitsPerCharacter: learning.loss / Self.natsPerBit * data.symbolsPerCharacter,
      learningRate: learning.rate, gradientNorm: learning.norm,
      symbolsPerSecond: speed.symbolsPerSecond,
      charactersPerSecond: speed.symbolsPerSecond / data.symbolsPerCharacter,
      seconds: progress.seconds,
      secondsLeft: done > 0 ? progress.seconds * (1 - done) / done : .infinity,
      wasSkipped: learning.finding != nil)
  }

  private static var natsPerBit: Double { 0.693_147_180_559_945_3 }
}
