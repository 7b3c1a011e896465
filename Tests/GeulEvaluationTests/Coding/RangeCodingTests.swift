import GeulCompute
import Testing

@testable import GeulEvaluation

/// Whole numbers into bytes and back.
@Suite struct RangeCodingTests {
  @Test(arguments: [1, 2, 3, 17, 5_000]) func symbolsComeBack(count: Int) {
    var random = RandomStream(seed: 7, purpose: 99)
    let parts = (0..<count).map { _ -> (start: UInt64, count: UInt64, total: UInt64) in
      // Totals of 1 to 2³², parts from the least to the whole.
      let total = max(1, random.next() >> (32 + random.next() % 32))
      let start = random.next() % total
      return (start, 1 + random.next() % (total - start), total)
    }
    var encoder = RangeEncoder()
    for part in parts {
      encoder.encode(start: part.start, count: part.count, total: part.total)
    }
    var decoder = RangeDecoder(encoder.finish())
    for (place, part) in parts.enumerated() {
      let found = decoder.find(total: part.total)
      #expect(
        (part.start..<part.start + part.count).contains(found), "symbol \(place) of \(count)")
      decoder.take(start: part.start, count: part.count)
    }
  }

  /// Long runs of FF take a carry that comes late.
  @Test func carriesGoThrough() {
    var encoder = RangeEncoder()
    let total: UInt64 = (1 << 32) - 1
    for _ in 0..<300 { encoder.encode(start: total - 1, count: 1, total: total) }
    for _ in 0..<300 { encoder.encode(start: total / 2, count: total / 2, total: total) }
    var decoder = RangeDecoder(encoder.finish())
    for _ in 0..<300 {
      #expect(decoder.find(total: total) == total - 1)
      decoder.take(start: total - 1, count: 1)
    }
    for _ in 0..<300 {
      #expect(decoder.find(total: total) >= total / 2)
      decoder.take(start: total / 2, count: total / 2)
    }
  }

  /// A coin of 1 : 255 has 0.0369 bits.
  @Test func lengthIsTheEntropy() {
    var random = RandomStream(seed: 3, purpose: 99)
    var encoder = RangeEncoder()
    var bits = 0.0
    for _ in 0..<100_000 {
      let isRare = random.next() % 256 == 0
      encoder.encode(start: isRare ? 255 : 0, count: isRare ? 1 : 255, total: 256)
      bits += isRare ? 8 : 0.005_646_563
    }
    let length = Double(8 * encoder.finish().count)
    #expect(length > bits - 1 && length < bits * 1.0001 + 24, "\(length) of \(bits)")
  }

  @Test func anyBytesAreReadAsSomething() {
    var random = RandomStream(seed: 9, purpose: 99)
    for length in 0..<40 {
      var decoder = RangeDecoder((0..<length).map { _ in UInt8(truncatingIfNeeded: random.next()) })
      for _ in 0..<200 {
        let total = 1 + random.next() % 1_000_000
        let place = decoder.find(total: total)
        #expect(place < total)
        decoder.take(start: place, count: 1)
      }
    }
  }
}
