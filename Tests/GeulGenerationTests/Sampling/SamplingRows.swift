import GeulCompute
import GeulGeneration
import Glibc

/// Distributions to sample from.
enum SamplingRow: CaseIterable {
  /// Nearly even, as of a model that has learned little.
  case flat
  /// As of a trained model.
  case usual
  /// A few symbols hold nearly everything.
  case steep
  /// Of few different values, so that many tie.
  case tied
  /// A third is impossible.
  case sparse
  /// One symbol is certain.
  case certain

  /// ln p of V symbols.
  func logs(_ symbols: Int, _ random: inout RandomStream) -> [Float] {
    var scores = (0..<symbols).map { _ in
      sqrt(-2 * log(1 - random.uniform())) * cos(2 * Double.pi * random.uniform())
    }
    switch self {
    case .flat: scores = scores.map { $0 * 0.1 }
    case .usual: scores = scores.map { $0 * 2 }
    case .steep: scores = scores.map { $0 * 15 }
    case .tied: scores = scores.map { ($0 * 2).rounded() / 2 }
    case .sparse: scores = scores.map { random.uniform() < 1 / 3.0 ? -.infinity : $0 * 2 }
    case .certain: scores = scores.indices.map { $0 == symbols / 2 ? 0 : -.infinity }
    }
    let most = scores.max() ?? 0
    if most == -.infinity { return [Float](repeating: 0, count: symbols) }
    let shift = most + log(scores.reduce(0) { $0 + exp($1 - most) })
    return scores.map { Float($0 - shift) }
  }
}

extension SamplingSettings {
  /// Each filter alone, some together, and all.
  static let cases: [(name: String, settings: SamplingSettings)] = [
    ("nothing", SamplingSettings(temperature: 1)),
    ("temperature", SamplingSettings(temperature: 0.7)),
    ("top-k", SamplingSettings(temperature: 1, topK: 3)),
    ("large top-k", SamplingSettings(temperature: 1, topK: 300)),
    ("top-p", SamplingSettings(temperature: 1, topP: 0.8)),
    ("min-p", SamplingSettings(temperature: 1, minP: 0.1)),
    ("typical", SamplingSettings(temperature: 1, typical: 0.6)),
    ("penalty", SamplingSettings(temperature: 1, repetitionPenalty: 1.7, repetitionWindow: 3)),
    ("reward", SamplingSettings(temperature: 1, repetitionPenalty: 0.5, repetitionWindow: 64)),
    ("wild", SamplingSettings(temperature: 2, topP: 0.95, typical: 0.9)),
    (
      "all",
      SamplingSettings(
        temperature: 0.8, topK: 40, topP: 0.95, minP: 0.02, typical: 0.95, repetitionPenalty: 1.2)
    ),
  ]

  /// The same settings at another temperature.
  func at(temperature: Double) -> SamplingSettings {
    var settings = self
    settings.temperature = temperature
    return settings
  }
}

extension SamplingChain {
  /// What it leaves of a row.
  mutating func candidates(
    of logs: [Float], excluding excluded: [UInt32] = [], after recent: [UInt32] = []
  ) -> [SymbolChance] {
    logs.withUnsafeBufferPointer { apply($0, excluding: excluded, after: recent) }
    return candidates
  }

  /// The best of a row.
  mutating func best(
    _ count: Int, of logs: [Float], excluding excluded: [UInt32] = [], after recent: [UInt32] = []
  ) -> [SymbolChance] {
    logs.withUnsafeBufferPointer { best(count, of: $0, excluding: excluded, after: recent) }
  }
}
