/// Reads what a `RangeEncoder` has written, given the same probabilities.
///
/// Any bytes are read as something: whether they were what was written is for a hash of the result to say.
public struct RangeDecoder: Sendable {
  private let bytes: [UInt8]
  private var place = 0
  /// The number less the interval's beginning.
  private var offset: UInt64 = 0
  private var range = UInt64.max
  private var unit: UInt64 = 1

  /// A decoder of these bytes, and zeros behind them.
  public init(_ bytes: [UInt8]) {
    self.bytes = bytes
    for _ in 0..<8 { offset = offset << 8 | UInt64(nextByte()) }
  }

  /// How many bytes were read beyond the last, as no whole number's are.
  public var missingBytes: Int { max(0, place - bytes.count - 8) }

  /// Where in 0 ..< `total` the next symbol's part lies; to be followed by `take`.
  public mutating func find(total: UInt64) -> UInt64 {
    unit = range / total
    return min(total - 1, offset / unit)
  }

  /// Takes the symbol, which has the part `start` ..< `start` + `count` of the total.
  public mutating func take(start: UInt64, count: UInt64) {
    offset &-= unit &* start
    range = unit &* count
    while range < RangeEncoder.least {
      offset = offset << 8 | UInt64(nextByte())
      range <<= 8
    }
  }

  private mutating func nextByte() -> UInt8 {
    defer { place += 1 }
    return place < bytes.count ? bytes[place] : 0
  }
}
