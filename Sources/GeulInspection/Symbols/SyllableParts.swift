import GeulText

/// The letters of a precomposed syllable by their numbers (the Unicode Standard, section 3.12).
public struct SyllableParts: Sendable, Hashable {
  /// One of a syllable's letters.
  public enum Part: String, Sendable, CaseIterable {
    /// 19 consonants.
    case initial
    /// 21 vowels.
    case vowel
    /// 27 consonants, and that there is none.
    case final
  }

  /// 0 to 18.
  public let initial: Int
  /// 0 to 20.
  public let vowel: Int
  /// 0 to 27; 0 where there is no final consonant.
  public let final: Int

  /// The parts of a scalar; nil where it is no precomposed syllable.
  public init?(scalar: UInt32) {
    guard (0xAC00..<0xD7A4).contains(scalar) else { return nil }
    let index = Int(scalar - 0xAC00)
    (initial, vowel, final) = (index / (21 * 28), index / 28 % 21, index % 28)
  }

  /// The parts of a symbol, also of a cluster of the letters that make a modern syllable.
  public init?(_ symbol: Vocabulary.Symbol) {
    switch symbol {
    case .scalar(let scalar): self.init(scalar: scalar)
    case .cluster(let letters):
      guard (2...3).contains(letters.count), (0x1100..<0x1113).contains(letters[0]),
        (0x1161..<0x1176).contains(letters[1]),
        letters.count == 2 || (0x11A8..<0x11C3).contains(letters[2])
      else { return nil }
      let pair = (letters[0] - 0x1100) * 21 + letters[1] - 0x1161
      self.init(scalar: 0xAC00 + pair * 28 + (letters.count == 2 ? 0 : letters[2] - 0x11A7))
    case .unknown, .byte: return nil
    }
  }

  /// The number of a part.
  public subscript(part: Part) -> Int {
    switch part {
    case .initial: initial
    case .vowel: vowel
    case .final: final
    }
  }

  /// The parts that two syllables have in common.
  func shared(with other: SyllableParts) -> [Part] {
    Part.allCases.filter { self[$0] == other[$0] }
  }
}
