import GeulStorage

/// What a trainer remembers of its saves: what waits, what failed, and when to try again.
struct SavingPlan {
  /// What writes.
  let saver = CheckpointSaver()
  /// What is to be written when that is done.
  var waiting: TrainingSnapshot?
  /// What is being written.
  var writing: [TrainingSnapshot] = []
  /// The state of the best evaluation, kept in case the folder is lost.
  var best: TrainingSnapshot?
  /// Whether ``best`` could not be written yet.
  var owesBest = false
  /// Whether a save is due that was put off.
  var isOwed = false
  /// Whether it was told that one was put off since the one before takes so long.
  var hasToldOfDelay = false
  /// The failures since the last success.
  private(set) var failures = 0
  /// When to try again, on the run's clock.
  private(set) var retryAt = 0.0

  /// The first and the longest wait after a failure, in seconds.
  private static let waits = 5.0...300.0

  /// A save failed: the next attempt is put off, each time for twice as long.
  mutating func noteFailure(at seconds: Double) {
    retryAt =
      seconds
      + min(
        Self.waits.lowerBound * Double(1 << min(failures, 10)), Self.waits.upperBound)
    failures += 1
    isOwed = true
  }

  /// A save succeeded.
  mutating func noteSuccess() { failures = 0 }

  /// Whether saving may be tried.
  func mayTry(at seconds: Double) -> Bool { failures == 0 || seconds >= retryAt }
}
