import GeulModel
import GeulText
import GeulTraining
import Testing

@Suite struct TrainingDataTests {
  /// The loss before and after some steps on a text too small for much.
  @Test(arguments: ["aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "aa", "글!", "종이배"])
  func aTinyTextTrains(text: String) throws {
    let run = try SmallRun(text) {
      $0.batch = 64
      $0.sequence = 64
      $0.steps = 40
      $0.validation = 0
    }
    var diary = Diary()
    let outcome = try run.trainer().train(into: &diary)
    #expect(outcome.step == 40 && diary.notices.isEmpty)
    let losses = diary.losses.map(Double.init(bitPattern:))
    #expect(losses.allSatisfy { $0.isFinite })
    #expect(losses[39] < losses[0])
  }

  @Test(arguments: [("a", 0.0), ("", 0), ("글자", 0.5), ("abcde", 0.8)])
  func aTextOfOneSymbolToTrainOnIsRefused(text: String, validation: Double) {
    let error = #expect(throws: TrainingError.self) {
      try SmallRun(text) { $0.validation = validation }
    }
    let left = min(1, text.unicodeScalars.count)
    #expect(
      error?.description.hasPrefix(
        "expected at least 2 symbols to train on, found \(left) of \(text.unicodeScalars.count)")
        == true)
  }

  @Test func validationIsCutFromTheEndOfTheCorpus() throws {
    let run = try SmallRun(String(repeating: "각ab\n", count: 25)) {
      $0.validation = 0.2
      $0.test = 0.1
    }
    #expect(run.data.train == 0..<70)
    #expect(run.data.validation?.range == 70..<90)
    #expect(run.data.validationScalars == 20)
  }

  @Test func aTextOfItsOwnIsTakenWholeForValidation() throws {
    let run = try SmallRun(Texts.english, validationText: Texts.korean) {
      $0.validation = 0.5
      $0.steps = 3
    }
    let count = Texts.korean.unicodeScalars.count
    #expect(run.data.train == 0..<Texts.english.unicodeScalars.count)
    #expect(run.data.validation?.range == 0..<count)
    #expect(run.data.validationScalars == count)
    var scored: [(Int, Double, Double)] = []
    _ = try run.trainer().train { event in
      if case .evaluation(let evaluation) = event {
        #expect(evaluation.split == .validation)
        scored.append(
          (
            evaluation.score.symbols, evaluation.score.bitsPerSymbol, evaluation.bitsPerCharacter
          ))
      }
    }
    #expect(scored.last?.0 == count)
    #expect(abs(scored[0].1 - scored[0].2) < 1e-12)
  }

  @Test func withoutValidationNothingIsScored() throws {
    let run = try SmallRun(Texts.english) {
      $0.validation = 0
      $0.steps = 4
      $0.evaluateEvery = .steps(2)
    }
    #expect(run.data.validation == nil)
    var diary = Diary()
    let outcome = try run.trainer().train(into: &diary)
    #expect(diary.evaluations.isEmpty && outcome.best == nil)
  }
}
