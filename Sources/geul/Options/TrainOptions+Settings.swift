import ArgumentParser
import GeulKit

extension TrainOptions {
  /// These options with those of `--config` filled in below them. `arguments` are the command's own.
  func withConfiguration(_ arguments: [String]) throws -> TrainOptions {
    guard let config else { return self }
    let file = try ConfigurationFile(
      path: config, flags: Self.flags, switches: Self.switches, aliases: Self.aliases)
    do { _ = try TrainOptions.parse(file.arguments) } catch {
      throw Failure(.badData, "\(config): \(TrainOptions.message(for: error))")
    }
    let chosen = try TrainOptions.parse(file.arguments + arguments)
    // The model of a run that is resumed is not known here, and what it was trained with stays.
    guard let model = chosen.model ?? (chosen.resume ? nil : .lstm),
      let own = file.modelArguments[model]
    else { return chosen }
    do { _ = try TrainOptions.parse(own) } catch {
      throw Failure(.badData, "\(config): [\(model.rawValue)]: \(TrainOptions.message(for: error))")
    }
    return try TrainOptions.parse(file.arguments + own + arguments)
  }

  /// What a run is asked for by them; throws a usage error where this processor lacks what is asked.
  func request() throws -> TrainingRequest {
    var request = TrainingRequest()
    (request.corpus, request.out) = (corpus, out)
    (request.validationFile, request.testFile) = (validationFile, testFile)
    request.text = text.choices
    request.model = modelChoices
    request.training = try trainingChoices()
    return request
  }

  private var modelChoices: ModelChoices {
    var choices = ModelChoices()
    (choices.model, choices.layers, choices.hidden) = (model, layers, hidden)
    (choices.embedding, choices.window, choices.activation) = (embedding, window, activation)
    choices.dropout = dropout
    (choices.order, choices.smoothing, choices.pseudocount) = (order, smoothing, pseudocount)
    return choices
  }

  private func trainingChoices() throws -> TrainingChoices {
    var choices = TrainingChoices()
    (choices.batch, choices.sequence) = (batch, sequence)
    (choices.epochs, choices.steps, choices.minutes) = (epochs, steps, minutes)
    (choices.optimizer, choices.learningRate, choices.schedule) = (
      optimizer, learningRate, schedule
    )
    (choices.warmUp, choices.clip) = (warmUpAlias ?? warmUp, clip)
    (choices.weightDecay, choices.momentum) = (weightDecay, momentum)
    // `auto` is, for a run that is resumed, what its beginning has decided.
    if precision != nil || !resume && model != .ngram, !resume || precision != .auto {
      choices.precision = try (precision ?? .auto).trainingKind()
    }
    (choices.prior, choices.threads, choices.seed) = (prior, threads, seed)
    (choices.validation, choices.test) = (validation, test)
    (choices.evaluateEvery, choices.saveEvery) = (evaluateEvery, saveEvery)
    (choices.keep, choices.sampleEvery) = (keep, sampleEvery)
    return choices
  }
}
