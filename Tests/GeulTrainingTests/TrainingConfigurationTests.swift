import GeulCompute
import GeulModel
import GeulStorage
import GeulTraining
import Testing

@Suite struct TrainingConfigurationTests {
  private func read(_ configuration: TrainingConfiguration) throws -> TrainingConfiguration {
    let bytes = configuration.json.serialized(pretty: true)
    return try TrainingConfiguration(try JSONReader(bytes, file: "config.json"))
  }

  @Test func defaultsComeBackFromJSON() throws {
    #expect(try read(TrainingConfiguration()) == TrainingConfiguration())
  }

  @Test(arguments: OptimizerKind.allCases, ScheduleKind.allCases)
  func everySettingComesBackFromJSON(optimizer: OptimizerKind, schedule: ScheduleKind) throws {
    var configuration = TrainingConfiguration()
    configuration.batch = 3
    configuration.sequence = 17
    configuration.chunks = .random
    configuration.epochs = 0.1 + 0.2
    configuration.steps = 12_345
    configuration.minutes = 1e-3
    configuration.optimizer = optimizer
    configuration.learningRate = 1.0 / 3
    configuration.schedule = schedule
    configuration.warmUp = 5
    configuration.clip = 0
    configuration.weightDecay = 1e-9
    configuration.momentum = 0.875
    configuration.precision = .reference
    configuration.prior = .uniform
    configuration.threads = 7
    configuration.seed = .max
    configuration.validation = 0.3
    configuration.test = 0.2
    configuration.evaluateEvery = .steps(11)
    configuration.saveEvery = .steps(13)
    configuration.keep = 4
    configuration.sampleEvery = .seconds(19.5)
    #expect(try read(configuration) == configuration)
  }

  @Test(arguments: CellKind.allCases, [InputEncoding.oneHot, .embedding(9)])
  func settingsComeBackFromAFile(cell: CellKind, input: InputEncoding) throws {
    let temporary = try TemporaryFolder()
    let settings = RunSettings(
      model: .recurrent(
        RecurrentConfiguration(
          cell: cell, activation: .relu, layers: 3, hidden: 5, input: input, vocabulary: 8,
          dropout: 0.1)),
      training: TrainingConfiguration(), corpus: ["글/a b.txt", "-"], validationFiles: ["v\n.txt"],
      testFiles: ["t\"\\"], corpusFingerprint: .max, corpusSymbols: 1 << 40)
    try write(settings.json.serialized(pretty: true), to: temporary.path("config.json"))
    #expect(try RunSettings(checkpoint: temporary.path) == settings)
    var window = settings
    window.model = .window(
      WindowConfiguration(
        window: 11, activation: .sigmoid, layers: 3, hidden: 5, input: input, vocabulary: 8,
        dropout: 0.1))
    try write(window.json.serialized(pretty: true), to: temporary.path("config.json"))
    #expect(try RunSettings(checkpoint: temporary.path) == window)
  }

  /// Runs from before there was a prior began with every symbol as likely as any other.
  @Test func aRunWithoutAPriorBeganUniform() throws {
    let text = String(decoding: TrainingConfiguration().json.serialized(), as: UTF8.self)
    let without = text.replacingOccurrences(of: "\"prior\":\"unigram\",", with: "")
    #expect(without != text)
    let reader = try JSONReader(Array(without.utf8), file: "config.json")
    #expect(try TrainingConfiguration(reader).prior == .uniform)
  }

  /// Runs from before there was a choice carried the state.
  @Test func aRunThatSaysNothingOfItsChunksCarriedTheState() throws {
    let text = String(decoding: TrainingConfiguration().json.serialized(), as: UTF8.self)
    let without = text.replacingOccurrences(of: "\"chunks\":\"carried\",", with: "")
    #expect(without != text)
    let reader = try JSONReader(Array(without.utf8), file: "config.json")
    #expect(try TrainingConfiguration(reader).chunks == .carried)
  }

  @Test func defaultsHaveNoFlaw() {
    #expect(TrainingConfiguration().flaw == nil)
  }

  /// Each change, and the words of its flaw.
  private static let flaws: [(@Sendable (inout TrainingConfiguration) -> Void, String)] = [
    ({ $0.batch = 0 }, "batch must be from 1 to 1099511627776, not 0"),
    ({ $0.sequence = -1 }, "sequence must be from 1 to"),
    (
      {
        $0.batch = 4097
        $0.sequence = 4096
      }, "batch 4097 times sequence 4096"
    ),
    (
      {
        $0.batch = 1 << 40
        $0.sequence = 1 << 40
      }, "batch 1099511627776 times sequence"
    ),
    ({ $0.batch = .max }, "batch must be from 1 to"),
    ({ $0.steps = 0 }, "steps must be from 1 to"),
    ({ $0.epochs = 0 }, "epochs must be above 0"), ({ $0.epochs = .nan }, "epochs must be"),
    ({ $0.epochs = .infinity }, "epochs must be"),
    ({ $0.minutes = -2 }, "minutes must be above 0"),
    ({ $0.learningRate = 0 }, "learning-rate must be above 0"),
    ({ $0.learningRate = .nan }, "learning-rate must be"),
    ({ $0.learningRate = 1e39 }, "learning-rate must be"),
    ({ $0.warmUp = -1 }, "warm-up must be from 0 to"),
    ({ $0.threads = 0 }, "threads must be from 1 to"),
    ({ $0.threads = 1 << 30 }, "threads must be from 1 to 256"),
    ({ $0.evaluateEvery = .steps(0) }, "evaluate-every must be"),
    ({ $0.saveEvery = .steps(0) }, "save-every must be"),
    ({ $0.sampleEvery = .seconds(0) }, "sample-every must be"),
    ({ $0.keep = 0 }, "keep must be"),
    ({ $0.validation = 1 }, "validation must be"), ({ $0.validation = -0.1 }, "validation must be"),
    ({ $0.test = .nan }, "test must be"), ({ $0.momentum = 1 }, "momentum must be"),
    (
      {
        $0.validation = 0.5
        $0.test = 0.5
      }, "leave nothing to train on"
    ),
    ({ $0.clip = -1 }, "clip must be"), ({ $0.clip = .infinity }, "clip must be"),
    ({ $0.weightDecay = -1 }, "weight-decay must be"),
  ]

  @Test(arguments: flaws.indices)
  func flawsAreNamed(index: Int) throws {
    var configuration = TrainingConfiguration()
    Self.flaws[index].0(&configuration)
    let flaw = try #require(configuration.flaw)
    #expect(flaw.contains(Self.flaws[index].1), "\(flaw)")
    let run = try SmallRun(Texts.english)
    var settings = run.settings
    settings.training = configuration
    #expect(throws: TrainingError.self) {
      try Trainer(settings, tokenizer: run.tokenizer, data: run.data)
    }
  }

  @Test func anEndlessRunHasALastStepAllTheSame() throws {
    let run = try SmallRun(Texts.english) {
      $0.epochs = 1e38
      $0.validation = 0
    }
    var diary = Diary()
    let outcome = try run.trainer().train(into: &diary, stoppingAt: 2)
    #expect(outcome.step == 2 && outcome.interrupted)
  }
}
