import Foundation
import GeulCompute
import GeulText
import Testing

@testable import GeulEvaluation

/// Mixtures, the cache, and differences that are more than chance.
@Suite struct MixingTests {
  /// The weights are where no other is likelier.
  @Test func weightsAreTheLikeliest() {
    var random = RandomStream(seed: 3, purpose: 95)
    var losses: [[Float]] = []
    for model in 0..<3 {
      let width = 3 + 0.3 * Double(model)
      losses.append((0..<4_000).map { _ in Float(0.2 + width * random.uniform()) })
    }
    let mixture = Mixture(fitting: losses)
    #expect(abs(mixture.weights.reduce(0, +) - 1) < 1e-9)
    func loss(_ weights: [Double]) -> Double {
      var sum = 0.0
      for symbol in 0..<4_000 {
        var p = 0.0
        for model in 0..<3 { p += weights[model] * exp(-Double(losses[model][symbol])) }
        sum -= log(p)
      }
      return sum
    }
    let best = loss(mixture.weights)
    #expect(
      abs(best - mixture.losses(losses).reduce(0) { $0 + Double($1) }) < 1e-3 * best)
    for (up, down) in [(0, 1), (1, 2), (2, 0), (1, 0)] {
      var other = mixture.weights
      let step = min(0.02, other[down])
      (other[up], other[down]) = (other[up] + step, other[down] - step)
      #expect(loss(other) >= best - 1e-6)
    }
  }

  @Test func aWorseModelGetsNothing() {
    let good = [Float](repeating: 1, count: 500)
    let bad = [Float](repeating: 90, count: 500)
    let mixture = Mixture(fitting: [bad, good])
    #expect(mixture.weights[1] > 0.999)
    #expect(mixture.losses([bad, good]).allSatisfy { abs($0 - 1) < 0.01 })
  }

  /// The cache's losses against counts made anew at each place.
  @Test(arguments: [1, 3, 40, 1_000]) func cacheCountsTheRecentPast(memory: Int) throws {
    var random = RandomStream(seed: 8, purpose: 94)
    let ids = (0..<300).map { _ in UInt32(random.next() % 5) }
    let tokens = TokenSequence(ids, symbolCount: 5)
    let found = try CacheModel(vocabulary: 5, memory: memory).losses(tokens, range: 20..<300)
    for (offset, loss) in found.enumerated() {
      let place = 20 + offset
      let from = max(0, place - memory, 20 - memory)
      let singles = ids[from..<place]
      let single =
        (Double(singles.count { $0 == ids[place] }) + 1.0 / 5) / (Double(singles.count) + 1)
      // A pair counts with the symbol that follows, as long as its first is in the memory.
      let pairs = (max(1, from + 1)..<max(1, from + 1, place)).filter {
        ids[$0 - 1] == ids[place - 1]
      }
      let pair = Double(pairs.count { ids[$0] == ids[place] })
      let p = (pair + 4 * single) / (Double(pairs.count) + 4)
      #expect(abs(Double(loss) + log(p)) < 1e-4, "place \(place)")
    }
    // Each distribution sums up to 1.
    let sums = try (0..<5).map { last -> Double in
      let other = TokenSequence(ids + [UInt32(last)], symbolCount: 5)
      return exp(
        -Double(try CacheModel(vocabulary: 5, memory: memory).losses(other, range: 300..<301)[0]))
    }
    #expect(abs(sums.reduce(0, +) - 1) < 1e-5)
  }

  @Test func differencesKnowChance() throws {
    var random = RandomStream(seed: 4, purpose: 93)
    let counts = [Int](repeating: 100, count: 400)
    let first = counts.map { _ in 100 + 50 * random.uniform() }
    let same = first.map { $0 + 4 * (random.uniform() - 0.5) }
    let better = first.map { $0 - 1 + 4 * (random.uniform() - 0.5) }
    let none = try #require(PairedDifference(first, same, per: counts))
    #expect(none.p > 0.01 && abs(none.difference) < 3 * none.standardError)
    let clear = try #require(PairedDifference(first, better, per: counts))
    #expect(clear.p <= 0.002 && abs(clear.difference - 0.01) < 3 * clear.standardError)
    // Noise of ±2, of variance 4/3, over 400 stretches of 100.
    #expect(abs(clear.standardError - (4.0 / 3 / 400).squareRoot() / 100) < 1e-4)
    #expect(PairedDifference([1], [2], per: [1]) == nil)
  }

  /// A model's own samples are fitted by T = 1, flattened ones by more.
  @Test func lossAtATemperatureIsThatOfTheScaledModel() {
    let logs = [Float](arrayLiteral: -0.2, -2.3, -3.1, -4)
    logs.withUnsafeBufferPointer { logs in
      for inverse in [0.5, 1, 1.7] {
        let sum = logs.reduce(0.0) { $0 + exp(Double($1) * inverse) }
        for target in 0..<4 {
          let expected = -log(exp(Double(logs[target]) * inverse) / sum)
          #expect(abs(Temperature.loss(logs, target, inverse) - expected) < 1e-5)
        }
      }
    }
  }
}
