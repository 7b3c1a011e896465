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

  /// Flags given that would change what a resumed run computes.
  var flagsFixedByResume: [String] {
    let given: [(String, Bool)] = [
      ("model", model != nil), ("layers", layers != nil), ("hidden", hidden != nil),
      ("embedding", embedding != nil), ("activation", activation != nil),
      ("dropout", dropout != nil), ("units", units != nil), ("normalize", normalize != nil),
      ("validation", validation != nil), ("test", test != nil),
      ("validation-file", validationFile != nil), ("test-file", testFile != nil),
      ("batch", batch != nil), ("sequence", sequence != nil), ("optimizer", optimizer != nil),
      ("schedule", schedule != nil), ("warmup", warmup != nil),
      ("weight-decay", weightDecay != nil), ("momentum", momentum != nil),
      ("precision", precision != nil), ("seed", seed != nil),
    ]
    return given.filter(\.1).map { "--" + $0.0 }
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
    let configuration = ModelConfiguration(
      cell: model ?? .lstm, activation: activation ?? .tanh, layers: layers ?? 2,
      hidden: hidden ?? 256, input: embedding ?? .embedding(64), vocabulary: vocabulary,
      dropout: dropout ?? 0)
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
