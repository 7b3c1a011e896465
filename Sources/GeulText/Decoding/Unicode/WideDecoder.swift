/// Decodes UTF-16 and UTF-32 from blocks with edges anywhere (the Unicode Standard, section 3.9).
struct WideDecoder: BlockDecoder, Sendable {
  private let size: Int
  private var isBigEndian: Bool
  /// Whether the first unit, if it is a byte order mark, says the order.
  private var findsOrder: Bool
  /// The beginning of a unit, or of a pair of surrogates.
  private(set) var tail: [UInt8] = []

  /// Makes a decoder; `nil` for other encodings.
  init?(_ encoding: TextEncoding) {
    guard let unit = encoding.codeUnit else { return nil }
    size = unit.size
    isBigEndian = unit.isBigEndian
    findsOrder = encoding == .utf16 || encoding == .utf32
  }

  mutating func convert(
    _ bytes: UnsafeBufferPointer<UInt8>, at base: Int, _ isLast: Bool,
    into output: inout [UInt32], _ log: inout DecodingLog
  ) throws(TextError) {
    findOrder(bytes, isLast, &log)
    let start = output.count
    var position = 0
    output.reserveCapacity(start + bytes.count / size)
    while position + size <= bytes.count {
      let (scalar, length) = character(bytes, position)
      if length > bytes.count - position && !isLast { break }
      if let scalar {
        output.append(scalar)
        position += length
        continue
      }
      let sequence = bytes[position...].prefix(length)
      let fault =
        log.isWithoutFault
        ? malformed(
          log, base + position, output[start...], sequence, endsEarly: sequence.count < length)
        : nil
      try log.refuse(fault, into: &output)
      position += size
    }
    tail = Array(bytes[position...])
    guard isLast, !tail.isEmpty else { return }
    try log.refuse(
      malformed(log, base + position, output[start...], bytes[position...], endsEarly: true),
      into: &output)
    tail = []
  }

  /// The character at `position` and how many bytes it takes; no scalar for an ill-formed sequence.
  private func character(
    _ bytes: UnsafeBufferPointer<UInt8>, _ position: Int
  ) -> (scalar: UInt32?, length: Int) {
    let first = unit(bytes, position)
    guard first & 0xFFFF_F800 == 0xD800 else { return (first < 0x110000 ? first : nil, size) }
    guard size == 2, first < 0xDC00 else { return (nil, size) }
    guard position + 4 <= bytes.count else { return (nil, 4) }
    let second = unit(bytes, position + 2)
    guard second & 0xFC00 == 0xDC00 else { return (nil, 4) }
    return (0x10000 + (first & 0x3FF) << 10 + second & 0x3FF, 4)
  }

  @inline(__always)
  private func unit(_ bytes: UnsafeBufferPointer<UInt8>, _ position: Int) -> UInt32 {
    let raw = UnsafeRawBufferPointer(bytes)
    if size == 2 {
      let unit = raw.loadUnaligned(fromByteOffset: position, as: UInt16.self)
      return UInt32(isBigEndian ? UInt16(bigEndian: unit) : UInt16(littleEndian: unit))
    }
    let unit = raw.loadUnaligned(fromByteOffset: position, as: UInt32.self)
    return isBigEndian ? UInt32(bigEndian: unit) : UInt32(littleEndian: unit)
  }

  /// Lets a byte order mark decide the order, if the encoding's name leaves it open.
  private mutating func findOrder(
    _ bytes: UnsafeBufferPointer<UInt8>, _ isLast: Bool, _ log: inout DecodingLog
  ) {
    guard findsOrder, bytes.count >= size || isLast else { return }
    findsOrder = false
    if bytes.count >= size {
      isBigEndian = true
      isBigEndian = unit(bytes, 0) == 0xFEFF
    }
    log.encoding =
      size == 2
      ? (isBigEndian ? .utf16BigEndian : .utf16LittleEndian)
      : (isBigEndian ? .utf32BigEndian : .utf32LittleEndian)
  }

  private func malformed(
    _ log: DecodingLog, _ offset: Int, _ before: ArraySlice<UInt32>,
    _ bytes: Slice<UnsafeBufferPointer<UInt8>>, endsEarly: Bool
  ) -> MalformedText {
    let isPair = size == 2 && bytes.count >= 2
    let expected =
      bytes.count < size
      ? "\(size) bytes of a code unit"
      : isPair && endsEarly || bytes.count == 4 && size == 2
        ? "a low surrogate (DC00-DFFF) after the high one"
        : "a Unicode scalar value (0000-D7FF, E000-\(isPair ? "FFFF or a pair of surrogates" : "10FFFF"))"
    return MalformedText(
      file: log.file, encoding: log.encoding, offset: offset,
      line: log.lineFeeds + LineFeeds.count(before) + 1,
      bytes: Array(bytes), endsEarly: endsEarly, expected: expected)
  }
}
