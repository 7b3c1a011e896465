import GeulCompute
import GeulGeneration
import GeulStorage
import GeulText

/// The figures of a generated text, with the keys of `geul generate --json`.
public struct GenerationReport: Sendable {
  /// What it goes on from.
  public let prompt: String
  /// The arithmetic of the model's products; nil for one that has none.
  public let kind: ProductKind?
  /// What symbols are called by.
  public let tokenizer: Tokenizer
  /// The text.
  public let text: DecodedText

  /// The figures of a text.
  public init(_ text: DecodedText, prompt: String, kind: ProductKind?, tokenizer: Tokenizer) {
    self.text = text
    self.prompt = prompt
    self.kind = kind
    self.tokenizer = tokenizer
  }

  /// An object; `rank` and `score` are a beam's alone.
  public var json: JSONValue {
    let generation = text.generation
    let count = generation.symbols.count
    var object = JSONObject()
    object.append("prompt", .string(prompt))
    object.append("text", .string(generation.text))
    object.append("symbols", .integer(Int64(count)))
    object.append("log_probability", .number(generation.logProbability))
    object.append("finish_reason", .string(generation.finishReason.rawValue))
    object.append("stop", generation.stop.map { .string($0) } ?? .null)
    object.append("precision", kind.map { .string($0.rawValue) } ?? .null)
    object.append("seed", .integer(Int64(clamping: text.seed)))
    if let score = generation.score {
      object.append("rank", .integer(Int64(text.place + 1)))
      object.append("score", .number(score))
    }
    object.append("symbols_per_second", .number(Double(count) / max(text.seconds, 1e-9)))
    object.append("log_probabilities", .array(generation.symbols.indices.map(json)))
    return .object(object)
  }

  /// A symbol and its ln p, and what else might have come.
  private func json(_ index: Int) -> JSONValue {
    let generation = text.generation
    var object = json(
      SymbolChance(
        id: generation.symbols[index], logProbability: generation.logProbabilities[index]))
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
