import GeulKit

extension EvaluationReport {
  /// A line for each figure.
  var lines: [String] {
    let (score, measure) = (evaluation.score, evaluation.measure)
    let lanes = score.lanes == 1 ? "one lane" : "\(score.lanes) lanes"
    let start = score.warmUp == 0 ? lanes : "\(lanes), warm-up \(score.warmUp)"
    let method = score.window.map { "cold windows of \($0)" } ?? start
    let error = standardError.map { " ± \(Figures.fixed($0, 4))" } ?? ""
    let rows: [(String, String?)] = [
      ("model", model), ("text", corpus),
      (
        "size",
        "\(Figures.grouped(score.symbols)) symbols, \(Figures.grouped(measure.scalars)) characters, "
          + "\(Figures.grouped(measure.bytes)) bytes"
      ),
      ("loss", "\(Figures.fixed(score.natsPerSymbol, 4)) nats per symbol"),
      ("perplexity", "\(Figures.perplexity(evaluation.perplexity)) per symbol"),
      ("bits", "\(Figures.fixed(evaluation.bitsPerCharacter, 4))\(error) per character"),
      ("", "\(Figures.fixed(evaluation.bitsPerGrapheme, 4)) per grapheme"),
      ("", evaluation.bitsPerSyllable.map { "\(Figures.fixed($0, 4)) per syllable of Hangul" }),
      ("", evaluation.bitsPerWord.map { "\(Figures.fixed($0, 4)) per word" }),
      ("", "\(Figures.fixed(evaluation.bitsPerByte, 4)) per byte"),
      (
        "scored",
        "\(method), \(Figures.fixed(seconds, 1)) s, \(Figures.grouped(Int(symbolsPerSecond))) symbols/s"
      ),
    ]
    return rows.compactMap { name, value in
      value.map { name + String(repeating: " ", count: 12 - name.count) + $0 }
    }
  }
}
