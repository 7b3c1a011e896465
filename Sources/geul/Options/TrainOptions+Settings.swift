import ArgumentParser
import GeulKit

extension TrainOptions {
  /// These options with those of `--config` filled in below them, and where the file has them. `arguments` are the
  /// command's own.
  func withConfiguration(_ arguments: [String]) throws -> (TrainOptions, ConfigurationKeys?) {
    guard let config else { return (self, nil) }
    let file = try ConfigurationFile(
      path: config, flags: Self.flags, switches: Self.switches, aliases: Self.aliases)
    try Self.check(file.arguments, of: config, table: "")
    let tables = file.modelArguments.sorted { $0.key.rawValue < $1.key.rawValue }
    for (model, own) in tables { try Self.check(own, of: config, table: "[\(model.rawValue)] ") }
    var places = Self.places(of: file.arguments, table: "")
    let chosen = try TrainOptions.parse(file.arguments + arguments)
    let model = try chosen.modelName()
    guard let own = file.modelArguments[model] else {
      return (chosen, ConfigurationKeys(path: config, places: places))
    }
    places.merge(Self.places(of: own, table: "[\(model.rawValue)] ")) { $1 }
    return (
      try TrainOptions.parse(file.arguments + own + arguments),
      ConfigurationKeys(path: config, places: places)
    )
  }

  /// Throws a failure that names the key of the first argument that the parser refuses.
  static func check(_ arguments: [String], of config: String, table: String) throws {
    for argument in arguments {
      do { _ = try TrainOptions.parse([argument]).seed?.number() } catch {
        let message = (error as? Failure)?.description ?? Self.line(error)
        throw Failure(.badData, "\(config): \(table)\(key(of: argument)): \(message)")
      }
    }
  }

  private static func places(of arguments: [String], table: String) -> [String: String] {
    Dictionary(arguments.map { (key(of: $0), table + key(of: $0)) }) { $1 }
  }

  private static func key(of argument: String) -> String {
    String(argument.dropFirst(2).prefix { $0 != "=" })
  }

  /// The parser's message, which may be of several lines, on one.
  private static func line(_ error: any Error) -> String {
    TrainOptions.message(for: error).split(separator: "\n").map {
      $0.drop { $0 == " " }
    }.joined(separator: " ")
  }

  /// The model that is trained: what is asked for, or what the run that is resumed has.
  private func modelName() throws -> ModelName {
    if let model { return model }
    guard resume else { return .lstm }
    var request = TrainingRequest()
    (request.corpus, request.out) = (corpus, out)
    return try TrainingJob.modelName(in: request.runFolder()) ?? .lstm
  }

  /// What a run is asked for by them; throws a usage error where this processor lacks what is asked.
  func request() throws -> TrainingRequest {
    var request = TrainingRequest()
    (request.corpus, request.out) = (corpus, out)
    (request.validationFile, request.testFile) = (validationFile, testFile)
    request.text = text.choices
    (request.preset, request.from) = (preset, from)
    request.model = modelChoices
    request.training = try trainingChoices()
    return request
  }

  private var modelChoices: ModelChoices {
    var choices = ModelChoices()
    (choices.model, choices.layers, choices.hidden) = (model, layers, hidden)
    (choices.embedding, choices.window, choices.activation) = (embedding, window, activation)
    (choices.dropout, choices.outputs) = (dropout, outputs)
    (choices.outputDropout, choices.inputDropout) = (outputDropout, inputDropout)
    (choices.weightDropout, choices.dropoutMasks) = (weightDropout, dropoutMasks)
    (choices.order, choices.smoothing, choices.pseudocount) = (order, smoothing, pseudocount)
    return choices
  }

  private func trainingChoices() throws -> TrainingChoices {
    var choices = TrainingChoices()
    (choices.batch, choices.sequence, choices.chunks) = (batch, sequence, chunks)
    (choices.epochs, choices.steps, choices.minutes) = (epochs, steps, minutes)
    (choices.optimizer, choices.learningRate, choices.schedule) = (
      optimizer, learningRate, schedule
    )
    (choices.warmUp, choices.clip) = (warmUpAlias ?? warmUp, clip)
    (choices.weightDecay, choices.momentum) = (weightDecay, momentum)
    (choices.patience, choices.averaging) = (patience, average)
    // `auto` is, for a run that is resumed, what its beginning has decided; what counts has none.
    let goesOn = resume && precision ?? .auto == .auto
    let multiplies = try modelName().learnsByGradient
    if precision != nil && !multiplies || multiplies && !goesOn {
      choices.precision = try (precision ?? .auto).trainingKind()
    }
    (choices.prior, choices.threads, choices.seed) = (prior, threads, try seed?.number())
    (choices.validation, choices.test) = (validation, test)
    (choices.evaluateEvery, choices.saveEvery) = (evaluateEvery, saveEvery)
    (choices.keep, choices.sampleEvery) = (keep, sampleEvery)
    return choices
  }
}
