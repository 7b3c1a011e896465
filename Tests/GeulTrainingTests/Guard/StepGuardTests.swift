import Glibc
import Testing

@testable import GeulTraining

@Suite struct StepGuardTests {
  private let limits = StepGuard.Limits(vocabulary: 60, symbols: 320, clip: 5)

  /// A guard that has seen a hundred steps of a run that goes well.
  private func experienced(loss: Double = 2, norm: Double = 0.5) -> StepGuard {
    var guarding = StepGuard()
    for step in 0..<100 {
      let swing = 1 + 0.1 * sin(Double(step))
      guarding.noteStep(loss: loss * swing, norm: norm * swing)
    }
    return guarding
  }

  @Test func whatATextMayCostIsNoSpike() {
    for guarding in [StepGuard(), experienced()] {
      // Twice what guessing costs: a model that is sure of itself meets another language.
      #expect(guarding.lossBound(limits) >= 2 * log(60))
      #expect(guarding.lossBound(limits) < 20)
      #expect(guarding.isSound(limits) && !guarding.isLost(limits))
    }
    // A chunk of a single symbol may hold the least expected of all.
    let single = StepGuard.Limits(vocabulary: 60, symbols: 1, clip: 5)
    #expect(experienced().lossBound(single) > 100)
  }

  @Test func gradientsAreComparedOnceThereIsSomethingToCompareWith() {
    #expect(StepGuard().normBound(limits) == .infinity)
    #expect((45..<55).contains(experienced().normBound(limits)))
    #expect(experienced(norm: 4).normBound(limits) > 300)
  }

  @Test func aModelWorseThanGuessingIsLostAfterAWhile() {
    var guarding = StepGuard()
    for step in 1...StepGuard.patience {
      #expect(!guarding.isLost(limits), "step \(step)")
      guarding.noteStep(loss: 5, norm: 1)
    }
    #expect(guarding.isLost(limits) && !guarding.isSound(limits))
    guarding.noteRestoration()
    #expect(!guarding.isLost(limits) && guarding.isSound(limits))
  }

  @Test func skipsInARowAreTooManyAtTheFifth() {
    var guarding = experienced()
    for _ in 1..<StepGuard.mostSkipped {
      guarding.noteSkip()
      #expect(!guarding.hasSkippedTooMany && !guarding.isSound(limits))
    }
    guarding.noteStep(loss: 2, norm: 1)
    #expect(guarding.skippedInARow == 0 && guarding.isSound(limits))
    for _ in 1...StepGuard.mostSkipped { guarding.noteSkip() }
    #expect(guarding.hasSkippedTooMany)
  }

  @Test func restorationsAreForgivenAfterManySoundSteps() {
    var guarding = StepGuard()
    for _ in 1...StepGuard.mostRestorations {
      #expect(!guarding.isAtEnd)
      guarding.noteRestoration()
    }
    #expect(guarding.isAtEnd)
    for _ in 1...(2 * StepGuard.window) { guarding.noteStep(loss: 2, norm: 1) }
    #expect(!guarding.isAtEnd)
  }
}
