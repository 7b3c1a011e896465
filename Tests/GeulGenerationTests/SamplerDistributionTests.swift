import FoundationEssentials
import GeulCompute
import GeulGeneration
import Glibc
import Testing

/// Draws against the distribution worked out plainly, by Pearson's chi-square.
struct SamplerDistributionTests {
  private static let drawCount = 200_000

  @Test(arguments: [5, 1_000], [0.5, 1, 2])
  func drawsFollowTheDistribution(symbols: Int, temperature: Double) {
    for topK in [nil, 3] as [Int?] {
      expectDraws(symbols: symbols, temperature: temperature, topK: topK, excluded: [])
    }
  }

  @Test(arguments: [nil, 3] as [Int?], [[0, 3], [1]] as [Set<UInt32>])
  func drawsWithoutTheExcludedFollowIt(topK: Int?, excluded: Set<UInt32>) {
    expectDraws(symbols: 5, temperature: 1.5, topK: topK, excluded: excluded)
  }

  private func expectDraws(
    symbols: Int, temperature: Double, topK: Int?, excluded: Set<UInt32>,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let logs = logProbabilities(symbols)
    var sampler = Sampler(symbols, temperature: temperature, topK: topK)
    var counts = [Int](repeating: 0, count: symbols)
    let draws = sampler.draws(Self.drawCount, from: logs, excluding: Array(excluded))
    for symbol in draws { counts[Int(symbol)] += 1 }
    let expected = probabilities(logs, temperature: temperature, topK: topK, excluded: excluded)
    let (statistic, freedom) = chiSquare(counts, expected)
    #expect(
      statistic < critical(freedom), "\(statistic), \(freedom) degrees of freedom",
      sourceLocation: sourceLocation)
  }

  /// The critical values are near those of the tables: scipy.stats.chi2.isf(1e-4, [2, 4, 999]).
  @Test func criticalValuesAreThoseOfTheTables() {
    for (freedom, expected) in [(2, 18.421), (4, 23.513), (999, 1_173.850)] {
      #expect(abs(critical(freedom) / expected - 1) < 0.06)
    }
  }

  /// ln p of V symbols, from a softmax of random scores.
  private func logProbabilities(_ symbols: Int) -> [Float] {
    var random = RandomStream(case: 41)
    let scores = random.signed(symbols, bound: 3).map(Double.init)
    let shift = log(scores.reduce(0) { $0 + exp($1) })
    return scores.map { Float($0 - shift) }
  }

  /// What the settings make of it, in the documented order: excluded, top-k, temperature.
  private func probabilities(
    _ logs: [Float], temperature: Double, topK: Int?, excluded: Set<UInt32>
  ) -> [Double] {
    let allowed = logs.indices.filter { !excluded.contains(UInt32($0)) }
    let kept = allowed.sorted { (logs[$1], $0) < (logs[$0], $1) }.prefix(topK ?? allowed.count)
    var weights = [Double](repeating: 0, count: logs.count)
    for id in kept { weights[id] = pow(exp(Double(logs[id])), 1 / temperature) }
    let total = weights.reduce(0, +)
    return weights.map { $0 / total }
  }

  /// The statistic and its degrees of freedom; cells that expect fewer than 5 are one cell.
  private func chiSquare(_ counts: [Int], _ expected: [Double]) -> (Double, freedom: Int) {
    var cells: [(found: Double, expected: Double)] = []
    var rest = (found: 0.0, expected: 0.0)
    for (count, probability) in zip(counts, expected) {
      let mean = probability * Double(Self.drawCount)
      if mean >= 5 {
        cells.append((Double(count), mean))
      } else if mean > 0 {
        rest = (rest.found + Double(count), rest.expected + mean)
      } else {
        #expect(count == 0, "a symbol of probability 0 came \(count) times")
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
}
