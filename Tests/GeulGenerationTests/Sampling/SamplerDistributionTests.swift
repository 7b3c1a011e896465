import FoundationEssentials
import GeulCompute
import GeulGeneration
import Glibc
import Testing

/// Draws against the distribution worked out plainly, by Pearson's chi-square at significance 1e-4.
struct SamplerDistributionTests {
  private static let drawCount = 1_000_000

  @Test(arguments: SamplingSettings.cases.indices, [5, 11_000])
  func drawsFollowTheDistribution(index: Int, symbols: Int) {
    expectDraws(SamplingSettings.cases[index].settings, symbols: symbols, excluded: [])
  }

  @Test(arguments: [5, 11_000], [1.5, 0.3])
  func drawsWithoutTheExcludedFollowIt(symbols: Int, temperature: Double) {
    let settings = SamplingSettings(temperature: temperature)
    expectDraws(settings, symbols: symbols, excluded: [0, 3])
    expectDraws(settings, symbols: symbols, excluded: Array(1..<UInt32(symbols - 2)))
  }

  private func expectDraws(
    _ settings: SamplingSettings, symbols: Int, excluded: [UInt32],
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    var random = RandomStream(case: 41)
    let logs = SamplingRow.usual.logs(symbols, &random)
    let recent: [UInt32] = [0, 4, 4, 2]
    let expected = SamplingDefinition(settings, logs, excluding: excluded, after: recent)
    #expect(expected.isClear, sourceLocation: sourceLocation)
    var chain = SamplingChain(settings)
    _ = chain.candidates(of: logs, excluding: excluded, after: recent)
    var stream = RandomStream(case: 3)
    let draws = (0..<Self.drawCount).compactMap { _ in chain.draw(stream.uniform()) }
    #expect(draws.count == Self.drawCount, sourceLocation: sourceLocation)
    expectFit(draws, expected, sourceLocation)

    // A sampler chooses by the same numbers, each time from the row.
    var sampler = Sampler(settings, random: RandomStream(case: 3))
    let chosen = logs.withUnsafeBufferPointer { logs in
      (0..<1_000).map { _ in sampler.choose(logs, excluding: excluded, after: recent) }
    }
    #expect(chosen == Array(draws.prefix(1_000)), sourceLocation: sourceLocation)
  }

  private func expectFit(
    _ draws: [UInt32], _ expected: SamplingDefinition, _ sourceLocation: SourceLocation
  ) {
    var counts = [Int](
      repeating: 0, count: 1 + Int(max(draws.max() ?? 0, UInt32(expected.ids.last ?? 0))))
    for symbol in draws { counts[Int(symbol)] += 1 }
    let (statistic, freedom) = chiSquare(expected.ids.map { counts[$0] }, expected.probabilities)
    #expect(
      freedom == 0 || statistic < critical(freedom),
      "\(statistic), \(freedom) degrees of freedom", sourceLocation: sourceLocation)
    for id in expected.ids { counts[id] = 0 }
    #expect(counts.allSatisfy { $0 == 0 }, "what was left out came", sourceLocation: sourceLocation)
  }

  /// The statistic and its degrees of freedom; cells that expect fewer than 5 are one cell.
  private func chiSquare(_ counts: [Int], _ expected: [Double]) -> (Double, freedom: Int) {
    var cells: [(found: Double, expected: Double)] = []
    var rest = (found: 0.0, expected: 0.0)
    for (count, probability) in zip(counts, expected) {
      let mean = probability * Double(Self.drawCount)
      if mean >= 5 {
        cells.append((Double(count), mean))
      } else {
        rest = (rest.found + Double(count), rest.expected + mean)
      }
    }
    if rest.expected >= 5 { cells.append(rest) }
    let statistic = cells.reduce(0) { sum, cell in
      let difference = cell.found - cell.expected
      return sum + difference * difference / cell.expected
    }
    return (statistic, cells.count - 1)
  }

  /// What chance exceeds once in 10,000 times, by the cube root (Wilson and Hilferty 1931).
  private func critical(_ freedom: Int) -> Double {
    let variance = 2 / (9 * Double(freedom))
    return Double(freedom) * pow(1 - variance + 3.719 * variance.squareRoot(), 3)
  }

  /// The critical values are near those of the tables: scipy.stats.chi2.isf(1e-4, [2, 4, 999]).
  @Test func criticalValuesAreThoseOfTheTables() {
    for (freedom, expected) in [(2, 18.421), (4, 23.513), (999, 1_173.850)] {
      #expect(abs(critical(freedom) / expected - 1) < 0.06)
    }
  }
}
