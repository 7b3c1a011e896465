import Foundation
import GeulCompute
import Testing

struct SamplingKernelsTests {
  /// Around the blocks, and vocabularies as they are.
  static let counts = [1, 5, 24, 25, 63, 64, 65, 321, 11_000]

  /// Padded with what is no candidate.
  private func padded(_ values: [Float], with filler: Float = 0) -> [Float] {
    let size = SamplingKernels.padded(values.count)
    return values + [Float](repeating: filler, count: size - values.count)
  }

  private func workspace(_ count: Int) -> SamplingKernels.Workspace {
    var work = SamplingKernels.Workspace()
    work.reserve(SamplingKernels.padded(count))
    return work
  }

  /// Weights whose sums are exact in any order, many of them equal and some 0.
  private func exactWeights(_ count: Int) -> [Float] {
    var random = RandomStream(case: count)
    var weights = (0..<count).map { _ in Float(random.integer(in: 0...200)) / 256 }
    weights[random.integer(in: 0...(count - 1))] = 1
    return weights
  }

  @Test(arguments: counts)
  func whatIsNoNumberIsImpossible(count: Int) {
    var random = RandomStream(case: count)
    let odd: [Float] = [.nan, .infinity, -.infinity, -.greatestFiniteMagnitude, 0]
    let logs = (0..<count).map { _ in odd[random.integer(in: 0...4)] }
    var scores = [Float](repeating: 3, count: SamplingKernels.padded(count))
    logs.withUnsafeBufferPointer { SamplingKernels.clean($0, into: &scores) }
    #expect(scores == padded(logs.map { $0 < .infinity ? $0 : -.infinity }, with: -.infinity))
    var work = workspace(count)
    let most = SamplingKernels.greatest(scores, count: count, &work)
    #expect(most == scores.max())
  }

  @Test(arguments: counts, [0.01, 1, 3, 1e30] as [Float])
  func weightsAreExponentials(count: Int, scale: Float) {
    var random = RandomStream(case: count)
    var scores = random.signed(count).map { ($0 - 1) * 40 }
    scores[count / 2] = 0
    if count > 4 { scores[count - 1] = -.infinity }
    scores = padded(scores, with: -.infinity)
    var weights = [Float](repeating: 3, count: scores.count)
    let total = SamplingKernels.weigh(
      scores, count: count, most: 0, scale: scale, into: &weights)
    for (score, weight) in zip(scores, weights) {
      let x = score * scale
      let expected = x < -87 ? 0 : exp(Double(x))
      #expect(abs(Double(weight) - expected) <= 3e-7 * expected)
    }
    #expect(weights[count / 2] == 1)
    let sum = weights.reduce(0) { $0 + Double($1) }
    #expect(abs(total - sum) <= 1e-12 * sum)
  }

  @Test(arguments: counts, [1, 2, 24, 40, 171, 172, 5_000])
  func theHighestAreThoseOfTheSortedRow(count: Int, k: Int) {
    for numbered in [false, true] { expectHighest(count: count, k: k, numbered: numbered) }
  }

  private func expectHighest(count: Int, k: Int, numbered: Bool) {
    var random = RandomStream(case: count + k)
    // Of 300 values, so that they tie; some are impossible.
    let values = (0..<count).map { _ in
      random.uniform() < 0.1 ? -Float.infinity : Float(random.integer(in: 0...300)) / 7
    }
    var ids = (0..<UInt32(SamplingKernels.padded(count))).map { numbered ? $0 * 3 + 1 : 0 }
    let possible = values.indices.filter { values[$0] > -.infinity }
    let kept = possible.sorted { (values[$1], $0) < (values[$0], $1) }.prefix(k).sorted()
    let expected = kept.map { UInt32(numbered ? $0 * 3 + 1 : $0) }

    var (scores, work) = (padded(values, with: -.infinity), workspace(count))
    _ = SamplingKernels.greatest(scores, count: count, &work)
    let found = SamplingKernels.keepHighest(
      k, count: count, numbered: numbered, scores: &scores, ids: &ids, &work)
    #expect(ids.prefix(found) == expected[...])
    #expect(scores.prefix(found) == kept.map { values[$0] }[...])
    #expect(scores[found..<SamplingKernels.padded(found)].allSatisfy { $0 == -.infinity })
  }

  /// The sums are exact, so that targets that are met exactly count too.
  @Test(arguments: counts)
  func theGreatestAreThoseOfTheSortedRow(count: Int) {
    expectGreatest(exactWeights(count))
    // All different, so that every sum is one symbol's.
    var (random, weights) = (RandomStream(case: count), (1...count).map { Float($0) / 16_384 })
    for place in weights.indices { weights.swapAt(place, random.integer(in: 0...place)) }
    expectGreatest(weights)
  }

  private func expectGreatest(_ weights: [Float]) {
    let count = weights.count
    let order = weights.indices.sorted { (weights[$1], $0) < (weights[$0], $1) }
    let sums = order.reduce(into: [0.0]) { $0.append(($0.last ?? 0) + Double(weights[$1])) }
    var work = workspace(count)
    for place in stride(from: 1, through: count, by: 1 + count / 99) {
      for target in [sums[place].nextDown, sums[place], sums[place].nextUp] {
        // The first sum that reaches it, or all.
        let size = sums.firstIndex { $0 >= target } ?? count
        var expected = [Float](repeating: 0, count: count)
        for id in order.prefix(size) { expected[id] = weights[id] }
        var found = padded(weights)
        let total = SamplingKernels.keepGreatest(
          reaching: target, weights: &found, count: count, &work)
        #expect(found == padded(expected))
        #expect(total == sums[size])
      }
    }
  }

  @Test(arguments: counts, [0, 0.25, 0.5, 1] as [Float])
  func weightsBelowTheLeastGo(count: Int, least: Float) {
    var weights = padded(exactWeights(count))
    let expected = weights.map { $0 >= least ? $0 : 0 }
    let total = SamplingKernels.keep(atLeast: least, weights: &weights, count: count)
    #expect(weights == expected)
    #expect(total == expected.reduce(0) { $0 + Double($1) })
  }

  /// Three levels of e^x around the mean: the middle one is nearest, and is cut by place.
  @Test(arguments: [5, 65, 1_001])
  func theTypicalAreNearestTheMean(count: Int) {
    let levels: [Float] = [0, -1, -5]
    let scores = (0..<count).map { levels[$0 % 3] }
    let exact = scores.map { exp(Double($0)) }
    let total = exact.reduce(0, +)
    let mean = zip(exact, scores).reduce(0) { $0 + $1.0 / total * Double($1.1) }
    let order = scores.indices.sorted {
      (abs(Double(scores[$0]) - mean), $0) < (abs(Double(scores[$1]) - mean), $1)
    }
    for share in [0.01, 0.2, 0.35, 0.5, 0.77, 0.99] {
      var (sum, expected) = (0.0, Set<Int>())
      for id in order where sum < share * total {
        sum += exact[id]
        expected.insert(id)
      }
      let padded = padded(scores, with: -.infinity)
      var (weights, work) = ([Float](repeating: 0, count: padded.count), workspace(count))
      var typicalities = weights
      let all = SamplingKernels.weigh(padded, count: count, most: 0, scale: 1, into: &weights)
      let left = SamplingKernels.keepTypical(
        reaching: share * all, scores: padded, most: 0, scale: 1, weights: &weights, count: count,
        typicalities: &typicalities, &work)
      #expect(Set(weights.indices.filter { weights[$0] > 0 }) == expected)
      #expect(abs(left - sum) <= 1e-6 * sum)
    }
  }

  @Test(arguments: counts)
  func drawsInvertTheSums(count: Int) {
    let weights = exactWeights(count)
    let row = padded(weights)
    var sums = [Double](repeating: 0, count: row.count / SamplingKernels.block)
    let total = SamplingKernels.sum(row, count: count, into: &sums)
    func drawn(_ target: Double) -> Int? {
      SamplingKernels.draw(row, count: count, sums: sums, target: target)
    }
    var sum = 0.0
    for (place, weight) in weights.enumerated() where weight > 0 {
      let after = sum + Double(weight)
      for target in [sum, (sum + after) / 2, after.nextDown] { #expect(drawn(target) == place) }
      sum = after
    }
    #expect(total == sum)
    for target in [sum, sum * 2] { #expect(drawn(target) == weights.lastIndex { $0 > 0 }) }
  }

  @Test func nothingIsDrawnOfNothing() {
    let zeros = [Float](repeating: 0, count: 192)
    var sums = [1.0, 2, 3]
    #expect(SamplingKernels.sum(zeros, count: 130, into: &sums) == 0)
    for count in [0, 130] {
      #expect(SamplingKernels.draw(zeros, count: count, sums: sums, target: 0) == nil)
    }
  }
}
