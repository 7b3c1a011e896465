/// The random bits of synthesized text: SplitMix64 (Steele, Lea and Flood, OOPSLA 2014).
///
/// A seed's text is the same on every machine and for ever, so this function must never change;
/// random numbers of models, which live elsewhere, may.
struct SplitMix: Sendable {
  private var state: UInt64

  /// Stream number `purpose` of `seed`.
  init(seed: UInt64, purpose: UInt64) {
    state = Self.mix(Self.mix(seed &+ Self.step) ^ (purpose &* 0xD1B5_4A32_D192_ED03))
  }

  /// The next 64 random bits.
  @inline(__always)
  mutating func next() -> UInt64 {
    state &+= Self.step
    return Self.mix(state)
  }

  /// The next number below `limit`, each equally likely to within limit / 2⁶⁴.
  mutating func below(_ limit: Int) -> Int {
    Int(next().multipliedFullWidth(by: UInt64(limit)).high)
  }

  private static let step: UInt64 = 0x9E37_79B9_7F4A_7C15

  @inline(__always)
  private static func mix(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
