import GeulCompute
import GeulGeneration
import Glibc
import Testing

/// Stochastic beam search against sampling without replacement worked out plainly.
struct BeamSamplingTests {
  /// What is drawn from: all continuations of a table, and the probability of each.
  private struct Setting {
    let vocabulary: Int
    let length: Int
    let stop: UInt32?
    let sampling: SamplingSettings

    var predictor: TablePredictor { TablePredictor(vocabulary, seed: 6) }

    func probabilities() -> [[UInt32]: Double] {
      let all = predictor.continuations(after: 0, length: length, stop: stop) { logs, _ in
        let kept = logs.indices.sorted { logs[$0] > logs[$1] }
          .prefix(sampling.topK ?? logs.count)
        let weights = kept.map { exp(Double(logs[$0]) / sampling.temperature) }
        let total = weights.reduce(0, +)
        return zip(kept, weights).map { (UInt32($0), log($1 / total)) }
      }
      return Dictionary(uniqueKeysWithValues: all.map { ($0.symbols, exp($0.sum)) })
    }

    /// How often each series of results came.
    func counts(width: Int, draws: Int) -> [[[UInt32]]: Int] {
      let search = BeamSearch(predictor, settings: BeamSettings(width: width, best: width))
      var (random, counts) = (RandomStream(case: width), [[[UInt32]]: Int]())
      for _ in 0..<draws {
        let found = search.search(
          after: 0, text: PlainText(stop: stop), length: length, sampling: sampling,
          random: &random)
        counts[found.map(\.symbols), default: 0] += 1
      }
      return counts
    }
  }

  private static let settings = [
    Setting(
      vocabulary: 3, length: 3, stop: 2, sampling: SamplingSettings(temperature: 1.4, topK: 2)),
    Setting(vocabulary: 4, length: 2, stop: nil, sampling: SamplingSettings(temperature: 0.7)),
    Setting(vocabulary: 3, length: 4, stop: 1, sampling: SamplingSettings(temperature: 1)),
  ]

  private static let drawCount = 100_000

  @Test(arguments: [(0, 3), (1, 3), (2, 3), (1, 1)])
  func resultsAreDrawnWithoutReplacement(index: Int, width: Int) {
    let probabilities = Self.settings[index].probabilities()
    #expect(abs(probabilities.values.reduce(0, +) - 1) < 1e-6)
    let counts = Self.settings[index].counts(width: width, draws: Self.drawCount)
    let expected = series(of: width, probabilities)
    #expect(counts.keys.allSatisfy { expected[$0] != nil })
    for prefix in 1...width {
      expectCounts(counts, follow: expected) { Array($0.prefix(prefix)) }
    }
    expectInclusions(counts, expected)
  }

  /// A symbol of probability all but 1 leaves the others their places in the right proportion.
  @Test func whatIsAllButCertainLeavesPlacesToTheRest() {
    let row: [Float] = [-1e-9, -21, -22.5, -21.7]
    let weights = row.dropFirst().map { exp(Double($0)) }
    let predictor = TablePredictor(4, table: (0..<16).flatMap { _ in row })
    let search = BeamSearch(predictor, settings: BeamSettings(width: 2, best: 2))
    var (random, counts) = (RandomStream(case: 9), [Int](repeating: 0, count: 3))
    for _ in 0..<20_000 {
      let found = search.search(
        after: 0, text: PlainText(), length: 1, sampling: SamplingSettings(temperature: 1),
        random: &random)
      #expect(found.count == 2 && found[0].symbols == [0])
      counts[Int(found[1].symbols[0]) - 1] += 1
    }
    let total = weights.reduce(0, +)
    let statistic = zip(counts, weights).reduce(0.0) { sum, cell in
      let mean = cell.1 / total * 20_000
      return sum + (Double(cell.0) - mean) * (Double(cell.0) - mean) / mean
    }
    #expect(statistic < critical(2))
  }

  @Test func theSameSeedGivesTheSameResults() {
    let predictor = smallPredictor(.gru, vocabulary: 13, seed: 3)
    let search = BeamSearch(predictor, settings: BeamSettings(width: 5, best: 5))
    func results(_ seed: Int) -> [[UInt32]] {
      var random = RandomStream(case: seed)
      let found = search.search(
        after: 1, text: PlainText(), length: 25, sampling: SamplingSettings(temperature: 1),
        random: &random)
      #expect(found.map(\.score) == found.map(\.score).sorted(by: >))
      #expect(found.first?.score == 0, "the highest is what the others are in relation to")
      return found.map(\.symbols)
    }
    let first = results(1)
    #expect(Set(first).count == 5)
    #expect(results(1) == first)
    #expect(results(2) != first)
  }

  /// p of each series of `count` distinct continuations, drawn one after another without replacement.
  private func series(
    of count: Int, _ probabilities: [[UInt32]: Double]
  ) -> [[[UInt32]]: Double] {
    var series: [[[UInt32]]: Double] = [[]: 1]
    for _ in 0..<count {
      var longer: [[[UInt32]]: Double] = [:]
      for (drawn, probability) in series {
        let rest = probabilities.filter { !drawn.contains($0.key) }
        let total = rest.values.reduce(0, +)
        for (next, weight) in rest { longer[drawn + [next]] = probability * weight / total }
      }
      series = longer
    }
    return series
  }

  /// Pearson's chi-square of what `cell` makes of the series; cells that expect fewer than 5 are one.
  private func expectCounts(
    _ counts: [[[UInt32]]: Int], follow expected: [[[UInt32]]: Double],
    by cell: ([[UInt32]]) -> [[UInt32]]
  ) {
    var cells: [[[UInt32]]: (found: Double, mean: Double)] = [:]
    for (series, probability) in expected {
      cells[cell(series), default: (0, 0)].mean += probability * Double(Self.drawCount)
      cells[cell(series), default: (0, 0)].found += Double(counts[series] ?? 0)
    }
    let rest = cells.values.filter { $0.mean < 5 }
      .reduce((found: 0.0, mean: 0.0)) { ($0.found + $1.found, $0.mean + $1.mean) }
    var kept = cells.values.filter { $0.mean >= 5 }
    if rest.mean >= 5 { kept.append(rest) }
    let statistic = kept.reduce(0) { sum, cell in
      sum + (cell.found - cell.mean) * (cell.found - cell.mean) / cell.mean
    }
    #expect(statistic < critical(kept.count - 1), "\(kept.count) cells")
  }

  /// How often each continuation is among the results: within 4.5 standard deviations.
  private func expectInclusions(
    _ counts: [[[UInt32]]: Int], _ expected: [[[UInt32]]: Double]
  ) {
    var found: [[UInt32]: Double] = [:]
    var probabilities: [[UInt32]: Double] = [:]
    for (series, probability) in expected {
      for member in series {
        probabilities[member, default: 0] += probability
        found[member, default: 0] += Double(counts[series] ?? 0)
      }
    }
    let draws = Double(Self.drawCount)
    for (member, probability) in probabilities where probability < 1 - 1e-9 {
      let deviation = (draws * probability * (1 - probability)).squareRoot()
      let difference = abs((found[member] ?? 0) - draws * probability)
      #expect(difference < 4.5 * max(1, deviation), "\(member)")
    }
  }

  /// What chance exceeds once in 10,000 times, by the cube root (Wilson and Hilferty 1931).
  private func critical(_ freedom: Int) -> Double {
    let variance = 2 / (9 * Double(freedom))
    return Double(freedom) * pow(1 - variance + 3.719 * variance.squareRoot(), 3)
  }
}
