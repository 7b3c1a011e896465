import GeulKit

/// An evaluation's figures, as a table or as JSON.
struct EvaluationReport {
  let model: String
  let corpus: String
  let evaluation: TextEvaluation
  let seconds: Double

  private var score: Evaluation { evaluation.score }
  private var measure: TextMeasure { evaluation.measure }
  private var symbolsPerSecond: Double { Double(score.symbols) / max(seconds, 1e-9) }

  /// The keys of the command's contract.
  var json: JSONValue {
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
      "bytes": .integer(Int64(measure.bytes)),
      "bits_per_byte": .number(evaluation.bitsPerByte),
      "lanes": .integer(Int64(score.lanes)), "warm_up": .integer(Int64(score.warmUp)),
      "seconds": .number(seconds), "symbols_per_second": .number(symbolsPerSecond),
    ]
  }

  /// A line for each figure.
  var table: String {
    let lanes = score.lanes == 1 ? "one lane" : "\(score.lanes) lanes"
    let method = score.warmUp == 0 ? lanes : "\(lanes), warm-up \(score.warmUp)"
    let rows = [
      ("model", model), ("text", corpus),
      (
        "size",
        "\(Figures.grouped(score.symbols)) symbols, \(Figures.grouped(measure.scalars)) characters, "
          + "\(Figures.grouped(measure.bytes)) bytes"
      ),
      ("loss", "\(Figures.fixed(score.natsPerSymbol, 4)) nats per symbol"),
      ("perplexity", "\(Figures.fixed(evaluation.perplexity, 3)) per symbol"),
      ("bits", "\(Figures.fixed(evaluation.bitsPerCharacter, 4)) per character"),
      ("", "\(Figures.fixed(evaluation.bitsPerGrapheme, 4)) per grapheme"),
      ("", "\(Figures.fixed(evaluation.bitsPerByte, 4)) per byte"),
      (
        "scored",
        "\(method), \(Figures.fixed(seconds, 1)) s, \(Figures.grouped(Int(symbolsPerSecond))) symbols/s"
      ),
    ]
    return rows.map { name, value in
      name + String(repeating: " ", count: 12 - name.count) + value + "\n"
    }.joined()
  }
}
