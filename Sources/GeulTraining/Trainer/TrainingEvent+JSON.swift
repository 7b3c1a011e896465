import GeulStorage

extension TrainingEvent {
  /// The event as the command prints it with `--json`; `out` is the run's folder.
  public func json(settings: RunSettings, out: String) -> JSONValue {
    switch self {
    case .start(let start): start.json(settings: settings, out: out)
    case .step(let step): step.json
    case .counting(let counting): counting.json
    case .evaluation(let evaluation): evaluation.json
    case .guarded(let event): event.json
    case .checkpoint(let step, let path):
      ["event": "checkpoint", "step": .integer(Int64(step)), "path": .string(path)]
    case .sample(let step, let text):
      ["event": "sample", "step": .integer(Int64(step)), "text": .string(text)]
    case .notice(let text):
      ["event": "notice", "message": .string(text)]
    case .finished(let outcome): outcome.json
    }
  }
}

extension TrainingEvent.Start {
  fileprivate func json(settings: RunSettings, out: String) -> JSONValue {
    var object = JSONObject([
      ("event", "start"), ("out", .string(out)), ("model", .string(settings.model.name.rawValue)),
    ])
    for member in settings.model.facts.members where member.key != "vocabulary" {
      object.append(member.key, member.value)
    }
    object.append("parameters", parameters.map { .integer(Int64($0)) } ?? .null)
    object.append("vocabulary", .integer(Int64(vocabulary)))
    object.append("training_symbols", .integer(Int64(trainingSymbols)))
    object.append("validation_symbols", .integer(Int64(validationSymbols)))
    object.append(
      "validation_share_trained_on", validationShareTrainedOn.map { .number($0) } ?? .null)
    if let chunks { chunks.append(to: &object) }
    object.append("threads", .integer(Int64(threads)))
    if chunks != nil {
      object.append("seed", .integer(Int64(clamping: settings.training.seed)))
    }
    object.append("step", .integer(Int64(step)))
    return .object(object)
  }
}

extension TrainingEvent.Start.Chunks {
  fileprivate func append(to object: inout JSONObject) {
    object.append("steps_per_epoch", .integer(Int64(stepsPerEpoch)))
    object.append("batch", .integer(Int64(lanes)))
    object.append("sequence", .integer(Int64(sequence)))
    object.append("chunks", .string(order.rawValue))
    object.append("precision", .string(precision))
  }
}

extension TrainingEvent.Counting {
  fileprivate var json: JSONValue {
    [
      "event": "counting", "stage": .string(stage.rawValue), "symbols": .integer(Int64(symbols)),
      "of": .integer(Int64(total)), "symbols_per_second": .number(symbolsPerSecond),
      "seconds": .number(seconds),
    ]
  }
}

extension TrainingEvent.Step {
  fileprivate var json: JSONValue {
    [
      "event": "step", "step": .integer(Int64(step)), "epoch": .number(epoch),
      "loss": .number(loss), "learning_rate": .number(learningRate),
      "gradient_norm": .number(gradientNorm), "symbols_per_second": .number(symbolsPerSecond),
    ]
  }

  /// The same for `metrics.jsonl`, with the run's seconds and numbers of seven digits; allocates nothing.
  func write(to line: inout JSONLine) {
    line.begin()
    line.append("event", "step")
    line.append("step", step)
    line.append("epoch", epoch)
    line.append("loss", loss)
    line.append("learning_rate", learningRate)
    line.append("gradient_norm", gradientNorm)
    line.append("symbols_per_second", symbolsPerSecond, digits: 6)
    line.append("seconds", seconds)
    line.end()
  }
}

extension TrainingEvent.Evaluation {
  /// The evaluation as an event, and as a line of `metrics.jsonl`.
  var json: JSONValue {
    [
      "event": "evaluation", "step": .integer(Int64(step)), "split": .string(split.rawValue),
      "nats_per_symbol": .number(score.natsPerSymbol),
      "bits_per_character": .number(bitsPerCharacter), "perplexity": .number(score.perplexity),
      "symbols": .integer(Int64(score.symbols)), "best": .bool(isBest),
      "training_nats_per_symbol": trainingNatsPerSymbol.map { .number($0) } ?? .null,
      "previous_best": previousBest?.json ?? .null,
    ]
  }
}

extension TrainingOutcome {
  fileprivate var json: JSONValue {
    [
      "event": "finished", "step": .integer(Int64(step)),
      "session_steps": .integer(Int64(sessionSteps)), "seconds": .number(seconds),
      "symbols_per_second": .number(symbolsPerSecond), "best": best?.json ?? .null,
      "parameters": parameters.map { .integer(Int64($0)) } ?? .null,
      "checkpoint": checkpoint.map { .string($0) } ?? .null, "interrupted": .bool(interrupted),
      "advice": advice?.json ?? .null,
    ]
  }
}
