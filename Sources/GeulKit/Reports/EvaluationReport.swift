import GeulEvaluation
import GeulStorage
import GeulText

/// An evaluation's figures, with the keys of `geul eval --json`.
public struct EvaluationReport: Sendable, Equatable {
  /// The checkpoint's folder.
  public let model: String
  /// What the text is called.
  public let corpus: String
  /// The figures.
  public let evaluation: TextEvaluation
  /// How long the scoring took.
  public let seconds: Double
  /// The standard error of the bits per character, by a bootstrap over stretches of the text; nil of a short text.
  public let standardError: Double?

  /// The figures of a model and a text.
  public init(
    model: String, corpus: String, evaluation: TextEvaluation, seconds: Double,
    standardError: Double? = nil
  ) {
    self.standardError = standardError
    self.model = model
    self.corpus = corpus
    self.evaluation = evaluation
    self.seconds = seconds
  }

  private var score: Evaluation { evaluation.score }
  private var measure: TextMeasure { evaluation.measure }
  /// Symbols scored in a second.
  public var symbolsPerSecond: Double { Double(score.symbols) / max(seconds, 1e-9) }

  /// An object.
  public var json: JSONValue {
    [
      "model": .string(model), "corpus": .string(corpus),
      "symbols": .integer(Int64(score.symbols)),
      "unknown_symbols": .integer(Int64(measure.unknownSymbols)),
      "spelled_scalars": .integer(Int64(measure.spelledScalars)),
      "nats_per_symbol": .number(score.natsPerSymbol),
      "bits_per_symbol": .number(score.bitsPerSymbol),
      "perplexity": .number(evaluation.perplexity), "scalars": .integer(Int64(measure.scalars)),
      "bits_per_character": .number(evaluation.bitsPerCharacter),
      "graphemes": .integer(Int64(measure.graphemes)),
      "bits_per_grapheme": .number(evaluation.bitsPerGrapheme),
      "syllables": .integer(Int64(measure.syllables)),
      "bits_per_syllable": evaluation.bitsPerSyllable.map { .number($0) } ?? .null,
      "words": .integer(Int64(measure.words)),
      "bits_per_word": evaluation.bitsPerWord.map { .number($0) } ?? .null,
      "bytes": .integer(Int64(measure.bytes)),
      "bits_per_byte": .number(evaluation.bitsPerByte),
      "nats_total": .number(score.nats),
      "standard_error": standardError.map { .number($0) } ?? .null,
      "lanes": .integer(Int64(score.lanes)), "warm_up": .integer(Int64(score.warmUp)),
      "windows": score.window.map { .integer(Int64($0)) } ?? .null,
      "seconds": .number(seconds), "symbols_per_second": .number(symbolsPerSecond),
    ]
  }
}
