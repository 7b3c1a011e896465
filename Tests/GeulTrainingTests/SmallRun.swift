import GeulCompute
import GeulLanguage
import GeulModel
import GeulStorage
import GeulText
import GeulTraining
import GeulWork

/// A text and small settings, from which trainers are made.
struct SmallRun: Sendable {
  let tokenizer: Tokenizer
  let data: TrainingData
  let settings: RunSettings

  /// A run over `text` on one worker in fp32; `change` adjusts the settings.
  init(
    _ text: String, validationText: String? = nil, model: RecurrentConfiguration = .small(),
    change: (inout TrainingConfiguration) -> Void = { _ in }
  ) throws {
    try self.init(
      text, validationText: validationText, anyModel: .recurrent(model), change: change)
  }

  /// The same of any kind of model.
  init(
    _ text: String, validationText: String? = nil, anyModel: ModelConfiguration,
    change: (inout TrainingConfiguration) -> Void = { _ in }
  ) throws {
    var training = TrainingConfiguration()
    training.batch = 3
    training.sequence = 5
    training.threads = 1
    training.learningRate = 0.01
    change(&training)
    tokenizer = Tokenizer(learning: text + (validationText ?? ""))
    let tokens = tokenizer.tokens(of: text)
    data = try TrainingData(
      corpus: tokens, tokenizer: tokenizer, validation: training.validation, test: training.test,
      validationText: validationText.map(tokenizer.tokens))
    var model = anyModel
    model.vocabulary = tokenizer.symbolCount
    settings = RunSettings(
      model: model, training: training, corpus: ["corpus.txt"],
      corpusFingerprint: tokens.fingerprint, corpusSymbols: tokens.count)
  }

  /// A trainer of a new model.
  func trainer(_ folder: RunFolder? = nil) throws -> Trainer {
    try Trainer(settings, tokenizer: tokenizer, data: data, run: folder)
  }

  /// A trainer made of nothing but what the checkpoint holds and the text, as a new process would.
  static func resumed(from checkpoint: String, text: String, in folder: RunFolder) throws -> Trainer
  {
    let settings = try RunSettings(checkpoint: checkpoint)
    let path = checkpoint + "/tokenizer.json"
    let tokenizer = try Tokenizer(json: try contents(of: path), file: path)
    let data = try TrainingData(
      corpus: tokenizer.tokens(of: text), tokenizer: tokenizer,
      validation: settings.training.validation, test: settings.training.test)
    let model = try CheckpointFolder(checkpoint).model(settings.model)
    let trainer = try Trainer(
      settings, tokenizer: tokenizer, data: data, run: folder, model: model)
    try trainer.resume(from: checkpoint)
    return trainer
  }
}

extension RecurrentConfiguration {
  /// Two small layers whose sizes all differ; the vocabulary is set by the run.
  static func small(_ cell: CellKind = .lstm, dropout: Float = 0) -> RecurrentConfiguration {
    RecurrentConfiguration(
      cell: cell, layers: 2, hidden: 7, input: .embedding(4), vocabulary: 1, dropout: dropout)
  }
}

extension ModelConfiguration {
  /// A small model of this name, two layers whose sizes all differ.
  static func small(_ name: ModelName, dropout: Float = 0) -> ModelConfiguration {
    switch name {
    case .lstm: .recurrent(.small(.lstm, dropout: dropout))
    case .gru: .recurrent(.small(.gru, dropout: dropout))
    case .rnn: .recurrent(.small(.rnn, dropout: dropout))
    case .window:
      // More symbols than a chunk has steps.
      .window(
        WindowConfiguration(
          window: 6, layers: 2, hidden: 7, input: .embedding(4), vocabulary: 1, dropout: dropout))
    case .ngram: .ngram(NGramConfiguration(order: 3, vocabulary: 1))
    }
  }
}

extension Trainer {
  /// The bits of what the model has learnt.
  var bits: [UInt32] { learner.parameters.bits }
}

extension Tokenizer {
  /// A tokenizer of the scalars of a text.
  init(learning text: String) {
    var frequencies: [UInt32: Int] = [:]
    for scalar in text.unicodeScalars { frequencies[scalar.value, default: 0] += 1 }
    let sorted = frequencies.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    self.init(
      form: .none, vocabulary: Vocabulary(scalars: sorted.map(\.key), unknown: .symbol))
  }

  /// The ids of a text.
  func tokens(of text: String) -> TokenSequence {
    TokenSequence(encode(text).ids, symbolCount: symbolCount)
  }
}

extension FloatBuffer {
  /// What makes two buffers the same to the bit.
  var bits: [UInt32] { elements.map(\.bitPattern) }
}

/// What a trainer told, in parts that can be compared.
struct Diary: Equatable {
  var losses: [UInt64] = []
  var rates: [UInt64] = []
  var evaluations: [String] = []
  var notices: [String] = []
  var checkpoints: [Int] = []

  mutating func note(_ event: TrainingEvent) {
    switch event {
    case .step(let step):
      losses.append(step.loss.bitPattern)
      rates.append(step.learningRate.bitPattern)
    case .evaluation(let evaluation):
      evaluations.append(
        "\(evaluation.step) \(evaluation.score.nats.bitPattern) \(evaluation.isBest)")
    case .notice(let text): notices.append(text)
    case .checkpoint(let step, _): checkpoints.append(step)
    case .guarded(let event): notices.append(event.description)
    case .start, .counting, .sample, .finished: break
    }
  }
}

extension Trainer {
  /// Trains and writes what it tells into `diary`; a stop is requested at step `stop`.
  @discardableResult
  func train(into diary: inout Diary, stoppingAt stop: Int? = nil) throws -> TrainingOutcome {
    let request = StopRequest()
    return try train(stop: request) { event in
      diary.note(event)
      if case .step(let step) = event, step.step == stop { request.request() }
    }
  }
}
