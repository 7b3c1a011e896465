/// Codes whole numbers and runs of bytes by a `ByteCoder`, on one stream with the symbols.
struct NumberCoder {
  private var bytes = ByteCoder()

  /// Seven bits a byte, the lowest first (LEB128).
  mutating func encode(_ number: Int, to encoder: inout RangeEncoder) {
    var rest = UInt64(number)
    while rest >= 0x80 {
      bytes.encode(UInt8(truncatingIfNeeded: rest) | 0x80, to: &encoder)
      rest >>= 7
    }
    bytes.encode(UInt8(rest), to: &encoder)
  }

  /// nil where the number is none that was written: greater than `limit`.
  mutating func decode(atMost limit: Int, from decoder: inout RangeDecoder) -> Int? {
    var number: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 63, by: 7) {
      let byte = bytes.decode(from: &decoder)
      number |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return number <= UInt64(limit) ? Int(number) : nil }
    }
    return nil
  }

  mutating func encode(_ run: ArraySlice<UInt8>, to encoder: inout RangeEncoder) {
    for byte in run { bytes.encode(byte, to: &encoder) }
  }

  mutating func decode(_ count: Int, from decoder: inout RangeDecoder) -> [UInt8] {
    var run: [UInt8] = []
    run.reserveCapacity(count)
    for _ in 0..<count { run.append(bytes.decode(from: &decoder)) }
    return run
  }
}
