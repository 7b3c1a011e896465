import GeulText

/// What a character is by itself.
enum CharacterMarks {
  static func isBlank(_ scalar: UInt32) -> Bool {
    scalar == 0x0A || Unicode.Scalar(scalar)?.properties.isWhitespace == true
  }

  static func isLetter(_ scalar: UInt32) -> Bool {
    Unicode.Scalar(scalar)?.properties.isAlphabetic == true
  }

  static func isSyllable(_ scalar: UInt32) -> Bool { HangulSyllable.range.contains(scalar) }

  /// Syllables and jamo of every kind.
  static func isHangul(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0xAC00...0xD7A3, 0x1100...0x11FF, 0x3131...0x318E, 0xA960...0xA97C, 0xD7B0...0xD7FB: true
    default: false
    }
  }

  /// A property that needs no neighbours; nil where it is not asked.
  static func value(of property: TextProperty, _ scalar: UInt32) -> Double? {
    guard let properties = Unicode.Scalar(scalar)?.properties else { return nil }
    func number(_ holds: Bool) -> Double { holds ? 1 : 0 }
    switch property {
    case .blank: return number(isBlank(scalar))
    case .hangul: return properties.isAlphabetic ? number(isHangul(scalar)) : nil
    case .finalConsonant:
      return isSyllable(scalar) ? number(!HangulSyllable.isOpen(scalar)) : nil
    case .digit: return number(properties.numericType != nil)
    case .capital: return properties.isCased ? number(properties.isUppercase) : nil
    case .vowel:
      guard scalar < 0x80, properties.isAlphabetic else { return nil }
      return number("aeiouyAEIOUY".unicodeScalars.contains { $0.value == scalar })
    case .punctuation:
      switch properties.generalCategory {
      case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
        .initialPunctuation, .finalPunctuation, .otherPunctuation:
        return 1
      default: return 0
      }
    default: return nil
    }
  }
}
