import GeulTraining
import Testing

@Suite struct PlateauTests {
  /// Replays the evaluations a run told, and expects the rate halved after each two without a best.
  @Test(arguments: [0, 3])
  func theRateIsHalvedAfterTwoEvaluationsWithoutImprovement(warmUp: Int) throws {
    let run = try SmallRun(Texts.sentences(113)) {
      $0.schedule = .plateau
      $0.learningRate = 0.3
      $0.warmUp = warmUp
      $0.steps = 60
      $0.evaluateEvery = .steps(2)
      $0.validation = 0.2
    }
    var (expected, sinceBest, halvings) = (0.3, 0, 0)
    _ = try run.trainer().train { event in
      switch event {
      case .step(let step) where step.step > warmUp:
        #expect(step.learningRate == expected, "step \(step.step)")
      case .evaluation(let evaluation):
        sinceBest = evaluation.isBest ? 0 : sinceBest + 1
        if sinceBest == LearningRateSchedule.plateauPatience {
          sinceBest = 0
          halvings += 1
          expected = max(expected / 2, 0.3 * LearningRateSchedule.floor)
        }
      default: break
      }
    }
    #expect(halvings > 2)
  }
}
