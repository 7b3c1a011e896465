import GeulCompute
import Testing

struct RandomStreamTests {
  /// M = 2**64 - 1
  /// def mix(z):
  ///     z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & M
  ///     z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & M
  ///     return z ^ (z >> 31)
  /// def draws(seed, purpose):
  ///     key = mix(mix((seed + 0x9E3779B97F4A7C15) & M) ^ (purpose * 0xD1B54A32D192ED03 & M))
  ///     return [hex(mix((key + (i + 1) * 0x9E3779B97F4A7C15) & M)) for i in range(3)]
  /// for s, p in [(0, 0), (42, 7), (M, M)]: print(draws(s, p))
  @Test(arguments: [
    (
      UInt64(0), UInt64(0),
      [0x568a_9b0b_1a2c_05ec, 0x44e5_b8b1_47ef_718b, 0x4585_63ab_5552_1133] as [UInt64]
    ),
    (42, 7, [0x9c25_c36d_c45d_e5fc, 0xeff8_f204_b4eb_aecd, 0x4f4c_0a9f_067f_efed]),
    (.max, .max, [0x97c5_3905_c4f5_21a3, 0x220f_3ab1_0d7f_df18, 0xc04c_9f84_6ada_1189]),
  ])
  func knownAnswers(seed: UInt64, purpose: UInt64, expected: [UInt64]) {
    var stream = RandomStream(seed: seed, purpose: purpose)
    #expect((0..<3).map { _ in stream.next() } == expected)
    #expect(stream.position == 3)
  }

  @Test func drawsAreUniform() {
    var stream = RandomStream(case: 1)
    let count = 100_000
    var bins = [Int](repeating: 0, count: 10)
    var sum = 0.0
    for _ in 0..<count {
      let draw = stream.uniform()
      #expect(draw >= 0 && draw < 1)
      sum += draw
      bins[Int(draw * 10)] += 1
    }
    // Five standard deviations: of the mean, √(1/12n); of a bin, √(0.09 n).
    #expect(abs(sum / Double(count) - 0.5) < 0.0046)
    for bin in bins { #expect(abs(bin - count / 10) < 475) }
  }

  @Test func everyBitIsAsOftenOneAsZero() {
    var stream = RandomStream(case: 2)
    var ones = [Int](repeating: 0, count: 64)
    for _ in 0..<10_000 {
      let draw = stream.next()
      for bit in 0..<64 where draw >> UInt64(bit) & 1 == 1 { ones[bit] += 1 }
    }
    for count in ones { #expect(abs(count - 5_000) < 300) }
  }

  @Test func streamsOfOneSeedDiffer() {
    var draws: Set<UInt64> = []
    for purpose: UInt64 in 0..<20 {
      for seed: UInt64 in 0..<20 {
        var stream = RandomStream(seed: seed, purpose: purpose)
        for _ in 0..<50 { draws.insert(stream.next()) }
      }
    }
    #expect(draws.count == 20 * 20 * 50)
  }

  @Test func keysOfCountersDiffer() {
    let keys = (0..<1_000).map { RandomStream.key(seed: 3, purpose: 5, counter: $0) }
    #expect(Set(keys).count == keys.count)
    #expect(keys[7] == RandomStream.key(seed: 3, purpose: 5, counter: 7))
    #expect(keys[7] != RandomStream.key(seed: 4, purpose: 5, counter: 7))
    #expect(keys[7] != RandomStream.key(seed: 3, purpose: 6, counter: 7))
  }

  @Test func aCopyGoesOnWhereTheOriginalStood() {
    var stream = RandomStream(case: 3)
    for _ in 0..<17 { _ = stream.next() }
    var copy = stream
    #expect((0..<5).map { _ in stream.next() } == (0..<5).map { _ in copy.next() })
    #expect(stream == copy)
  }
}
