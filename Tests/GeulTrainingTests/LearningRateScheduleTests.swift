import GeulTraining
import Testing

@Suite struct LearningRateScheduleTests {
  /// At height 0.8; the cosine goes from 0.8 to 0.04, so it is 0.42 in the middle.
  @Test(arguments: [
    (ScheduleKind.constant, 0.0, 0, 0.8), (.constant, 0.7, 9, 0.8), (.constant, 1, 0, 0.8),
    (.cosine, 0, 0, 0.8), (.cosine, 0.5, 0, 0.42), (.cosine, 1, 0, 0.04), (.cosine, 1.5, 0, 0.04),
    // 0.04 + 0.76 (1 + cos 60°) / 2 = 0.61
    (.cosine, 1.0 / 3, 3, 0.61), (.cosine, -1, 0, 0.8),
    (.wsd, 0, 0, 0.8), (.wsd, 0.4, 0, 0.8), (.wsd, 0.7, 2, 0.4), (.wsd, 1, 0, 0), (.wsd, 2, 0, 0),
    (.step, 0, 0, 0.8), (.step, 0.4999, 0, 0.8), (.step, 0.5, 0, 0.4), (.step, 0.6, 0, 0.2),
    (.step, 0.75, 0, 0.1), (.step, 0.95, 0, 0.025), (.step, 1, 0, 0.0125),
    (.plateau, 0.9, 0, 0.8), (.plateau, 0, 1, 0.4), (.plateau, 0, 3, 0.1), (.plateau, 0, 4, 0.05),
    (.plateau, 0, 5, 0.04), (.plateau, 0, 400, 0.04),
  ])
  func isAFunctionOfProgress(
    kind: ScheduleKind, progress: Double, reductions: Int, expected: Double
  ) {
    let schedule = LearningRateSchedule(kind: kind, rate: 0.8)
    for step in [0, 1, 1000] {
      let rate = schedule.rate(step: step, progress: progress, reductions: reductions)
      #expect(abs(rate - expected) < 1e-12)
    }
  }

  @Test(arguments: ScheduleKind.allCases)
  func climbsInEqualStepsFromAboveZero(kind: ScheduleKind) {
    let schedule = LearningRateSchedule(kind: kind, rate: 0.8, warmUp: 4)
    let rates = (0..<6).map { schedule.rate(step: $0, progress: 0, reductions: 0) }
    for (rate, expected) in zip(rates, [0.2, 0.4, 0.6, 0.8, 0.8, 0.8]) {
      #expect(abs(rate - expected) < 1e-12)
    }
  }
}
