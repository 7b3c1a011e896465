import Foundation
import GeulStorage
import GeulText

/// What is known of a synthesized text, with the keys of `geul corpus synthesize --json`.
public struct SynthesisReport: Sendable {
  /// What it came from.
  public let synthesizer: Synthesizer
  /// Its symbols.
  public let length: Int
  /// Where it is kept, if it is.
  public let file: String?

  /// What is known of the text of `length` symbols that is in `file`.
  public init(synthesizer: Synthesizer, length: Int, file: String?) {
    self.synthesizer = synthesizer
    self.length = length
    self.file = file
  }

  private var settings: SynthesisSettings { synthesizer.settings }
  /// The entropy rate in bits per symbol.
  public var bits: Double { synthesizer.entropyRate / log(2) }
  /// The perplexity per symbol that no model undercuts, on average.
  public var perplexity: Double { exp(synthesizer.entropyRate) }

  /// An object; the keys of settings that the source does not have are null.
  public var json: JSONValue {
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
}
