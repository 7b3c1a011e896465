import GeulText

/// A hash of the latest symbols of a text, blanks and the case of ASCII letters left aside.
///
/// It is the gear hash of content-defined chunking (Xia and others, "FastCDC", USENIX ATC 2016): each symbol has a random
/// number, and the hash is moved up by some bits before the next is added, so that a symbol is forgotten once it has
/// been moved out at the top. Every bit at the top depends on the whole window, of which the oldest symbols weigh least.
///
/// Windows are chosen by their hash alone, those below a limit: the same words are chosen wherever they stand (Schleimer,
/// Wilkerson and Aiken, "Winnowing", SIGMOD 2003, call it 0 mod p), and what is found in a sample holds for the whole.
struct GearHash {
  /// The bits of a symbol's number by which the hash moves up.
  let bits: UInt64
  /// The hash.
  private(set) var value: UInt64 = 0
  /// Symbols taken in.
  private(set) var symbols = 0

  /// Nothing taken in; the window is of 64 / `bits` symbols.
  init(bits: UInt64 = 2) { self.bits = bits }

  /// How many symbols the hash is of.
  var window: Int { 64 / Int(bits) }
  /// Whether so many were taken in.
  var isFull: Bool { symbols >= window }

  /// Takes in the symbol of this number, unless it is 0.
  @inline(__always)
  mutating func push(_ gear: UInt64) {
    guard gear != 0 else { return }
    value = value << bits &+ gear
    symbols &+= 1
  }

  /// The number of a scalar; 0 for blanks and what cannot be seen, which make no text a different one.
  @inline(__always)
  static func gear(of scalar: UInt32) -> UInt64 {
    if scalar <= 0x20 || isBlank(scalar) { return 0 }
    return mixed((0x41...0x5A).contains(scalar) ? scalar + 0x20 : scalar)
  }

  private static func isBlank(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x7F...0xA0, 0x2000...0x200F, 0x2028...0x202F, 0x3000, 0xFEFF: true
    default: false
    }
  }

  /// A random number for each symbol, never 0: the finalizer of MurmurHash3.
  @inline(__always)
  private static func mixed(_ symbol: UInt32) -> UInt64 {
    var bits = (UInt64(symbol) &+ 1) &* 0x9E37_79B9_7F4A_7C15
    bits = (bits ^ bits >> 33) &* 0xFF51_AFD7_ED55_8CCD
    bits = (bits ^ bits >> 33) &* 0xC4CE_B9FE_1A85_EC53
    return (bits ^ bits >> 33) | 1
  }

  /// The numbers of a tokenizer's symbols; a cluster's is that of its scalars.
  static func gears(of tokenizer: Tokenizer) -> [UInt64] {
    (0..<UInt32(tokenizer.symbolCount)).map { id in
      switch tokenizer.vocabulary.symbol(id) {
      case .unknown: mixed(0x110000)
      case .byte(let byte): byte < 0x80 ? gear(of: UInt32(byte)) : mixed(0x110100 + UInt32(byte))
      case .scalar(let scalar): gear(of: scalar)
      case .cluster(let scalars): scalars.reduce(0) { $0 &* 31 &+ gear(of: $1) }
      }
    }
  }
}
