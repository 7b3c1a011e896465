/// Decodes UTF-8 whose characters beyond the first plane are pairs of surrogates, three bytes each: CESU-8 (Unicode
/// Technical Report 26), and Java's modified UTF-8, in which NUL is C0 80.
///
/// UTF-8's own four bytes are taken too: what wrote one part of a file need not have written all of it.
struct SurrogateDecoder: BlockDecoder, Sendable {
  /// The beginning of a character whose end is not there yet.
  private(set) var tail: [UInt8] = []

  /// Whether well-formed surrogates in pairs, or C0 80, stand at the front of bytes that are no UTF-8.
  static func begins(_ bytes: ArraySlice<UInt8>) -> Bool {
    let front = Array(bytes.prefix(6))
    guard front.count >= 2, front[0] == 0xC0 || front[0] == 0xED else { return false }
    return front.withUnsafeBufferPointer { front in
      let (scalar, length) = character(front, 0)
      return scalar != nil && (length == 6 || scalar == 0)
    }
  }

  mutating func convert(
    _ bytes: UnsafeBufferPointer<UInt8>, at base: Int, _ isLast: Bool,
    into output: inout [UInt32], _ log: inout DecodingLog
  ) throws(TextError) {
    let start = output.count
    var position = 0
    tail = []
    while position < bytes.count {
      let (scalar, length) = Self.character(bytes, position)
      let isCut = length > bytes.count - position
      if isCut && !isLast { break }
      if let scalar, !isCut {
        output.append(scalar)
        position += length
        continue
      }
      let sequence = bytes[position...].prefix(isCut ? length : 1)
      try log.refuse(
        log.isWithoutFault
          ? MalformedText(
            file: log.file, encoding: log.encoding, offset: base + position,
            line: log.lineFeeds + LineFeeds.count(output[start...]) + 1, bytes: Array(sequence),
            endsEarly: isCut, expected: "a character of \(log.encoding.displayName)") : nil,
        into: &output)
      position += sequence.count
    }
    tail = Array(bytes[position...])
  }

  /// The character at `position` and how many bytes it has; no scalar for what is ill-formed, and more bytes than
  /// there are for what may go on.
  private static func character(
    _ bytes: UnsafeBufferPointer<UInt8>, _ position: Int
  ) -> (scalar: UInt32?, length: Int) {
    let (unit, length) = sequence(bytes, position)
    guard let unit, length <= bytes.count - position, unit & 0xFFFF_FC00 == 0xD800 else {
      return (unit.flatMap { $0 & 0xFFFF_F800 == 0xD800 ? nil : $0 }, length)
    }
    let (low, lowLength) = sequence(bytes, position + 3)
    if position + 3 + lowLength > bytes.count { return (unit, 3 + lowLength) }
    guard let low, low & 0xFFFF_FC00 == 0xDC00 else { return (nil, 3) }
    return (0x10000 + (unit & 0x3FF) << 10 + low & 0x3FF, 6)
  }

  /// The value of the sequence at `position`, which may be a surrogate, and its length.
  private static func sequence(
    _ bytes: UnsafeBufferPointer<UInt8>, _ position: Int
  ) -> (value: UInt32?, length: Int) {
    guard position < bytes.count else { return (0, 1) }
    let lead = bytes[position]
    if lead < 0x80 { return (UInt32(lead), 1) }
    guard lead == 0xC0 || 0xC2...0xF4 ~= lead else { return (nil, 1) }
    let length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
    var value = UInt32(lead) & (0x7F >> UInt32(length))
    for place in position + 1..<position + length {
      guard place < bytes.count else { return (value, length) }
      guard bytes[place] & 0xC0 == 0x80 else { return (nil, 1) }
      value = value << 6 | UInt32(bytes[place] & 0x3F)
    }
    let least: UInt32 = length == 2 ? 0x80 : length == 3 ? 0x800 : 0x10000
    // Of the overlong forms only that of NUL is meant by anybody.
    let isWellFormed = value >= least && value < 0x110000 || lead == 0xC0 && value == 0
    return isWellFormed ? (value, length) : (nil, 1)
  }
}
