/// The symbols that a coding knows nothing else of: how many, and which of them words are made of.
public struct Alphabet: Sendable {
  /// For each symbol 0, or a number that it shares with those that are alike within a word, such as its small letter.
  let wordParts: [UInt32]
  /// Whether they are bytes, of which several make a character.
  let areBytes: Bool

  /// V
  var size: Int { wordParts.count }
  /// Choices between two that lead to a symbol: ⌈log₂ V⌉.
  let depth: Int

  /// An alphabet of symbols with these parts in words.
  public init(wordParts: [UInt32]) {
    self.init(wordParts: wordParts, areBytes: false)
  }

  /// The 256 bytes: letters of ASCII make words, and so do all bytes beyond it.
  public static let bytes = Alphabet(
    wordParts: (0..<256).map { (byte: UInt32) in
      let small = byte | 0x20
      return byte >= 0x80 ? byte : small >= 0x61 && small <= 0x7A ? small : 0
    }, areBytes: true)

  private init(wordParts: [UInt32], areBytes: Bool) {
    precondition(!wordParts.isEmpty, "an alphabet of no symbol")
    self.wordParts = wordParts
    self.areBytes = areBytes
    depth = Int.bitWidth - max(1, wordParts.count - 1).leadingZeroBitCount
  }
}
