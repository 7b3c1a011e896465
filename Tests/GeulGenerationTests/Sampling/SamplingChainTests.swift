import GeulCompute
import GeulGeneration
import Glibc
import Testing

/// What the filters leave, against the plain definition.
struct SamplingChainTests {
  @Test(arguments: SamplingSettings.cases.indices, [1, 5, 321, 11_000])
  func theFiltersLeaveWhatTheirDefinitionSays(index: Int, symbols: Int) {
    let (name, settings) = SamplingSettings.cases[index]
    var chain = SamplingChain(settings)
    var random = RandomStream(case: index * 100_000 + symbols)
    let rounds = symbols > 1_000 ? 1 : 12
    var (compared, all) = (0, 0)
    for row in SamplingRow.allCases {
      for _ in 0..<rounds {
        let logs = row.logs(symbols, &random)
        let recent = (0..<5).map { _ in UInt32(random.next() % UInt64(symbols)) }
        let excluded: [UInt32] = [UInt32(random.next() % UInt64(symbols)), .max]
        let found = chain.candidates(of: logs, excluding: excluded, after: recent)
        let expected = SamplingDefinition(settings, logs, excluding: excluded, after: recent)
        all += 1
        guard expected.isClear else { continue }
        compared += 1
        #expect(found.map { Int($0.id) } == expected.ids, "\(name) of a row that is \(row)")
        #expect(agree(found, expected), "\(name) of a row that is \(row)")
      }
    }
    #expect(compared * 10 >= all * (symbols > 1_000 ? 6 : 8), "\(compared) of \(all) compared")
  }

  private func agree(_ found: [SymbolChance], _ expected: SamplingDefinition) -> Bool {
    zip(found, zip(expected.scores, expected.probabilities)).allSatisfy { candidate, expected in
      let (score, probability) = expected
      return abs(Double(candidate.score) - score) <= 1e-6 * abs(score)
        && abs(candidate.probability - probability) <= 3e-5 * probability
        && abs(candidate.logProbability - log(probability)) <= 3e-5
    }
  }

  /// ln p of four symbols.
  private let four: [Float] = [0.4, 0.3, 0.2, 0.1].map { log($0) }

  private func ids(
    _ settings: SamplingSettings, _ logs: [Float], excluding excluded: [UInt32] = [],
    after recent: [UInt32] = []
  ) -> [UInt32] {
    var chain = SamplingChain(settings)
    return chain.candidates(of: logs, excluding: excluded, after: recent).map(\.id)
  }

  /// In each of these the other order would leave something else.
  @Test func theOrderIsTheOneThatIsDocumented() {
    // 0.4 / 0.7 = 0.57 reaches the sum alone, 0.4 does not.
    #expect(ids(SamplingSettings(temperature: 1, topK: 2, topP: 0.55), four) == [0])
    // 0.16 / 0.3 = 0.53, likewise.
    #expect(ids(SamplingSettings(temperature: 0.5, topP: 0.5), four) == [0])
    // 0.4² = 0.16 is no longer the highest.
    let penalised = SamplingSettings(temperature: 1, topK: 1, repetitionPenalty: 2)
    #expect(ids(penalised, four, after: [0]) == [1])
    // Without 0 the others sum to 0.6, of which 0.3 is half.
    #expect(ids(SamplingSettings(temperature: 1, topP: 0.5), four, excluding: [0]) == [1])
    // Of 0.5, 0.2, 0.2, 0.1 the entropy is nearest the surprisal of 0.2, but only 0.5 is left for it.
    let logs: [Float] = [0.5, 0.2, 0.2, 0.1].map { log($0) }
    #expect(ids(SamplingSettings(temperature: 1, typical: 0.3), logs) == [1, 2])
    #expect(ids(SamplingSettings(temperature: 1, minP: 0.5, typical: 0.3), logs) == [0])
    #expect(ids(SamplingSettings(temperature: 1, topP: 0.5, typical: 0.3), logs) == [0])
  }

  /// Rows whose weights and sums are exact, so that a sum that is met exactly is decided too.
  @Test(arguments: [10, 64, 100, 11_000])
  func tiesGoToTheLowerID(symbols: Int) {
    let even = [Float](repeating: -3, count: symbols)
    let half = Array(0..<UInt32(symbols / 2))
    #expect(ids(SamplingSettings(temperature: 1, topK: symbols / 2), even) == half)
    #expect(ids(SamplingSettings(temperature: 1, topP: 0.5), even) == half)
    #expect(ids(SamplingSettings(temperature: 1, typical: 0.5), even) == half)
    #expect(ids(SamplingSettings(temperature: 1, minP: 1), even).count == symbols)
    #expect(ids(SamplingSettings(temperature: 1, topP: 1e-9), even) == [0])
    #expect(ids(SamplingSettings(temperature: 1, typical: 1e-9), even) == [0])
    let off = SamplingSettings(temperature: 1, topK: .max, topP: 1, minP: 0, typical: 1)
    #expect(ids(off, even).count == symbols)
  }

  @Test func aSymbolIsPenalisedOnceAndWithinTheWindowOnly() {
    func scores(window: Int, _ recent: [UInt32]) -> [Float] {
      let settings = SamplingSettings(
        temperature: 1, repetitionPenalty: 3, repetitionWindow: window)
      var chain = SamplingChain(settings)
      return chain.candidates(of: four, after: recent).map(\.score)
    }
    #expect(scores(window: 64, [0, 0, 0, 9, .max]) == [four[0] * 3, four[1], four[2], four[3]])
    #expect(scores(window: 2, [0, 1, 1]) == [four[0], four[1] * 3, four[2], four[3]])
    #expect(scores(window: 0, [0, 1]) == four)
    #expect(scores(window: 64, []) == four)
  }

  @Test func temperatureZeroLeavesTheMostProbable() {
    let settings = SamplingSettings(
      temperature: 0, topK: 2, topP: 0.9, minP: 0.1, typical: 0.1, repetitionPenalty: 2)
    var chain = SamplingChain(settings)
    for (recent, excluded, expected) in [
      ([], [], 0), ([0], [], 1), ([0], [1], 2), ([0, 1, 2, 3], [], 0),
    ] as [([UInt32], [UInt32], UInt32)] {
      let found = chain.candidates(of: four, excluding: excluded, after: recent)
      #expect(found.map(\.id) == [expected] && found[0].probability == 1)
      #expect(found[0].logProbability == 0)
      #expect(chain.draw(0) == expected && chain.draw(1.0.nextDown) == expected)
    }
  }

  @Test func nothingIsLeftOfNothing() {
    var chain = SamplingChain(SamplingSettings(topP: 0.5, typical: 0.5))
    #expect(chain.isEmpty && chain.candidates == [] && chain.draw(0) == nil)
    _ = chain.candidates(of: four)
    #expect(!chain.isEmpty)
    for logs in [[], [.nan], [Float](repeating: -.infinity, count: 70)] as [[Float]] {
      #expect(chain.candidates(of: logs) == [] && chain.isEmpty && chain.draw(0.5) == nil)
      #expect(chain.best(3, of: logs) == [])
    }
    #expect(chain.candidates(of: four, excluding: [0, 1, 2, 3]) == [])
  }

  /// One chain serves rows of any length in turn.
  @Test func rowsOfOtherLengthsLeaveNothingBehind() {
    var random = RandomStream(case: 12)
    for (_, settings) in SamplingSettings.cases {
      var chain = SamplingChain(settings)
      for symbols in [321, 5, 11_000, 1, 64, 65] {
        let logs = SamplingRow.usual.logs(symbols, &random)
        var fresh = SamplingChain(settings)
        #expect(chain.candidates(of: logs, after: [0]) == fresh.candidates(of: logs, after: [0]))
      }
    }
  }

  @Test(arguments: SamplingSettings.cases.indices, [1, 5, 321, 11_000])
  func theBestAreTheHighestOfWhatIsLeft(index: Int, symbols: Int) {
    let settings = SamplingSettings.cases[index].settings
    var random = RandomStream(case: index + symbols)
    for row in SamplingRow.allCases {
      let logs = row.logs(symbols, &random)
      for temperature in [0, settings.temperature] {
        var chain = SamplingChain(settings.at(temperature: temperature == 0 ? 1 : temperature))
        let left = chain.candidates(of: logs, excluding: [1], after: [0])
        let order = left.sorted { ($1.score, $0.id) < ($0.score, $1.id) }
        var ranking = SamplingChain(settings.at(temperature: temperature))
        for count in [1, 8, 500] {
          let found = ranking.best(count, of: logs, excluding: [1], after: [0])
          #expect(found.map(\.id) == order.prefix(count).map(\.id))
          #expect(found.map(\.score) == order.prefix(count).map(\.score))
          let sum = found.reduce(0) { $0 + $1.probability }
          #expect(found.isEmpty || abs(sum - 1) < 1e-9)
        }
      }
    }
  }
}
