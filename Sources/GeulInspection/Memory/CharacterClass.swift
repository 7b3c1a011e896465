import GeulText

/// Coarse classes of characters, by which losses are told apart.
public enum CharacterClass: String, Sendable, CaseIterable {
  case hangul = "Hangul"
  case letter = "other letter"
  case blank
  case digit
  case punctuation
  case other

  /// The class of a scalar value.
  public init(_ scalar: UInt32) {
    if CharacterMarks.isHangul(scalar) {
      self = .hangul
    } else if CharacterMarks.isBlank(scalar) {
      self = .blank
    } else if CharacterMarks.value(of: .digit, scalar) == 1 {
      self = .digit
    } else if CharacterMarks.isLetter(scalar) {
      self = .letter
    } else {
      self = CharacterMarks.value(of: .punctuation, scalar) == 1 ? .punctuation : .other
    }
  }

  /// The class of a symbol: of a cluster its first scalar's; bytes and the unknown symbol are others, but ASCII bytes are the
  /// characters that they are.
  public init(_ symbol: Vocabulary.Symbol) {
    switch symbol {
    case .scalar(let scalar): self.init(scalar)
    case .cluster(let cluster): self.init(cluster.first ?? 0)
    case .byte(let byte) where byte < 0x80: self.init(UInt32(byte))
    case .byte, .unknown: self = .other
    }
  }
}
