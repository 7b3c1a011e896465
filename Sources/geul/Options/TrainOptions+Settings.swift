import ArgumentParser
import GeulKit

extension TrainOptions {
  /// These options with those of `--config` filled in below them. `arguments` are the command's own.
  func withConfiguration(_ arguments: [String]) throws -> TrainOptions {
    guard let config else { return self }
    let file = try ConfigurationFile(path: config, flags: Self.flags, switches: Self.switches)
    do { _ = try TrainOptions.parse(file.arguments) } catch {
      throw Failure(.badData, "\(config): \(TrainOptions.message(for: error))")
    }
    return try TrainOptions.parse(file.arguments + arguments)
  }

  /// Flags given that would change what the run of these settings computes, had it gone on by itself.
  func flagsChanging(_ settings: RunSettings, tokenizer: Tokenizer) throws -> [String] {
    guard case .recurrent(let model) = settings.model else { return [] }
    let training = settings.training
    func changes<Value: Equatable>(_ given: Value?, _ value: Value) -> Bool {
      given.map { $0 != value } ?? false
    }
    let changed: [(String, Bool)] = [
      ("model", changes(self.model, model.cell)), ("layers", changes(layers, model.layers)),
      ("hidden", changes(hidden, model.hidden)), ("embedding", changes(embedding, model.input)),
      ("activation", changes(activation, model.activation)),
      ("dropout", changes(dropout, model.dropout)),
      ("validation", changes(validation, training.validation)),
      ("test", changes(test, training.test)),
      (
        "validation-file",
        changes(validationFile.map { [absolutePath($0)] }, settings.validationFiles)
      ),
      ("test-file", changes(testFile.map { [absolutePath($0)] }, settings.testFiles)),
      ("batch", changes(batch, training.batch)), ("sequence", changes(sequence, training.sequence)),
      ("optimizer", changes(optimizer, training.optimizer)),
      ("schedule", changes(schedule, training.schedule)),
      ("warmup", changes(warmup, training.warmUp)),
      ("weight-decay", changes(weightDecay, training.weightDecay)),
      ("momentum", changes(momentum, training.momentum)), ("prior", changes(prior, training.prior)),
      ("seed", changes(seed, training.seed)),
      // `auto` is what the run's beginning has decided.
      (
        "precision",
        changes(precision.flatMap { $0 == .auto ? nil : $0.rawValue }, training.precision.rawValue)
      ),
    ]
    return try text.flagsChanging(settings.text, tokenizer)
      + changed.filter(\.1).map { "--" + $0.0 }
  }

  /// The training settings, over `base`.
  func training(over base: TrainingConfiguration) throws -> TrainingConfiguration {
    var result = base
    result.batch = batch ?? result.batch
    result.sequence = sequence ?? result.sequence
    if epochs != nil || steps != nil || minutes != nil {
      (result.epochs, result.steps, result.minutes) = (epochs, steps, minutes)
    }
    result.optimizer = optimizer ?? result.optimizer
    result.learningRate = learningRate ?? result.learningRate
    result.schedule = schedule ?? result.schedule
    result.warmUp = warmup ?? result.warmUp
    result.clip = clip ?? result.clip
    result.weightDecay = weightDecay ?? result.weightDecay
    result.momentum = momentum ?? result.momentum
    result.prior = prior ?? result.prior
    result.threads = threads ?? result.threads
    result.seed = seed ?? result.seed
    result.validation = validation ?? result.validation
    result.test = test ?? result.test
    result.evaluateEvery = evaluateEvery ?? result.evaluateEvery
    result.saveEvery = saveEvery ?? result.saveEvery
    result.keep = keep ?? result.keep
    result.sampleEvery = sampleEvery ?? result.sampleEvery
    try Seed.check(result.seed)
    if let flaw = result.flaw { throw Failure.usage("--\(flaw)") }
    return result
  }

  /// The model's configuration for a vocabulary of `vocabulary` symbols.
  func modelConfiguration(vocabulary: Int) throws -> ModelConfiguration {
    let configuration = ModelConfiguration.recurrent(
      RecurrentConfiguration(
        cell: model ?? .lstm, activation: activation ?? .tanh, layers: layers ?? 2,
        hidden: hidden ?? 256, input: embedding ?? .embedding(64), vocabulary: vocabulary,
        dropout: dropout ?? 0))
    if let flaw = configuration.flaw { throw Failure.usage("--\(flaw)") }
    return configuration
  }

  /// The run's folder: as given, or named after the corpus.
  func runFolder() throws -> String {
    if let out { return out }
    guard let first = corpus.first else {
      throw Failure.usage("expected a corpus or --out; see: geul train --help")
    }
    if first == CorpusSource.standardInput { return "checkpoints/stdin" }
    var name = first.split(separator: "/").last.map(String.init) ?? "corpus"
    if let dot = name.lastIndex(of: "."), dot > name.startIndex { name = String(name[..<dot]) }
    return "checkpoints/" + name
  }
}
