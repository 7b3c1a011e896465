import GeulTraining
import Testing

@Suite struct PatienceTests {
  /// A text that is soon learnt by heart.
  private func run(_ patience: Int?, steps: Int?) throws -> SmallRun {
    try SmallRun(Texts.sentences(300)) {
      $0.patience = patience
      $0.steps = steps
      $0.learningRate = 0.05
      $0.schedule = .plateau
      $0.evaluateEvery = .steps(5)
      $0.validation = 0.2
    }
  }

  @Test(arguments: [1, 3])
  func aRunEndsWhereItGetsNoBetter(patience: Int) throws {
    var losses: [Double] = []
    let outcome = try run(patience, steps: nil).trainer().train { event in
      if case .evaluation(let evaluation) = event { losses.append(evaluation.score.natsPerSymbol) }
    }
    #expect(!outcome.interrupted)
    let (last, before) = (losses.suffix(patience), losses.dropLast(patience))
    let best = try #require(before.min())
    // Better by less than a thousandth of a nat is not better.
    #expect(last.allSatisfy { $0 > best - 0.001 })
    #expect(losses.count > patience)
  }

  @Test func itsEndIsTheirsThatComesFirst() throws {
    #expect(try run(1000, steps: 12).trainer().train().step == 12)
    let patient = try run(2, steps: 4000).trainer().train().step
    #expect(patient < 4000)
  }
}
