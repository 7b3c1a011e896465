import GeulCompute
import GeulGeneration
import GeulModel

/// Symbols written by one stream or a beam, and what that is compared with.
struct GenerationBenchmark {
  private let benchmark: Benchmark
  private let predictor: ModelPredictor

  init(_ benchmark: Benchmark, _ model: Model) {
    self.benchmark = benchmark
    predictor = model.makePredictor(
      lanes: 1, steps: 1, kind: benchmark.kind, pool: benchmark.pool)
  }

  /// Every filter, none of which leaves everything or next to nothing.
  private static let filters = SamplingSettings(
    temperature: 0.8, topK: 40, topP: 0.95, minP: 0.02, typical: 0.95, repetitionPenalty: 1.2)

  /// The work to be timed, and what alternates with it.
  func steps() -> (own: () -> Void, baseline: () -> Void) {
    switch benchmark.writing {
    case .drawn: (drawing(SamplingSettings(temperature: 0.8)), model())
    case .filtered: (drawing(Self.filters), model())
    case .beam(let width): (beam(width), drawing(SamplingSettings(temperature: 0)))
    }
  }

  /// The model's steps alone, on symbols drawn beforehand.
  private func model() -> () -> Void {
    var random = RandomStream(seed: 1, purpose: RandomPurpose.benchmark)
    let symbols = (0..<Benchmark.written).map { _ in
      UInt32(random.next() % UInt64(benchmark.configuration.vocabulary))
    }
    return { [predictor] in
      for symbol in symbols { predictor.read([symbol], predicting: .last) }
    }
  }

  private func drawing(_ settings: SamplingSettings) -> () -> Void {
    var sampler = Sampler(settings, seed: 1)
    var recent: [UInt32] = []
    return { [predictor] in
      var symbol: UInt32 = 0
      recent.removeAll(keepingCapacity: true)
      for _ in 0..<Benchmark.written {
        predictor.read([symbol], predicting: .last)
        symbol = predictor.withLogProbabilities { sampler.choose($0, after: recent) } ?? 0
        recent.append(symbol)
      }
    }
  }

  private func beam(_ width: Int) -> () -> Void {
    let search = BeamSearch(predictor, settings: BeamSettings(width: width))
    var random = RandomStream(seed: 1, purpose: RandomPurpose.text)
    return {
      _ = search.search(
        after: 0, text: PlainHypothesis(), length: Benchmark.written, random: &random)
    }
  }
}

/// A text without an end or a rule.
private struct PlainHypothesis: HypothesisText {
  var mergeKey: Int? { nil }

  func excluded(remaining: Int) -> [UInt32] { [] }

  mutating func push(_ id: UInt32) -> Bool { false }
}
