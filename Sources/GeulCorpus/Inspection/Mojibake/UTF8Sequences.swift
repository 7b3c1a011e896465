/// The well-formed sequences of UTF-8 among bytes from 80 up that came out of Latin letters.
struct UTF8Sequences {
  /// Where the first one begins.
  private(set) var first = 0
  /// How many there are.
  private(set) var count = 0
  /// What they say, if that was asked for.
  private(set) var scalars: [UInt32] = []
  /// Whether they are such as no ordinary text has by chance.
  private(set) var areSuspect = false
  /// Whether every byte belongs to one of them.
  private(set) var coverAll = true

  /// Reads the bytes that the scalars `run` stand for, one each.
  init(_ bytes: [UInt8], run: [UInt32], keepsScalars: Bool = false) {
    var position = 0
    var endOfLast = -1
    while position < bytes.count {
      guard let (scalar, length) = Self.sequence(bytes, position) else {
        position += 1
        coverAll = false
        continue
      }
      if count == 0 { first = position }
      count += 1
      if keepsScalars { scalars.append(scalar) }
      if !areSuspect {
        let range = position..<position + length
        areSuspect = position == endOfLast || Self.isTelling(bytes[range], run[range])
      }
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

  /// The scalar that a well-formed sequence at `start` says, and its length.
  private static func sequence(_ bytes: [UInt8], _ start: Int) -> (UInt32, length: Int)? {
    let lead = bytes[start]
    guard lead >= 0xC2, lead <= 0xF4 else { return nil }
    let length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
    guard start + length <= bytes.count else { return nil }
    var value = UInt32(lead) & (0x7F >> UInt32(length))
    for place in (start + 1)..<(start + length) {
      guard bytes[place] & 0xC0 == 0x80 else { return nil }
      value = value << 6 | UInt32(bytes[place] & 0x3F)
    }
    // Too small a value is an overlong form.
    let least: UInt32 = length == 2 ? 0x80 : length == 3 ? 0x800 : 0x10000
    guard value >= least, Unicode.Scalar(value) != nil else { return nil }
    return (value, length)
  }
}
