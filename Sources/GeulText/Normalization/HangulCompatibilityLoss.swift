/// Counts the Hangul characters that NFKC and NFKD would replace for good.
///
/// These are the compatibility jamo (ㅋㅋ, ㅠㅠ, ㄱㅏㄴ), their half-width forms, and letters and syllables
/// in circles and parentheses. ㅋㅋㅋ becomes three conjoining consonants, which are one grapheme cluster.
/// Give it the scalars before they are normalized; a run that is not in a compatibility form has no
/// need of it.
public struct HangulCompatibilityLoss: Equatable, Sendable {
  /// A character and how often it occurred.
  public struct Occurrence: Equatable, Sendable {
    /// The Unicode scalar value.
    public let scalar: UInt32
    /// How many of them there were.
    public let count: Int
  }

  private var counts: [UInt32: Int] = [:]

  /// Begins with nothing counted.
  public init() {}

  /// How many characters are lost in all.
  public var total: Int { counts.values.reduce(0, +) }

  /// Counts the characters in the next scalars of a text.
  ///
  /// Cost: linear, a nanosecond for each scalar that is not one of them.
  public mutating func count(_ scalars: [UInt32]) {
    for scalar in scalars where scalar >= 0x3131 && Self.isLost(scalar) {
      counts[scalar, default: 0] += 1
    }
  }

  /// The characters that occurred most often, the first of them foremost; equals by scalar value.
  public func mostFrequent(_ limit: Int) -> [Occurrence] {
    counts.map { Occurrence(scalar: $0.key, count: $0.value) }
      .sorted { ($1.count, $0.scalar) < ($0.count, $1.scalar) }
      .prefix(limit).map { $0 }
  }

  /// Whether the compatibility forms make other Hangul of a character, or none.
  @inline(__always)
  static func isLost(_ scalar: UInt32) -> Bool {
    switch scalar {
    // Compatibility jamo, their half-width forms, and Hangul in parentheses or circles.
    case 0x3131...0x318E: true
    case 0xFFA0...0xFFBE, 0xFFC2...0xFFC7, 0xFFCA...0xFFCF, 0xFFD2...0xFFD7, 0xFFDA...0xFFDC: true
    case 0x3200...0x321E, 0x3260...0x327E: true
    default: false
    }
  }
}
