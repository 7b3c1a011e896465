/// What stands before the next symbol of one lane, as hashes: a context for each order and for words.
struct LaneContexts {
  /// Contexts of a symbol.
  static let count = 8
  /// The orders of the first contexts.
  private static let orders = [1, 2, 3, 4, 6]

  /// All symbols so far.
  private(set) var past: [UInt32] = []
  /// The hash of each context.
  private(set) var hashes = [UInt64](repeating: 0, count: count)
  /// The latest symbol.
  var latest: Int { Int(past.last ?? 0) }
  /// The hash of the latest two.
  private(set) var pair: UInt64 = 0
  /// The hash of the latest five.
  private(set) var five: UInt64 = 0

  /// Of the word that is being written, and of the one before.
  private var word: UInt64 = 0
  private var wordBefore: UInt64 = 0
  /// Bytes of the character that is being written, and the three characters before.
  private var character: UInt64 = 0
  private var characters: (UInt64, UInt64, UInt64) = (0, 0, 0)

  init() { renew(areBytes: false) }

  /// A number that two others decide, and hardly any others.
  @inline(__always)
  static func hash(_ a: UInt64, _ b: UInt64) -> UInt64 {
    var z = a &+ b &* 0x9E37_79B9_7F4A_7C15
    z = (z ^ z >> 29) &* 0xBF58_476D_1CE4_E5B9
    return z ^ z >> 32
  }

  mutating func append(_ symbol: UInt32, _ alphabet: Alphabet) {
    past.append(symbol)
    let part = alphabet.wordParts[Int(symbol)]
    if part != 0 {
      word = Self.hash(word, UInt64(part))
    } else if word != 0 {
      (wordBefore, word) = (word, 0)
    }
    if alphabet.areBytes {
      if symbol & 0xC0 == 0x80 {
        character = character << 8 | UInt64(symbol)
      } else {
        characters = (character, characters.0, characters.1)
        character = UInt64(symbol)
      }
    }
    renew(areBytes: alphabet.areBytes)
  }

  private mutating func renew(areBytes: Bool) {
    var hash: UInt64 = 1
    var (place, context) = (past.count, 0)
    for order in 1...6 {
      place -= 1
      hash = Self.hash(hash, place >= 0 ? UInt64(past[place]) + 1 : 0)
      if order == 2 { pair = hash }
      if order == 5 { five = hash }
      guard Self.orders[context] == order else { continue }
      hashes[context] = hash
      context += 1
    }
    hashes[5] = Self.hash(word, 2)
    hashes[6] = Self.hash(Self.hash(word, UInt64(latest)), wordBefore)
    hashes[7] =
      areBytes
      ? Self.hash(
        Self.hash(Self.hash(character, characters.0), characters.1), characters.2) : five
  }
}
