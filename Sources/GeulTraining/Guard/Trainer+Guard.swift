import GeulCompute
import GeulModel
import GeulStorage

/// What a trainer does where its guard finds something.
extension Trainer {
  /// Where the guard's event was read from.
  typealias ChunkPlace = (epoch: Int, chunk: Int)

  /// What the guard did since this was asked last; `train` tells it as events.
  public func takeGuardEvents() -> [GuardEvent] {
    defer { guardEvents = [] }
    return guardEvents
  }

  /// Keeps the state that a model that gets lost is taken back to, once in a session.
  func beginGuarding() {
    if soundState == nil { soundState = takeSnapshot() }
    // What was copied is known to be sound once a chunk has been read by it.
    if let candidate, guarding.isSound(limits), candidate.progress.step < progress.step {
      soundState = candidate
      self.candidate = nil
    }
  }

  /// Notes that a step was left out.
  func watch(_ finding: GuardEvent.Finding, _ place: ChunkPlace) {
    note(.skip, finding, place)
  }

  /// Takes the model back where it is beyond help by itself.
  func restoreIfLost(
    _ finding: GuardEvent.Finding?, _ place: ChunkPlace
  ) throws(TrainingError) {
    if finding == .updateNotFinite {
      try restore(.updateNotFinite, place)
    } else if guarding.hasSkippedTooMany {
      try restore(.skippedTooMany(steps: guarding.skippedInARow), place)
    } else if progress.step > settings.training.warmUp, guarding.isLost(limits),
      let loss = guarding.medianLoss
    {
      try restore(.worseThanGuessing(loss: loss, guessing: limits.guessing), place)
    }
  }

  private func restore(
    _ finding: GuardEvent.Finding, _ place: ChunkPlace
  ) throws(TrainingError) {
    guard let soundState else { return }
    soundState.restore(learner, optimizer, averages)
    candidate = nil
    let isAtEnd = guarding.isAtEnd
    // By ½, ¼, ⅛ …: a rate that is a thousand times too high is found in a few attempts.
    progress.rateScale *= 1 / Double(2 << guarding.restorationsInARow)
    progress.restorations += 1
    guarding.noteRestoration()
    note(.restore, finding, place)
    if isAtEnd {
      throw .diverged(step: progress.step, advice: divergenceAdvice)
    }
  }

  /// What to do about a run that diverges.
  var divergenceAdvice: String {
    let training = settings.training
    var advice = "use a lower learning rate than \(training.learningRate)"
    if training.clip == 0 { advice += ", or --clip 5" }
    if training.optimizer == .adamw && training.weightDecay > 1 {
      advice +=
        ", or a lower weight decay than \(JSONLine.rounded(training.weightDecay, digits: 4))"
    }
    return advice
  }

  private func note(
    _ action: GuardEvent.Action, _ finding: GuardEvent.Finding, _ place: ChunkPlace
  ) {
    let lane = costliestLane
    let event = GuardEvent(
      step: progress.step, action: action, finding: finding,
      place: GuardEvent.Place(
        epoch: place.epoch, chunk: place.chunk, lane: lane,
        symbols: reader.symbols(ofLane: lane, place.chunk, epoch: place.epoch)),
      rateScale: progress.rateScale)
    journal?.note(event)
    guardEvents.append(event)
  }

  /// The lane whose targets cost most in the last chunk, or the first that cost no finite number.
  private var costliestLane: Int {
    learner.withLosses { losses in
      var (costliest, most) = (0, -Float.infinity)
      for lane in 0..<chunk.lanes {
        var sum: Float = 0
        for step in 0..<chunk.steps { sum += losses[step * chunk.lanes + lane] }
        guard sum.isFinite else { return lane }
        if sum > most { (costliest, most) = (lane, sum) }
      }
      return costliest
    }
  }

  /// What the guard needs to know of the run.
  var limits: StepGuard.Limits {
    StepGuard.Limits(
      vocabulary: settings.model.vocabulary, symbols: reader.lanes * reader.steps,
      clip: settings.training.clip)
  }
}
