/// Counts words and syllables of Hangul in scalars that arrive one by one.
struct WordCounter: Sendable {
  private(set) var words = 0
  private(set) var syllables = 0
  private var isWithinWord = false
  private var followsLead = false

  mutating func push(_ scalar: UInt32) {
    let isBlank = Self.isWhiteSpace(scalar)
    if !isBlank, !isWithinWord { words += 1 }
    isWithinWord = !isBlank
    // Old letters too: all L and V of the blocks of conjoining letters.
    let isVowel = (0x1160...0x11A7).contains(scalar) || (0xD7B0...0xD7C6).contains(scalar)
    if HangulSyllable.range.contains(scalar) || isVowel && followsLead { syllables += 1 }
    followsLead = (0x1100...0x115F).contains(scalar) || (0xA960...0xA97C).contains(scalar)
  }

  private static func isWhiteSpace(_ scalar: UInt32) -> Bool {
    if scalar < 0x80 { return scalar == 0x20 || (0x09...0x0D).contains(scalar) }
    return Unicode.Scalar(scalar)?.properties.isWhitespace ?? false
  }
}
