/// Codes bytes that no model knows, by what followed the byte before and the two before that so far.
///
/// A byte is eight choices down a tree; each has two estimates, of the order 1 and 2, which move by a sixteenth toward
/// what comes, and whose mean is coded by. What repeats costs little, noise about eight bits.
struct ByteCoder {
  /// Estimates of a 1, of 2¹⁶; the second order's share places by a hash.
  private var first = [UInt16](repeating: 1 << 15, count: 1 << 16)
  private var second = [UInt16](repeating: 1 << 15, count: 1 << 22)
  private var history: UInt32 = 0

  mutating func encode(_ byte: UInt8, to encoder: inout RangeEncoder) {
    code(byte) { probability, bit in
      let zeros = UInt64(1 << 16) - probability
      encoder.encode(
        start: bit ? zeros : 0, count: bit ? probability : zeros, total: 1 << 16)
      return bit
    }
  }

  mutating func decode(from decoder: inout RangeDecoder) -> UInt8 {
    code(0) { probability, _ in
      let zeros = UInt64(1 << 16) - probability
      let bit = decoder.find(total: 1 << 16) >= zeros
      decoder.take(start: bit ? zeros : 0, count: bit ? probability : zeros)
      return bit
    }
  }

  /// Walks down the tree; `choose` is handed the estimate of a 1 and the byte's bit, and returns the bit there was.
  @discardableResult
  private mutating func code(
    _ byte: UInt8, _ choose: (_ probability: UInt64, _ bit: Bool) -> Bool
  ) -> UInt8 {
    var node = 1
    let row = Int(history & 0xFF) << 8
    let pair = (history & 0xFFFF) &* 0x9E37_79B1
    for shift in (0..<8).reversed() {
      let one = row | node
      let two = Int((pair ^ UInt32(node) &* 0x85EB_CA6B) >> 10)
      let mean = (UInt64(first[one]) + UInt64(second[two])) / 2
      let bit = choose(min(max(mean, 32), (1 << 16) - 32), byte >> UInt8(shift) & 1 == 1)
      Self.move(&first[one], bit)
      Self.move(&second[two], bit)
      node = node << 1 | (bit ? 1 : 0)
    }
    history = history << 8 | UInt32(node & 0xFF)
    return UInt8(node & 0xFF)
  }

  private static func move(_ estimate: inout UInt16, _ bit: Bool) {
    if bit { estimate += (UInt16.max - estimate) >> 4 } else { estimate -= estimate >> 4 }
  }
}
