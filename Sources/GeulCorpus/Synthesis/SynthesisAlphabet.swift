import GeulText

/// The characters that a synthesized text is written in: a line feed, a space, and letters.
public enum SynthesisAlphabet: String, Sendable, CaseIterable {
  /// Lower-case letters, then capitals, then digits.
  case ascii
  /// Syllables in whose making each initial, vowel and final meets many others, so that a model of
  /// jamo has something to share between syllables, and none of the three tells the other two.
  case hangul

  /// How many characters it can have.
  public var sizes: ClosedRange<Int> {
    switch self {
    case .ascii: 3...64
    case .hangul: 3...2048
    }
  }

  /// Its first `count` characters; line feed and space first. All are whole in NFC.
  public func scalars(_ count: Int) -> [Unicode.Scalar] {
    precondition(sizes.contains(count), "\(count) characters of the alphabet \(self)")
    let letters =
      switch self {
      case .ascii:
        Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789".unicodeScalars)
      case .hangul: Self.syllables(count - 2)
      }
    return ["\n", " "] + letters.prefix(count - 2)
  }

  /// A box of so many initials × vowels × finals that none is missing, at the commonest of each.
  private static func syllables(_ count: Int) -> [Unicode.Scalar] {
    // Places in the Unicode Standard's table 3.12: ㅇㄱㄴㄷㄹㅁㅂㅅㅈㅎㅊㅋㅌㅍㄲ, ㅏㅣㅗㅜㅓㅡㅐㅔㅕㅛ, none ㄴㄹㅇㄱㅁㅂㅅㅆㄷㅈㅎㅌㅍ.
    let initials: [UInt32] = [11, 0, 2, 3, 5, 6, 7, 9, 12, 18, 14, 15, 16, 17, 1]
    let vowels: [UInt32] = [0, 20, 8, 13, 4, 18, 1, 5, 6, 12]
    let finals: [UInt32] = [0, 4, 8, 21, 1, 16, 17, 19, 20, 7, 22, 27, 25, 26]
    var box = (initials: 1, vowels: 1, finals: 1)
    while box.initials * box.vowels * box.finals < count {
      // Grown in the proportion of what there is of each.
      if box.vowels * 3 < box.initials * 2 {
        box.vowels += 1
      } else if box.finals < box.initials - 1 {
        box.finals += 1
      } else {
        box.initials += 1
      }
    }
    var result: [Unicode.Scalar] = []
    for final in finals.prefix(box.finals) {
      for vowel in vowels.prefix(box.vowels) {
        for initial in initials.prefix(box.initials) {
          let value = HangulSyllable.range.lowerBound + (initial * 21 + vowel) * 28 + final
          if let scalar = Unicode.Scalar(value) { result.append(scalar) }
        }
      }
    }
    return result
  }
}
