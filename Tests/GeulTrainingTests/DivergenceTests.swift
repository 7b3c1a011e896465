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
      $0.steps = 120
      $0.validation = 0
    }
  }

  /// A recurrence without bound overflows after some steps of 40; what it would do to the weights is left out, the model
  /// is taken back at lower and lower rates, and a run that no rate mends is given up.
  @Test(arguments: [1e10, 1e38])
  func anAbsurdLearningRateEndsTheRunAndSparesTheWeights(rate: Double) throws {
    let trainer = try run(rate: rate).trainer()
    let before = trainer.bits
    var events: [GuardEvent] = []
    let error = #expect(throws: TrainingError.self) {
      try trainer.train { if case .guarded(let event) = $0 { events.append(event) } }
    }
    guard case .diverged(let step, let advice) = error else {
      Issue.record("expected divergence, found \(String(describing: error))")
      return
    }
    #expect(step == trainer.progress.step)
    #expect(trainer.progress.skippedSteps == events.filter { $0.action == .skip }.count)
    #expect(trainer.progress.restorations == events.filter { $0.action == .restore }.count)
    #expect(trainer.progress.restorations == 7)
    #expect(advice.contains("learning rate"))
    #expect(trainer.bits == before)
  }

  /// A rate that is high beyond reason, and not beyond mending: the run ends with a model that has learnt something.
  @Test(arguments: [5.0, 100, 1e4])
  func aLowerRateMendsTheRun(rate: Double) throws {
    let trainer = try run(rate: rate, optimizer: .adam).trainer()
    var diary = Diary()
    try trainer.train(into: &diary)
    #expect(trainer.progress.restorations > 0)
    #expect(trainer.progress.rateScale < 0.5)
    #expect(trainer.learner.parameters.elements.allSatisfy { $0.isFinite })
    let last = try #require(diary.losses.last.map(Double.init(bitPattern:)))
    #expect(last < Double.init(bitPattern: diary.losses[0]))
  }

  @Test(arguments: OptimizerKind.allCases)
  func aHighLearningRateNeverMakesWeightsThatAreNotFinite(optimizer: OptimizerKind) throws {
    let trainer = try run(rate: 100, optimizer: optimizer).trainer()
    var diary = Diary()
    do { try trainer.train(into: &diary) } catch is TrainingError {}
    #expect(trainer.learner.parameters.elements.allSatisfy { $0.isFinite })
  }
}
