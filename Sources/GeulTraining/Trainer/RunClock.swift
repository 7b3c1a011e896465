import GeulWork

/// Seconds that a run has taken, those of earlier sessions included; a monotonic clock.
struct RunClock {
  private let secondsBefore: Double
  private let begun = ContinuousClock.now

  init(secondsBefore: Double) {
    self.secondsBefore = secondsBefore
  }

  /// Seconds until now.
  var seconds: Double {
    secondsBefore + (ContinuousClock.now - begun).inSeconds
  }
}
