import GeulText

extension Alphabet {
  /// The symbols of a tokenizer. Words are made of ASCII's letters, great and small alike, and of all beyond ASCII but the
  /// blocks of punctuation: a rule without a table, which no version of Unicode changes.
  public init(_ tokenizer: Tokenizer) {
    self.init(
      wordParts: (0..<UInt32(tokenizer.symbolCount)).map { id in
        switch tokenizer.vocabulary.symbol(id) {
        case .unknown: 0
        case .byte(let byte): Self.wordPart(UInt32(byte))
        case .scalar(let scalar): Self.wordPart(scalar)
        case .cluster: id + 0x11_0000
        }
      })
  }

  private static func wordPart(_ scalar: UInt32) -> UInt32 {
    let small = scalar | 0x20
    switch scalar {
    case ..<0x80: return small >= 0x61 && small <= 0x7A ? small : 0
    case 0x2000...0x206F, 0x3000...0x303F, 0xFF00...0xFF20: return 0
    default: return scalar
    }
  }
}
