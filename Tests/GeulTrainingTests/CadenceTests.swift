import GeulStorage
import GeulTraining
import Testing

@Suite struct CadenceTests {
  @Test(arguments: [
    ("500", Cadence.steps(500)), ("60s", .seconds(60)), ("5m", .seconds(300)),
    ("2h", .seconds(7200)), ("1.5s", .seconds(1.5)), ("0", .steps(0)), ("-3", .steps(-3)),
    // Below zero, to be refused by its flaw.
    ("-5m", .seconds(-300)),
  ])
  func stepsAndTimesAreRead(text: String, expected: Cadence) {
    #expect(Cadence(text) == expected)
  }

  @Test(arguments: ["", "s", "60 s", "5min", "1e400s", "nans", "--5m", "5d", "٥s", "m5"])
  func anythingElseIsRefused(text: String) {
    #expect(Cadence(text) == nil)
  }

  @Test(arguments: [Cadence.steps(7), .seconds(60), .seconds(0.25)])
  func whatIsWrittenIsReadAgain(cadence: Cadence) throws {
    #expect(Cadence(cadence.description) == cadence)
    var configuration = TrainingConfiguration()
    configuration.evaluateEvery = cadence
    let reader = try JSONReader(configuration.json.serialized(), file: "config.json")
    #expect(try TrainingConfiguration(reader).evaluateEvery == cadence)
  }

  /// A run of 40 steps that is asked nothing evaluates by its length, and saves what is best and last.
  @Test func theDefaultSuitsTheLength() throws {
    let run = try SmallRun(Texts.sentences(300)) { $0.steps = 40 }
    var diary = Diary()
    try run.trainer().train(into: &diary)
    #expect(diary.evaluations.map { $0.split(separator: " ")[0] } == ["10", "20", "30", "40"])
  }

  /// By the clock something is due again only when its time has passed, and only after a step.
  @Test func timesPassOnTheRunsClock() throws {
    let run = try SmallRun(Texts.sentences(300)) {
      $0.steps = 30
      $0.evaluateEvery = .seconds(1e-9)
      $0.sampleEvery = .seconds(1000)
    }
    let trainer = try run.trainer()
    trainer.makeSample = { _, _ in "" }
    var (evaluations, samples) = (0, 0)
    _ = try trainer.train {
      if case .evaluation = $0 { evaluations += 1 }
      if case .sample = $0 { samples += 1 }
    }
    #expect(evaluations == 30)
    #expect(samples == 0)
  }
}
