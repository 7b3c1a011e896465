/// The arithmetic of precomposed syllables (the Unicode Standard, section 3.12).
enum HangulSyllable {
  /// The precomposed syllables.
  static let range: Range<UInt32> = 0xAC00..<0xD7A4

  private static let finals: UInt32 = 28
  private static let vowels: UInt32 = 21

  /// Appends the jamo L, V and, if it has one, T of a precomposed syllable.
  static func appendJamo(of syllable: UInt32, into output: inout [UInt32]) {
    let index = syllable - range.lowerBound
    output.append(0x1100 + index / (vowels * finals))
    output.append(0x1161 + index / finals % vowels)
    let final = index % finals
    if final > 0 { output.append(0x11A7 + final) }
  }
}
