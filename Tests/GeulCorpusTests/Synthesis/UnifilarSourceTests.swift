import Foundation
import Testing

@testable import GeulCorpus
@testable import GeulText

/// Sources, their stationary distributions and their entropy rates.
@Suite struct UnifilarSourceTests {
  private static func settings(_ change: (inout SynthesisSettings) -> Void) -> SynthesisSettings {
    var settings = SynthesisSettings()
    change(&settings)
    return settings
  }

  static let cases = [
    settings {
      $0.order = 1
      $0.symbols = 5
    },
    settings {
      $0.order = 2
      $0.symbols = 28
    },
    settings {
      $0.order = 3
      $0.symbols = 7
      $0.concentration = 0.05
    },
    settings {
      $0.source = .hidden
      $0.states = 1
      $0.symbols = 3
    },
    settings {
      $0.source = .hidden
      $0.states = 13
      $0.symbols = 9
      $0.concentration = 1
    },
    settings {
      $0.source = .hidden
      $0.states = 300
      $0.symbols = 4
      $0.concentration = 0.01
    },
    settings {
      $0.source = .hidden
      $0.alphabet = .hangul
      $0.symbols = 70
      $0.seed = 9
    },
  ]

  /// π = (1, 1 - p) / (2 - p), h = H(p) / (2 - p); for p = 1/2, h = 2/3 bit.
  @Test(arguments: [0.5, 0.25, 0.9])
  func theEvenProcessHasItsKnownRate(_ p: Double) {
    let source = UnifilarSource.evenProcess(probability: p)
    let stationary = StationaryDistribution(of: source)
    // The probability is rounded to a multiple of 2⁻³¹.
    #expect(abs(stationary.probabilities[0] - 1 / (2 - p)) < 1e-9)
    #expect(abs(stationary.probabilities[1] - (1 - p) / (2 - p)) < 1e-9)
    let entropy = -p * log2(p) - (1 - p) * log2(1 - p)
    #expect(abs(source.entropyRate(stationary) / log(2) - entropy / (2 - p)) < 1e-8)
    if p == 0.5 { #expect(abs(source.entropyRate(stationary) / log(2) - 2.0 / 3) < 1e-15) }
  }

  @Test func theEvenProcessIsEven() {
    let source = UnifilarSource.evenProcess(probability: 0.5)
    var sampler = SymbolSampler(source, stationary: StationaryDistribution(of: source), seed: 4)
    var symbols = [UInt16](repeating: 0, count: 30_000)
    sampler.fill(&symbols)
    let runs = symbols.split(separator: 0, omittingEmptySubsequences: false).map(\.count)
    #expect(runs.dropFirst().dropLast().allSatisfy { $0 % 2 == 0 })
    #expect(runs.contains { $0 > 6 })
  }

  @Test(arguments: cases)
  func theDistributionIsStationary(_ settings: SynthesisSettings) {
    let source = settings.makeSource()
    let stationary = StationaryDistribution(of: source)
    #expect(stationary.residual < 1e-14)
    #expect(abs(stationary.probabilities.reduce(0, +) - 1) < 1e-13)
    #expect(stationary.probabilities.allSatisfy { $0 > 0 })
    var next = [Double](repeating: 0, count: source.stateCount)
    for state in 0..<source.stateCount {
      for symbol in 0..<source.symbolCount {
        next[source.successor(of: state, on: symbol)] +=
          stationary.probabilities[state] * source.probability(of: symbol, in: state)
      }
    }
    for (a, b) in zip(next, stationary.probabilities) { #expect(abs(a - b) < 1e-14) }
  }

  @Test(arguments: cases)
  func everySymbolIsPossibleAndEveryStateReached(_ settings: SynthesisSettings) {
    let source = settings.makeSource()
    #expect(source.weights.allSatisfy { $0 > 0 })
    for state in 0..<source.stateCount {
      let row = source.weights[state * source.symbolCount..<(state + 1) * source.symbolCount]
      #expect(row.reduce(UInt64(0)) { $0 + UInt64($1) } == 1 << 31)
      #expect(row.first == 1 << 25, "the line feed has probability 1/64")
    }
    var reached: Set<Int> = [0]
    var open = [0]
    while let state = open.popLast() {
      for symbol in 0..<source.symbolCount {
        let next = source.successor(of: state, on: symbol)
        if reached.insert(next).inserted { open.append(next) }
      }
    }
    #expect(reached.count == source.stateCount)
  }

  /// The mean of -ln p over a long sample is h, within five standard errors from 200 batches.
  @Test(arguments: cases)
  func theSampleHasTheEntropyRate(_ settings: SynthesisSettings) {
    let synthesizer = Synthesizer(settings)
    let source = synthesizer.source
    var sampler = SymbolSampler(source, stationary: synthesizer.stationary, seed: 77)
    var means: [Double] = []
    var symbols = [UInt16](repeating: 0, count: 5_000)
    for _ in 0..<200 {
      var state = sampler.state
      sampler.fill(&symbols)
      var sum = 0.0
      for symbol in symbols {
        sum -= log(source.probability(of: Int(symbol), in: state))
        state = source.successor(of: state, on: Int(symbol))
      }
      #expect(state == sampler.state)
      means.append(sum / Double(symbols.count))
    }
    let mean = means.reduce(0, +) / 200
    let variance = means.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 199
    #expect(abs(mean - synthesizer.entropyRate) < 5 * (variance / 200).squareRoot())
    #expect(synthesizer.entropyRate < log(Double(settings.symbols)))
  }

  /// Each of the alias table's choices is as often taken as its weight says: χ² of one state.
  @Test func drawsFollowTheWeights() {
    let source = Self.settings {
      $0.source = .hidden
      $0.states = 1
      $0.symbols = 11
    }.makeSource()
    var sampler = SymbolSampler(source, stationary: StationaryDistribution(of: source), seed: 5)
    var symbols = [UInt16](repeating: 0, count: 1_000_000)
    sampler.fill(&symbols)
    var counts = [Double](repeating: 0, count: 11)
    for symbol in symbols { counts[Int(symbol)] += 1 }
    let squares = (0..<11).map { symbol in
      let expected = source.probability(of: symbol, in: 0) * 1e6
      return (counts[symbol] - expected) * (counts[symbol] - expected) / expected
    }
    // The 0.9999 quantile of χ² with 10 degrees of freedom is 35.6.
    #expect(squares.reduce(0, +) < 35.6)
  }

  /// After a run of symbol 1 of any length, two states that were told apart before still are.
  @Test func aHiddenSourceIsMarkovOfNoFiniteOrder() {
    let source = Self.cases[4].makeSource()
    for start in 0..<source.stateCount {
      var state = start
      for length in 1...100 {
        state = source.successor(of: state, on: 1)
        #expect(state == (start + length) % source.stateCount)
      }
    }
    let rows = (0..<source.stateCount).map { state in
      (0..<source.symbolCount).map { source.probability(of: $0, in: state) }
    }
    #expect(Set(rows).count == source.stateCount)
  }

  @Test func aMarkovStateIsTheLastSymbols() {
    let source = Self.cases[2].makeSource()
    var state = 0
    for symbol in [3, 6, 1, 5] { state = source.successor(of: state, on: symbol) }
    #expect(state == (6 * 7 + 1) * 7 + 5)
  }

  @Test func smallConcentrationIsLessEntropy() {
    let rates = [0.01, 0.1, 1, 10, 100].map { concentration in
      Synthesizer(Self.settings { $0.concentration = concentration }).entropyRate
    }
    #expect(rates == rates.sorted())
    #expect(rates[0] < 0.8 && rates[4] > 3.2, "\(rates)")
  }
}
