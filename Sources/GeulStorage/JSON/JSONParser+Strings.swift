extension JSONParser {
  /// Parses a string from its opening quotation mark through its closing one.
  mutating func parseString() throws(StorageError) -> String {
    index += 1
    var text = ""
    var start = index
    while let byte = current {
      switch byte {
      case UInt8(ascii: "\""):
        text += try decode(start..<index)
        index += 1
        return text
      case UInt8(ascii: "\\"):
        text += try decode(start..<index)
        text.unicodeScalars.append(try parseEscape())
        start = index
      case 0..<0x20:
        throw refusal(expected: "an escape in place of a control character")
      default:
        index += 1
      }
    }
    throw refusal(expected: "a closing quotation mark")
  }

  private func decode(_ range: Range<Int>) throws(StorageError) -> String {
    if let text = String(validating: bytes[range], as: UTF8.self) { return text }
    throw refusal(
      at: firstInvalid(in: range), expected: "valid UTF-8", found: "a byte that cannot stand there")
  }

  private func firstInvalid(in range: Range<Int>) -> Int {
    var place = range.lowerBound
    var parser = Unicode.UTF8.ForwardParser()
    var input = bytes[range].makeIterator()
    while case .valid(let scalar) = parser.parseScalar(from: &input) {
      place += scalar.count
    }
    return place
  }

  private mutating func parseEscape() throws(StorageError) -> Unicode.Scalar {
    let start = index
    index += 1
    let letter = current
    if letter == UInt8(ascii: "u") {
      index += 1
      return try parseCodeUnits(from: start)
    }
    let scalar: Unicode.Scalar
    switch letter {
    case UInt8(ascii: "\""): scalar = "\""
    case UInt8(ascii: "\\"): scalar = "\\"
    case UInt8(ascii: "/"): scalar = "/"
    case UInt8(ascii: "b"): scalar = "\u{8}"
    case UInt8(ascii: "f"): scalar = "\u{C}"
    case UInt8(ascii: "n"): scalar = "\n"
    case UInt8(ascii: "r"): scalar = "\r"
    case UInt8(ascii: "t"): scalar = "\t"
    default: throw refusal(expected: "one of \" \\ / b f n r t u after the backslash")
    }
    index += 1
    return scalar
  }

  /// Reads the UTF-16 code unit after `\u`, and the one of the following escape if it is the first
  /// half of a pair.
  private mutating func parseCodeUnits(from start: Int) throws(StorageError) -> Unicode.Scalar {
    let first = try parseHex()
    if let scalar = Unicode.Scalar(first) { return scalar }
    let lone = refusal(
      at: start, expected: "a surrogate pair", found: "the lone surrogate \\u\(hex(first))")
    guard UTF16.isLeadSurrogate(first), skip(UInt8(ascii: "\\")), skip(UInt8(ascii: "u")) else {
      throw lone
    }
    let second = try parseHex()
    guard UTF16.isTrailSurrogate(second) else { throw lone }
    return UTF16.decode(UTF16.EncodedScalar([first, second]))
  }

  private mutating func parseHex() throws(StorageError) -> UInt16 {
    var unit: UInt16 = 0
    for _ in 0..<4 {
      guard let byte = current, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw refusal(expected: "a hexadecimal digit")
      }
      unit = unit << 4 | UInt16(digit)
      index += 1
    }
    return unit
  }

  private func hex(_ unit: UInt16) -> String {
    String(unit, radix: 16)
  }
}
