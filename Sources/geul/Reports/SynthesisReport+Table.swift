import GeulKit

extension SynthesisReport {
  /// A line for each figure.
  var table: String {
    let settings = synthesizer.settings
    let kind =
      switch settings.source {
      case .markov: "markov, order \(settings.order)"
      case .hidden: "hidden"
      }
    let rows = [
      (
        "source",
        "\(kind), \(Figures.grouped(synthesizer.source.stateCount)) states, \(settings.symbols) symbols, "
          + "\(settings.alphabet.rawValue), concentration \(settings.concentration), seed \(settings.seed)"
      ),
      ("length", "\(Figures.grouped(length)) symbols"),
      (
        "entropy",
        "\(Figures.fixed(synthesizer.entropyRate, 6)) nats per symbol, \(Figures.fixed(bits, 6)) bits"
      ),
      ("perplexity", "\(Figures.fixed(perplexity, 4)) per symbol: no model's is less, on average"),
      ("residual", "\(synthesizer.stationary.residual) of the states' stationary distribution"),
    ]
    return rows.map { name, value in
      name + String(repeating: " ", count: 12 - name.count) + value + "\n"
    }.joined()
  }
}
