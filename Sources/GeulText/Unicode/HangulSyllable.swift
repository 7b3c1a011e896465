/// The arithmetic of precomposed syllables (the Unicode Standard, section 3.12).
package enum HangulSyllable {
  /// The precomposed syllables.
  package static let range: Range<UInt32> = 0xAC00..<0xD7A4
  /// The conjoining consonants L that begin a precomposed syllable.
  static let leads: Range<UInt32> = 0x1100..<0x1113
  /// The conjoining vowels V of precomposed syllables.
  static let vowels: Range<UInt32> = 0x1161..<0x1176
  /// The conjoining final consonants T of precomposed syllables; U+11A7 is none, though it is their base.
  static let finals: Range<UInt32> = 0x11A8..<0x11C3

  /// The syllables that share their L and V: one without a final, and one for each final.
  private static let finalCount: UInt32 = 28
  private static let vowelCount: UInt32 = 21
  private static let finalBase: UInt32 = 0x11A7

  /// The syllable of an L and a V.
  @inline(__always)
  static func open(_ lead: UInt32, _ vowel: UInt32) -> UInt32 {
    let pair = (lead &- leads.lowerBound) &* vowelCount &+ (vowel &- vowels.lowerBound)
    return range.lowerBound &+ pair &* finalCount
  }

  /// The syllable of an open syllable and a T.
  @inline(__always)
  static func close(_ open: UInt32, _ final: UInt32) -> UInt32 { open &+ (final &- finalBase) }

  /// Whether a scalar is a precomposed syllable without a final consonant.
  @inline(__always)
  package static func isOpen(_ scalar: UInt32) -> Bool {
    range.contains(scalar) && (scalar &- range.lowerBound) % finalCount == 0
  }

  /// What two scalars compose to: L and V, or LV and T.
  package static func compose(_ first: UInt32, _ second: UInt32) -> UInt32? {
    if leads.contains(first), vowels.contains(second) { return open(first, second) }
    if isOpen(first), finals.contains(second) { return close(first, second) }
    return nil
  }

  /// Whether a letter that follows may be composed with this scalar: an L, or a syllable without a final.
  static func mayBeJoined(_ scalar: UInt32) -> Bool { leads.contains(scalar) || isOpen(scalar) }

  /// Calls `body` with each jamo of a precomposed syllable: L, V and, if it has one, T.
  package static func forEachJamo(of syllable: UInt32, _ body: (UInt32) -> Void) {
    let (lead, vowel, final) = jamo(of: syllable)
    body(lead)
    body(vowel)
    if let final { body(final) }
  }

  /// The jamo L and V of a precomposed syllable, and its T or nil.
  @inline(__always)
  static func jamo(of syllable: UInt32) -> (lead: UInt32, vowel: UInt32, final: UInt32?) {
    let index = syllable &- range.lowerBound
    let pair = index / finalCount
    let final = index &- pair &* finalCount
    let lead = pair / vowelCount
    return (
      leads.lowerBound &+ lead, vowels.lowerBound &+ (pair &- lead &* vowelCount),
      final > 0 ? finalBase &+ final : nil
    )
  }
}
