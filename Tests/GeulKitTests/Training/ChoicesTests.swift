import GeulKit
import Testing

/// Choices by the names of flags: what they make, what they refuse, what they would change.
@Suite struct ChoicesTests {
  @Test func nothingChosenIsTheDefault() throws {
    #expect(
      try ModelChoices().configuration(vocabulary: 7)
        == .recurrent(RecurrentConfiguration(vocabulary: 7)))
    #expect(try TrainingChoices().configuration() == TrainingConfiguration())
    #expect(ModelChoices().changes(to: .recurrent(RecurrentConfiguration(vocabulary: 7))) == [])
    #expect(TrainingChoices().changes(to: TrainingConfiguration()) == [])
  }

  @Test(arguments: ModelName.allCases.filter(\.learnsByGradient))
  func everyNameMakesItsModel(name: ModelName) throws {
    var choices = ModelChoices()
    choices.model = name
    choices.layers = 3
    choices.hidden = 17
    choices.embedding = .oneHot
    choices.dropout = 0.25
    let configuration = try choices.configuration(vocabulary: 19)
    #expect(configuration.name == name)
    #expect(configuration.vocabulary == 19)
    #expect(choices.changes(to: configuration) == [])
    choices.hidden = 18
    choices.layers = 1
    #expect(choices.changes(to: configuration) == ["--layers", "--hidden"])
  }

  @Test func countingHasChoicesOfItsOwn() throws {
    var choices = ModelChoices()
    choices.model = .ngram
    choices.order = 3
    choices.smoothing = .addK
    choices.pseudocount = 0.5
    let configuration = try choices.configuration(vocabulary: 19)
    #expect(
      configuration
        == .ngram(
          NGramConfiguration(order: 3, smoothing: .addK, pseudocount: 0.5, vocabulary: 19)))
    #expect(choices.changes(to: configuration) == [])
    choices.order = 4
    #expect(choices.changes(to: configuration) == ["--order"])
    choices.smoothing = .wittenBell
    #expect(throws: RequestError.self) { try choices.configuration(vocabulary: 19) }
    choices.pseudocount = nil
    choices.order = 32
    #expect(throws: RequestError.self) { try choices.configuration(vocabulary: 19) }
  }

  /// What an n-gram model would ignore, and what would ignore its choices.
  @Test(arguments: ["layers", "hidden", "embedding", "dropout", "activation"])
  func sizesBelongToGradients(flag: String) throws {
    var choices = ModelChoices()
    choices.model = .ngram
    switch flag {
    case "layers": choices.layers = 2
    case "hidden": choices.hidden = 2
    case "embedding": choices.embedding = .oneHot
    case "dropout": choices.dropout = 0.1
    default: choices.activation = .tanh
    }
    let error = #expect(throws: RequestError.self) { try choices.configuration(vocabulary: 5) }
    #expect(error?.description.hasPrefix("--\(flag) belongs to ") == true)
    #expect(error?.description.contains("ngram") == true)
    #expect(error?.kind == .wrongUsage)
  }

  @Test func anOrderBelongsToNGrams() throws {
    var choices = ModelChoices()
    choices.order = 2
    let error = #expect(throws: RequestError.self) { try choices.configuration(vocabulary: 5) }
    #expect(
      error?.description
        == "--order belongs to --model ngram, and the model is lstm; leave it out, or choose --model ngram"
    )
  }

  /// A choice that a model would ignore is refused, and the message says whose it is.
  @Test(arguments: [ModelName.lstm, .gru])
  func anActivationBelongsToNetworksWithoutGates(name: ModelName) throws {
    var choices = ModelChoices()
    choices.model = name
    choices.activation = .relu
    let error = #expect(throws: RequestError.self) { try choices.configuration(vocabulary: 5) }
    #expect(error?.kind == .wrongUsage)
    for part in ["--activation", "--model rnn", name.rawValue] {
      #expect(error?.description.contains(part) == true)
    }
    for owner in [ModelName.rnn, .window] {
      choices.model = owner
      _ = try choices.configuration(vocabulary: 5)
    }
  }

  @Test(arguments: [ModelName.lstm, .gru, .rnn])
  func aWindowBelongsToTheModelThatHasOne(name: ModelName) throws {
    var choices = ModelChoices()
    choices.model = name
    choices.window = 5
    let error = #expect(throws: RequestError.self) { try choices.configuration(vocabulary: 5) }
    #expect(error?.kind == .wrongUsage)
    for part in ["--window", "--model window", name.rawValue] {
      #expect(error?.description.contains(part) == true)
    }
    choices.model = .window
    let configuration = try choices.configuration(vocabulary: 5)
    #expect(configuration == .window(WindowConfiguration(window: 5, vocabulary: 5)))
    #expect(choices.changes(to: configuration) == [])
    choices.window = 6
    #expect(choices.changes(to: configuration) == ["--window"])
  }

  @Test func sizesThatNoWindowHasAreRefused() {
    for window in [0, 4_097] {
      var choices = ModelChoices()
      (choices.model, choices.window) = (.window, window)
      let error = #expect(throws: RequestError.self) { try choices.configuration(vocabulary: 5) }
      #expect(error?.description.contains("--window must be 1 to 4096, not \(window)") == true)
    }
  }

  @Test(arguments: OptimizerKind.allCases)
  func decayAndMomentumBelongToTheirOptimizers(optimizer: OptimizerKind) throws {
    var decay = TrainingChoices()
    (decay.optimizer, decay.weightDecay) = (optimizer, 0.1)
    var momentum = TrainingChoices()
    (momentum.optimizer, momentum.momentum) = (optimizer, 0.5)
    for (choices, owner, flag) in [
      (decay, OptimizerKind.adamw, "--weight-decay"), (momentum, .sgd, "--momentum"),
    ] {
      if optimizer == owner {
        _ = try choices.configuration()
        continue
      }
      let error = #expect(throws: RequestError.self) { try choices.configuration() }
      #expect(error?.kind == .wrongUsage)
      #expect(error?.description.contains(flag) == true)
      #expect(error?.description.contains("--optimizer \(owner.rawValue)") == true)
    }
  }

  /// Of a run that is resumed it is the run's own optimizer that counts.
  @Test func theRunsOptimizerCounts() throws {
    var base = TrainingConfiguration()
    base.optimizer = .sgd
    var choices = TrainingChoices()
    choices.momentum = base.momentum
    #expect(try choices.configuration(over: base) == base)
    #expect(choices.changes(to: base) == [])
    choices.momentum = 0.5
    #expect(choices.changes(to: base) == ["--momentum"])
  }

  @Test func anEndTakesThePlaceOfTheEndsBefore() throws {
    var base = TrainingConfiguration()
    (base.epochs, base.minutes) = (3, 2)
    var choices = TrainingChoices()
    choices.steps = 50
    let found = try choices.configuration(over: base)
    #expect(found.steps == 50 && found.epochs == nil && found.minutes == nil)
  }

  @Test func seedsThatJSONCannotHoldAreRefused() {
    var choices = TrainingChoices()
    choices.seed = TrainingChoices.mostSeed + 1
    #expect(throws: RequestError.self) { try choices.configuration() }
  }

  @Test func textChoicesThatContradictAVocabularyAreNamed() throws {
    let tokenizer = Tokenizer(form: .nfc, vocabulary: .bytes)
    var choices = TextChoices()
    choices.units = .byte
    choices.normalize = .nfd
    let text = TextSettings()
    #expect(try choices.changes(to: text, tokenizer) == ["--normalize"])
    choices.encoding = "no-such-encoding"
    #expect(throws: TextError.self) { try choices.check() }
  }
}
