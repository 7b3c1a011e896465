import GeulText

/// Which kind of character each symbol of a text is, or is a part of: of a byte that of the character which it helps to spell,
/// of a letter of Hangul its own.
public struct CharacterKinds: Sendable {
  /// What a symbol says of its character.
  public struct Part: Sendable, Equatable {
    /// The character's kind.
    public let kind: SymbolKind
    /// Whether the character begins with it: continuing bytes do not, nor vowels and finals of a syllable in letters.
    public let isFirst: Bool
  }

  /// For each id what it is by itself.
  private let parts: [Part]
  /// For each id the byte that it stands for, or -1.
  private let bytes: [Int16]

  /// The kinds of a vocabulary's symbols.
  public init(_ vocabulary: Vocabulary) {
    let symbols = (0..<UInt32(vocabulary.count)).map(vocabulary.symbol)
    bytes = symbols.map { if case .byte(let byte) = $0 { Int16(byte) } else { -1 } }
    parts = symbols.map { symbol in
      var joins = false
      if case .scalar(let scalar) = symbol { joins = (0x1160...0x11FF).contains(scalar) }
      return Part(kind: SymbolKind(symbol), isFirst: !joins)
    }
  }

  /// The parts of some ids, which begin and end where characters do.
  public func parts(of ids: [UInt32]) -> [Part] {
    var result = ids.map { parts[Int($0)] }
    var place = 0
    while place < ids.count {
      guard let (scalar, length) = spelled(ids, at: place) else {
        place += 1
        continue
      }
      let kind = SymbolKind(scalar: scalar)
      for offset in 0..<length { result[place + offset] = Part(kind: kind, isFirst: offset == 0) }
      place += length
    }
    return result
  }

  /// How many of some ids there are before a character that may go on behind them.
  func wholeCount(_ ids: [UInt32]) -> Int {
    for back in 1...4 where back <= ids.count {
      let byte = bytes[Int(ids[ids.count - back])]
      if byte < 0x80 { break }
      if byte >= 0xC0 { return ids.count - back }
    }
    return ids.count
  }

  /// The scalar that bytes from a place on spell, and their number, two at least.
  private func spelled(_ ids: [UInt32], at place: Int) -> (scalar: UInt32, length: Int)? {
    let lead = UInt32(max(0, bytes[Int(ids[place])]))
    let (length, bits): (Int, UInt32)
    switch lead {
    case 0xC2...0xDF: (length, bits) = (2, lead & 0x1F)
    case 0xE0...0xEF: (length, bits) = (3, lead & 0x0F)
    case 0xF0...0xF4: (length, bits) = (4, lead & 0x07)
    default: return nil
    }
    guard place + length <= ids.count else { return nil }
    var scalar = bits
    for offset in 1..<length {
      let byte = bytes[Int(ids[place + offset])]
      guard (0x80..<0xC0).contains(byte) else { return nil }
      scalar = scalar << 6 | UInt32(byte & 0x3F)
    }
    return (scalar, length)
  }
}
