import GeulModel
import GeulTraining
import Testing

/// What the losses of a run say of the next one.
@Suite struct TrainingAdviceTests {
  /// Losses of training and validation at steps 100, 200, …
  private func curve(_ training: [Double], _ validation: [Double]) -> TrainingCurve {
    TrainingCurve(
      zip(training, validation).enumerated().map { place, losses in
        TrainingCurve.Point(step: 100 * (place + 1), training: losses.0, validation: losses.1)
      })
  }

  @Test(arguments: [
    // Still falling, with and without a gap.
    ([3, 2.5, 2.2, 2.1, 2.0], [2.9, 2.6, 2.3, 2.2, 2.1], TrainingAdvice.Finding.falling, 500),
    ([3, 2.0, 1.6, 1.4, 1.2], [2.9, 2.6, 2.3, 2.2, 2.1], .falling, 500),
    // Falls, and wavers at the end.
    ([3, 2.5, 2.2, 2.1, 2.0], [2.9, 2.6, 2.3, 2.2, 2.21], .falling, 400),
    // Two evaluations tell that it falls, however little.
    ([3, 2.5], [2.9, 2.89], .falling, 200),
    // Rises while training falls, early or late, and although it sinks again at the end.
    ([3, 2.5, 2.0, 1.5, 1.0], [2.9, 2.6, 2.5, 2.6, 2.8], .overfitting, 300),
    ([3, 2.0, 1.0, 0.5, 0.2], [2.5, 3.0, 3.5, 4.0, 4.1], .overfitting, 100),
    ([3, 2.5, 2.0, 1.5, 1.0], [2.9, 2.4, 2.6, 2.8, 2.6], .overfitting, 200),
    // Far above the training loss, and flat.
    ([3, 2.5, 2.0, 1.8, 1.6], [2.9, 2.5, 2.48, 2.47, 2.47], .memorizing, 400),
    // Alike, and flat.
    ([3, 2.5, 2.3, 2.3, 2.3], [2.9, 2.4, 2.4, 2.39, 2.4], .flat, 400),
    // Fell after the middle, and no more in the last quarter.
    ([3, 2.3, 2.3, 2.0, 2.0, 2.0, 2.0], [3, 2.4, 2.4, 2.1, 2.11, 2.11, 2.1], .flat, 400),
    // Both rise.
    ([3, 2.5, 2.7, 2.9, 3.0], [2.9, 2.4, 2.6, 2.8, 2.9], .rising, 200),
    // Nothing left.
    ([1, 0.1, 0.05, 0.04], [1, 0.1, 0.05, 0.04], .learnt, 400),
  ])
  func theCurvesAreRead(
    training: [Double], validation: [Double], finding: TrainingAdvice.Finding, best: Int
  ) throws {
    let advice = try #require(TrainingAdvice(curve(training, validation)))
    #expect(advice.finding == finding)
    #expect(advice.bestStep == best)
    #expect(!advice.message.contains("\n"))
  }

  @Test func nothingIsSaidOfTooLittle() {
    #expect(TrainingAdvice(TrainingCurve()) == nil)
    #expect(TrainingAdvice(curve([3], [2.9])) == nil)
    // Three evaluations, the last of them not the best: it may waver.
    #expect(TrainingAdvice(curve([3, 2.5, 2.4], [2.9, 2.5, 2.6])) == nil)
    #expect(TrainingAdvice(curve([3, .nan], [.infinity, .infinity])) == nil)
  }

  /// A model that knows but frequencies has no use for more units.
  @Test func whoHasButBegunIsToldSo() throws {
    let flat = curve([3, 2.95, 2.95, 2.95], [2.95, 2.94, 2.94, 2.94])
    #expect(TrainingAdvice(flat)?.finding == .flat)
    #expect(TrainingAdvice(flat, unigram: 3.0)?.finding == .begun)
    #expect(TrainingAdvice(flat, unigram: 4.0)?.finding == .flat)
  }

  @Test func theMessageNamesTheFigures() throws {
    let advice = try #require(
      TrainingAdvice(curve([3, 2.5, 2.0, 1.5, 1.0], [2.9, 2.6, 2.5, 2.6, 2.8])))
    for part in ["over-fits since step 300", "2.5 to 2.8", "2.0 to 1.0", "--dropout", "smaller"] {
      #expect(advice.message.contains(part), "\(advice.message)")
    }
  }

  @Test func aLongCurveIsKeptInAFewPoints() {
    var curve = TrainingCurve()
    for step in 1...10_000 {
      let validation = step == 3217 ? 1.5 : 2
      curve.append(TrainingCurve.Point(step: step, training: 1, validation: validation))
    }
    #expect(curve.points.count == 64)
    #expect(curve.points.last?.step == 10_000)
    #expect(curve.points.contains { $0.step == 3217 })
    #expect(curve.points.map(\.step) == curve.points.map(\.step).sorted())
    #expect(curve.points.count { $0.step <= 5000 } >= 16)
  }

  /// A text that is learnt by heart: the run says so, and so does one that was stopped and taken up.
  @Test func aRunThatOverfitsSaysSo() throws {
    let text = Texts.sentences(240, seed: 5)
    let run = try SmallRun(
      text, validationText: Texts.sentences(160, seed: 6),
      model: RecurrentConfiguration(
        cell: .lstm, layers: 1, hidden: 24, input: .embedding(8), vocabulary: 1)
    ) {
      ($0.steps, $0.learningRate, $0.evaluateEvery) = (400, 0.02, .steps(20))
    }
    var diary = Diary()
    let outcome = try run.trainer().train(into: &diary)
    let advice = try #require(outcome.advice)
    #expect([.overfitting, .memorizing].contains(advice.finding), "\(advice.message)")
    #expect(diary.evaluations.count == 20)
  }

  @Test func anEvaluationSaysWhatTheOthersWere() throws {
    let run = try SmallRun(Texts.sentences(600)) {
      ($0.steps, $0.evaluateEvery) = (40, .steps(10))
    }
    let trainer = try run.trainer()
    var (losses, best) = ([Double](), BestEvaluation?.none)
    _ = try trainer.train { event in
      if case .step(let step) = event { losses.append(step.loss) }
      guard case .evaluation(let evaluation) = event else { return }
      let mean = losses.reduce(0, +) / Double(losses.count)
      #expect(abs((evaluation.trainingNatsPerSymbol ?? 0) - mean) < 1e-12)
      #expect(evaluation.previousBest == best)
      losses = []
      if evaluation.isBest {
        best = BestEvaluation(step: evaluation.step, natsPerSymbol: evaluation.score.natsPerSymbol)
      }
    }
    #expect(trainer.progress.curve.points.map(\.step) == [10, 20, 30, 40])
    #expect(trainer.progress.best == best)
  }
}
