import GeulCompute
import Testing

@testable import GeulInspection

/// Associative memory.
@Suite struct HopfieldTests {
  private func patterns(_ count: Int, units: Int) -> [[Int8]] {
    var random = RandomStream(seed: 6, purpose: 99)
    return (0..<count).map { _ in HopfieldCapacity.pattern(units, &random) }
  }

  @Test(arguments: HopfieldNetwork.Rule.allCases)
  func damagedPatternsComeBackAndEnergyFalls(rule: HopfieldNetwork.Rule) throws {
    let patterns = patterns(12, units: 300)
    let network = try #require(HopfieldNetwork(patterns, rule: rule))
    var random = RandomStream(seed: 2, purpose: 99)
    for pattern in patterns {
      let start = HopfieldCapacity.damaged(pattern, 0.2, &random)
      #expect(HopfieldNetwork.overlap(start, pattern) < 0.8)
      let recall = network.recall(start, random: &random)
      #expect(recall.state == pattern)
      #expect(recall.states.count == recall.energies.count && recall.states.last == recall.state)
      for (before, after) in zip(recall.energies, recall.energies.dropFirst()) {
        #expect(after <= before + 1e-3)
      }
    }
  }

  /// E = -½ sᵀ W s of one pattern ξ: W s = ξ (ξ·s)/n less the diagonal, so E(ξ) = -(n - 1)/2.
  @Test func energyIsThatOfTheEquation() throws {
    let pattern = patterns(1, units: 40)
    let network = try #require(HopfieldNetwork(pattern, rule: .hebbian))
    var random = RandomStream(seed: 2, purpose: 99)
    let recall = network.recall(pattern[0], random: &random)
    #expect(abs(recall.energies[0] + 39.0 / 2) < 1e-4)
    #expect(recall.energies.count == 2)
  }

  /// The pseudo-inverse keeps patterns that Hebb's rule confuses, and has none of patterns that follow from others.
  @Test func thePseudoInverseTellsLikePatternsApart() throws {
    var base = patterns(8, units: 200)
    for place in 1..<8 { base[place].replaceSubrange(0..<120, with: base[0][0..<120]) }
    var random = RandomStream(seed: 2, purpose: 99)
    let sharp = try #require(HopfieldNetwork(base, rule: .pseudoInverse))
    #expect(base.allSatisfy { sharp.recall($0, random: &random).state == $0 })
    let blunt = try #require(HopfieldNetwork(base, rule: .hebbian))
    #expect(!base.allSatisfy { blunt.recall($0, random: &random).state == $0 })
    #expect(HopfieldNetwork(base + [base[3]], rule: .pseudoInverse) == nil)
    #expect(HopfieldNetwork([], rule: .hebbian) == nil)
  }

  @Test func capacityEndsNearItsTheory() throws {
    let found = try HopfieldCapacity(
      units: 400, rule: .hebbian, loads: [0.05, 0.14, 0.17, 0.25], trials: 2, probes: 40)
    #expect(found.byLoad.map(\.x) == [0.05, 0.14, 0.17, 0.25])
    #expect(found.byLoad[0].share > 0.97 && found.byLoad[3].share < 0.2)
    let capacity = try #require(found.capacity)
    // At 400 units the end is blurred, and later than the 0.138 of an infinite network.
    #expect(capacity > 0.13 && capacity < 0.2, "\(capacity)")
    #expect(found.byDamage.first?.share ?? 0 > 0.97 && found.byDamage.last?.share ?? 1 < 0.2)
  }

  @Test func denseMemoryTakesOneOfMany() {
    let patterns = patterns(2_000, units: 256)
    var random = RandomStream(seed: 2, purpose: 99)
    let start = HopfieldCapacity.damaged(patterns[1_234], 0.25, &random).map(Double.init)
    let (weights, energies) = DenseMemory(patterns).recall(start)
    #expect(weights[1_234] > 0.99)
    for (before, after) in zip(energies, energies.dropFirst()) { #expect(after <= before + 1e-9) }
  }

  /// A part of a text is nearer to it than to others, and the same text has the same pattern.
  @Test func partsOverlapWithTheirText() {
    let encoder = TextPattern(units: 1_024)
    let line = encoder.pattern(of: "얼음 트럭이 후진하는 소리가 첫 종소리를 대신한다")
    let other = encoder.pattern(of: "고무장화 수십 켤레가 젖은 바닥을 밟기 시작한다")
    let part = encoder.pattern(of: "후진하는 소라가")
    let (own, foreign) = (
      HopfieldNetwork.overlap(part, line), HopfieldNetwork.overlap(part, other)
    )
    #expect(own > abs(foreign) + 0.08, "\(own), \(foreign)")
    #expect(encoder.pattern(of: "가") != encoder.pattern(of: "나"))
    #expect(encoder.pattern(of: "").count == 1_024)
  }
}
