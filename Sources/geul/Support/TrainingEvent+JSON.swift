import Foundation
import GeulKit

extension TrainingEvent {
  /// The event as the command's contract has it; nil for what is told in words alone.
  func json(settings: RunSettings, out: String) -> JSONValue? {
    switch self {
    case .start(let start): start.json(settings: settings, out: out)
    case .step(let step): step.json
    case .evaluation(let step, let split, let result, let bitsPerCharacter, let best):
      [
        "event": "evaluation", "step": .integer(Int64(step)), "split": .string(split.rawValue),
        "nats_per_symbol": .number(result.natsPerSymbol),
        "bits_per_character": .number(bitsPerCharacter), "perplexity": .number(result.perplexity),
        "symbols": .integer(Int64(result.symbols)), "best": .bool(best),
      ]
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
    let model = settings.model
    return [
      "event": "start", "out": .string(out), "model": .string(model.cell.rawValue),
      "layers": .integer(Int64(model.layers)), "hidden": .integer(Int64(model.hidden)),
      "embedding": model.input.json, "dropout": .number(Double(model.dropout)),
      "parameters": .integer(Int64(parameters)), "vocabulary": .integer(Int64(vocabulary)),
      "training_symbols": .integer(Int64(trainingSymbols)),
      "validation_symbols": .integer(Int64(validationSymbols)),
      "steps_per_epoch": .integer(Int64(stepsPerEpoch)), "batch": .integer(Int64(lanes)),
      "sequence": .integer(Int64(sequence)), "precision": .string(precision),
      "threads": .integer(Int64(threads)),
      "seed": .integer(Int64(clamping: settings.training.seed)),
      "step": .integer(Int64(step)),
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
}

extension TrainingOutcome {
  fileprivate var json: JSONValue {
    var best: JSONValue = .null
    if let evaluation = self.best {
      best = [
        "step": .integer(Int64(evaluation.step)),
        "nats_per_symbol": .number(evaluation.natsPerSymbol),
      ]
    }
    return [
      "event": "finished", "step": .integer(Int64(step)), "seconds": .number(seconds),
      "symbols_per_second": .number(symbolsPerSecond), "best": best,
      "checkpoint": checkpoint.map { .string($0) } ?? .null, "interrupted": .bool(interrupted),
    ]
  }
}
