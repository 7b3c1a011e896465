/// The well-formed sequences of UTF-8 among bytes from 80 up that came out of Latin letters.
struct UTF8Sequences {
  /// Where the first one begins.
  private(set) var first = 0
  /// What the sequences say.
  private(set) var scalars: [UInt32] = []
  /// Whether they are such as no ordinary text has by chance.
  private(set) var areSuspect = false
  /// Whether every byte belongs to one of them.
  private(set) var coverAll = true

  /// Reads the bytes that the scalars `run` stand for, one each.
  init(_ bytes: [UInt8], run: [UInt32]) {
    var position = 0
    var endOfLast = -1
    while position < bytes.count {
      guard let (scalar, length) = Self.sequence(bytes[position...]) else {
        position += 1
        coverAll = false
        continue
      }
      if scalars.isEmpty { first = position }
      scalars.append(scalar)
      let range = position..<position + length
      if position == endOfLast || Self.isTelling(bytes[range], run[range]) { areSuspect = true }
      position += length
      endOfLast = position
    }
  }

  /// Whether one sequence alone gives itself away: Â, Ã or â€ and what follows, a sequence of four, or a C1 control.
  private static func isTelling(_ bytes: ArraySlice<UInt8>, _ run: ArraySlice<UInt32>) -> Bool {
    switch bytes.first {
    case 0xC2, 0xC3: true
    case 0xE2 where bytes.dropFirst().first == 0x80: true
    default: bytes.count == 4 || run.contains { $0 < 0xA0 }
    }
  }

  /// The scalar that a well-formed sequence at the beginning of `bytes` says, and its length.
  private static func sequence(_ bytes: ArraySlice<UInt8>) -> (UInt32, length: Int)? {
    guard let lead = bytes.first, lead >= 0xC2, lead <= 0xF4 else { return nil }
    let length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
    let tail = bytes.dropFirst().prefix(length - 1)
    guard tail.count == length - 1, tail.allSatisfy({ $0 & 0xC0 == 0x80 }) else { return nil }
    let value = tail.reduce(UInt32(lead) & (0x7F >> UInt32(length))) { $0 << 6 | UInt32($1 & 0x3F) }
    // Too small a value is an overlong form.
    let least: [UInt32] = [0x80, 0x800, 0x10000]
    guard value >= least[length - 2], Unicode.Scalar(value) != nil else { return nil }
    return (value, length)
  }
}
