import GeulModel
import GeulTraining
import Testing

@Suite struct DivergenceTests {
  private func run(rate: Double, optimizer: OptimizerKind = .sgd) throws -> SmallRun {
    var model = RecurrentConfiguration.small(.rnn)
    model.activation = .relu
    return try SmallRun(Texts.sentences(900), model: model) {
      $0.sequence = 40
      $0.optimizer = optimizer
      $0.learningRate = rate
      $0.clip = 0
      $0.steps = 60
      $0.validation = 0
    }
  }

  /// A recurrence without bound overflows after some steps of 40; what it would do to the weights is
  /// left out each time, until it is plain that nothing else will come.
  @Test(arguments: [1e4, 1e10, 1e38])
  func anAbsurdLearningRateEndsTheRunAndSparesTheWeights(rate: Double) throws {
    let trainer = try run(rate: rate).trainer()
    var diary = Diary()
    let error = #expect(throws: TrainingError.self) { try trainer.train(into: &diary) }
    guard case .diverged(let step, let advice) = error else {
      Issue.record("expected divergence, found \(String(describing: error))")
      return
    }
    #expect(diary.notices.count >= 10)
    #expect(step == trainer.progress.step)
    #expect(trainer.progress.skippedSteps == diary.notices.count)
    #expect(advice.contains("learning rate"))
    #expect(trainer.learner.parameters.elements.allSatisfy { $0.isFinite })
  }

  @Test(arguments: OptimizerKind.allCases)
  func aHighLearningRateNeverMakesWeightsThatAreNotFinite(optimizer: OptimizerKind) throws {
    let trainer = try run(rate: 100, optimizer: optimizer).trainer()
    var diary = Diary()
    do { try trainer.train(into: &diary) } catch is TrainingError {}
    #expect(trainer.learner.parameters.elements.allSatisfy { $0.isFinite })
  }
}
