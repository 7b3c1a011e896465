/// The conjoining letters of Korean, modern and old, by their place in a syllable (the Unicode Standard,
/// section 3.12; the property Hangul_Syllable_Type).
enum HangulLetter {
  /// A consonant that begins a syllable: L, the filler among them.
  case lead
  /// A vowel: V, the filler among them.
  case vowel
  /// A consonant that ends a syllable: T.
  case final

  /// What a scalar is, or nil if it is no conjoining letter.
  init?(_ scalar: UInt32) {
    switch scalar {
    case 0x1100...0x115F, 0xA960...0xA97C: self = .lead
    case 0x1160...0x11A7, 0xD7B0...0xD7C6: self = .vowel
    case 0x11A8...0x11FF, 0xD7CB...0xD7FB: self = .final
    default: return nil
    }
  }
}
