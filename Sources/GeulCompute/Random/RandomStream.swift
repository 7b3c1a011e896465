/// A counter-based source of random numbers: draw `n` of key `k` is a function of `k` and `n` alone.
///
/// The function is SplitMix64's (Steele, Lea and Flood, OOPSLA 2014). A stream is its key and its
/// position, so saving two integers saves it, and two streams of different keys never meet.
public struct RandomStream: Sendable, Codable, Equatable {
  /// What the stream is drawn from; made of a seed and a purpose.
  public let key: UInt64
  /// How many numbers were drawn.
  public private(set) var position: UInt64

  /// Stream number `purpose` of `seed`.
  public init(seed: UInt64, purpose: UInt64) {
    key = Self.mix(Self.mix(seed &+ 0x9E37_79B9_7F4A_7C15) ^ (purpose &* 0xD1B5_4A32_D192_ED03))
    position = 0
  }

  /// The next 64 random bits.
  public mutating func next() -> UInt64 {
    position &+= 1
    return Self.mix(key &+ position &* 0x9E37_79B9_7F4A_7C15)
  }

  /// The next number in [0, 1), with 53 random bits.
  public mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// The key of a stream within this one, for work that draws by its own counter.
  public static func key(seed: UInt64, purpose: UInt64, counter: UInt64) -> UInt64 {
    let outer = RandomStream(seed: seed, purpose: purpose)
    return mix(outer.key &+ counter &* 0x9E37_79B9_7F4A_7C15)
  }

  private static func mix(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
