import GeulCompute
import GeulWork

/// Whether a network remembers in a task over a delay: the share that is right, after training at that delay.
public struct DelayResult: Sendable, Equatable {
  /// What was to be remembered.
  public let task: MemoryTask
  /// The network.
  public let variant: RecurrenceVariant
  /// Blanks between.
  public let delay: Int
  /// The share right.
  public let accuracy: Double
  /// Seconds of training.
  public let seconds: Double
  /// Steps of training.
  public let steps: Int

  /// The share from which a delay is solved.
  public static let solved = 0.95

  /// A network of `hidden` units, trained at the delay until it has mastered it, at most for so many seconds.
  ///
  /// Throws `WorkStopped`.
  public init(
    _ task: MemoryTask, _ variant: RecurrenceVariant, hidden: Int, delay: Int,
    seconds most: Double, seed: UInt64, pool: WorkerPool, stop: StopRequest = StopRequest(),
    progress: (Double) -> Void = { _ in }
  ) throws {
    let learner = DelayLearner(
      task, variant, hidden: hidden, delay: delay, seed: seed, pool: pool)
    let start = ContinuousClock.now
    var elapsed = 0.0
    repeat {
      try stop.check()
      learner.step()
      elapsed = (ContinuousClock.now - start).inSeconds
      progress(min(1, elapsed / max(most, 1e-9)))
    } while elapsed < most && !learner.hasMastered
    self.init(
      task: task, variant: variant, delay: delay, accuracy: learner.accuracy(), seconds: elapsed,
      steps: learner.steps)
  }

  /// What was found before.
  package init(
    task: MemoryTask, variant: RecurrenceVariant, delay: Int, accuracy: Double, seconds: Double,
    steps: Int
  ) {
    (self.task, self.variant, self.delay) = (task, variant, delay)
    (self.accuracy, self.seconds, self.steps) = (accuracy, seconds, steps)
  }
}
