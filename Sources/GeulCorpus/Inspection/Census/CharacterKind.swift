import CUTF8Proc

/// What a corpus's reader may want to know of a character; most characters are of no kind.
public enum CharacterKind: String, CaseIterable, Sendable {
  /// Precomposed Hangul syllables.
  case hangulSyllable = "hangul_syllable"
  /// Conjoining jamo of modern Hangul: U+1100–1112, U+1161–1175, U+11A8–11C2.
  case conjoiningJamo = "conjoining_jamo"
  /// Conjoining jamo of old Hangul, and its tone marks U+302E and U+302F.
  case oldJamo = "old_jamo"
  /// Compatibility jamo of modern Hangul, as in ㅋㅋ: U+3131–3163.
  case compatibilityJamo = "compatibility_jamo"
  /// Compatibility jamo of old Hangul: U+3165–318E.
  case oldCompatibilityJamo = "old_compatibility_jamo"
  /// Half-width jamo: U+FFA1–FFDC.
  case halfwidthJamo = "halfwidth_jamo"
  /// Hangul in parentheses or circles: U+3200–321E, U+3260–327E.
  case enclosedHangul = "enclosed_hangul"
  /// Hangul fillers, which show nothing: U+115F, U+1160, U+3164, U+FFA0.
  case hangulFiller = "hangul_filler"
  /// Ideographs, in Korean text Hanja.
  case ideograph
  /// Compatibility ideographs, most of which every form replaces.
  case compatibilityIdeograph = "compatibility_ideograph"
  /// Characters with the property Emoji_Presentation; sequences of them are not put together.
  case emoji
  /// Variation selectors, such as the U+FE0F that makes an emoji of a sign.
  case variationSelector = "variation_selector"
  /// Spaces other than U+0020.
  case otherSpace = "other_space"
  /// VT, FF, NEL, LS, PS: line ends elsewhere, ordinary symbols here.
  case otherLineEnd = "other_line_end"
  /// Controls but for TAB and the line ends.
  case control
  /// Characters without width: U+200B–200D, U+2060, U+180E, U+FEFF.
  case zeroWidth = "zero_width"
  /// Other format characters, such as soft hyphens and marks of direction.
  case format
  /// U+FFFD, which stands for what could not be decoded.
  case replacement
  /// Private use.
  case privateUse = "private_use"
  /// Scalars that will never be characters: U+FDD0–FDEF and the last two of each plane.
  case noncharacter
  /// Scalars not assigned in the Unicode version of the library.
  case unassigned

  /// The kind of a scalar value, if it has one.
  public init?(of scalar: UInt32) {
    guard let kind = Self.hangul(scalar) ?? Self.byRange(scalar) ?? Self.byCategory(scalar)
    else { return nil }
    self = kind
  }

  /// The kind of a Hangul character; nil for what is none.
  @inline(__always)
  static func hangul(_ scalar: UInt32) -> CharacterKind? {
    switch scalar {
    case 0xAC00...0xD7A3: .hangulSyllable
    case 0x115F, 0x1160, 0x3164, 0xFFA0: .hangulFiller
    case 0x1100...0x1112, 0x1161...0x1175, 0x11A8...0x11C2: .conjoiningJamo
    case 0x1100...0x11FF, 0xA960...0xA97C, 0xD7B0...0xD7C6, 0xD7CB...0xD7FB, 0x302E, 0x302F:
      .oldJamo
    case 0x3131...0x3163: .compatibilityJamo
    case 0x3165...0x318E: .oldCompatibilityJamo
    case 0xFFA1...0xFFBE, 0xFFC2...0xFFC7, 0xFFCA...0xFFCF, 0xFFD2...0xFFD7, 0xFFDA...0xFFDC:
      .halfwidthJamo
    case 0x3200...0x321E, 0x3260...0x327E: .enclosedHangul
    default: nil
    }
  }

  private static func byRange(_ scalar: UInt32) -> CharacterKind? {
    switch scalar {
    case 0x0B, 0x0C, 0x85, 0x2028, 0x2029: .otherLineEnd
    case 0x180E, 0x200B...0x200D, 0x2060, 0xFEFF: .zeroWidth
    case 0x180B...0x180D, 0x180F, 0xFE00...0xFE0F, 0xE0100...0xE01EF: .variationSelector
    case 0xFFFD: .replacement
    case 0xFDD0...0xFDEF: .noncharacter
    default: scalar & 0xFFFE == 0xFFFE ? .noncharacter : nil
    }
  }

  private static func byCategory(_ scalar: UInt32) -> CharacterKind? {
    // Emoji newer than the library's Unicode are emoji all the same.
    if scalar >= 0x231A, Unicode.Scalar(scalar)?.properties.isEmojiPresentation == true {
      return .emoji
    }
    switch utf8proc_category(Int32(bitPattern: scalar)) {
    case UTF8PROC_CATEGORY_ZS: return scalar == 0x20 ? nil : .otherSpace
    case UTF8PROC_CATEGORY_CC:
      let isPlain = scalar == 0x09 || scalar == 0x0A || scalar == 0x0D
      return isPlain ? nil : .control
    case UTF8PROC_CATEGORY_CF: return .format
    case UTF8PROC_CATEGORY_CO: return .privateUse
    case UTF8PROC_CATEGORY_CN: return .unassigned
    case UTF8PROC_CATEGORY_LO where UnicodeScript(of: scalar) == .han:
      let isCompatibility = 0xF900...0xFAFF ~= scalar || 0x2F800...0x2FA1F ~= scalar
      return isCompatibility ? .compatibilityIdeograph : .ideograph
    default: return nil
    }
  }
}
