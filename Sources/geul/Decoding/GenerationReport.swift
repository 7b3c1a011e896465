import GeulKit

/// A generated text as `generate --json` shows it.
final class GenerationReport {
  let prompt: String
  let kind: ProductKind
  let tokenizer: Tokenizer
  private var begun = ContinuousClock.now

  init(prompt: String, kind: ProductKind, tokenizer: Tokenizer) {
    self.prompt = prompt
    self.kind = kind
    self.tokenizer = tokenizer
  }

  /// Texts that are written from now on are timed from now on.
  func restart() { begun = ContinuousClock.now }

  /// The keys of the command's contract; `place` tells which of several texts it is.
  ///
  /// Texts written beside each other share the time, so symbols per second are those of one of them.
  func json(_ generation: Generation, settings: DecodingSettings, place: Int) -> JSONValue {
    let isDrawn = settings.beam == nil
    let seconds = max((ContinuousClock.now - begun).inSeconds, 1e-9)
    var object = JSONObject()
    object.append("prompt", .string(prompt))
    object.append("text", .string(generation.text))
    object.append("symbols", .integer(Int64(generation.symbols.count)))
    object.append("log_probability", .number(generation.logProbability))
    object.append("finish_reason", .string(generation.finishReason.rawValue))
    object.append("stop", generation.stop.map { .string($0) } ?? .null)
    object.append("precision", .string(kind.rawValue))
    let seed = isDrawn ? settings.seed + UInt64(place) : settings.seed
    object.append("seed", .integer(Int64(clamping: seed)))
    if !isDrawn {
      object.append("rank", .integer(Int64(place + 1)))
      object.append("score", generation.score.map { .number($0) } ?? .null)
    }
    object.append("symbols_per_second", .number(Double(generation.symbols.count) / seconds))
    object.append(
      "log_probabilities", .array(generation.symbols.indices.map { json(generation, $0) }))
    return .object(object)
  }

  /// A symbol and its ln p, and what else might have come.
  private func json(_ generation: Generation, _ index: Int) -> JSONValue {
    let symbol = SymbolChance(
      id: generation.symbols[index], logProbability: generation.logProbabilities[index])
    var object = json(symbol)
    if !generation.alternatives.isEmpty {
      object.append(
        "alternatives", .array(generation.alternatives[index].map { .object(json($0)) }))
    }
    return .object(object)
  }

  private func json(_ chance: SymbolChance) -> JSONObject {
    var object = JSONObject()
    object.append("id", .integer(Int64(chance.id)))
    object.append("symbol", .string(tokenizer.name(ofSymbol: chance.id)))
    object.append("log_probability", .number(chance.logProbability))
    return object
  }
}
