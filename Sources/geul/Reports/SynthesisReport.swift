import Foundation
import GeulKit

/// What is known of a synthesized text, as a table or as JSON.
struct SynthesisReport {
  let synthesizer: Synthesizer
  let length: Int
  let file: String?

  private var settings: SynthesisSettings { synthesizer.settings }
  private var bits: Double { synthesizer.entropyRate / log(2) }
  private var perplexity: Double { exp(synthesizer.entropyRate) }

  /// The keys of the command's contract; those of settings that the source does not have are null.
  var json: JSONValue {
    let isMarkov = settings.source == .markov
    return [
      "source": .string(settings.source.rawValue),
      "order": isMarkov ? .integer(Int64(settings.order)) : .null,
      "states": .integer(Int64(synthesizer.source.stateCount)),
      "symbols": .integer(Int64(settings.symbols)),
      "alphabet": .string(settings.alphabet.rawValue),
      "concentration": .number(settings.concentration),
      "seed": .integer(Int64(settings.seed)), "length": .integer(Int64(length)),
      "nats_per_symbol": .number(synthesizer.entropyRate), "bits_per_symbol": .number(bits),
      "perplexity": .number(perplexity),
      "stationary_residual": .number(synthesizer.stationary.residual),
      "path": file.map(JSONValue.string) ?? .null,
    ]
  }

  /// A line for each figure.
  var table: String {
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
