extension JSONParser {
  /// Parses a number: `integer` if it has neither fraction nor exponent and fits 64 bits.
  ///
  /// `-0` is the `number` −0.0, which keeps its sign.
  mutating func parseNumber() throws(StorageError) -> JSONValue {
    let start = index
    let isNegative = skip(UInt8(ascii: "-"))
    let digitsStart = index
    try skipDigits()
    guard bytes[digitsStart] != UInt8(ascii: "0") || index == digitsStart + 1 else {
      throw refusal(
        at: digitsStart, expected: "a number without leading zeros", found: "a leading zero")
    }
    var isInteger = true
    if skip(UInt8(ascii: ".")) {
      isInteger = false
      try skipDigits()
    }
    if skip(UInt8(ascii: "e")) || skip(UInt8(ascii: "E")) {
      isInteger = false
      _ = skip(UInt8(ascii: "+")) || skip(UInt8(ascii: "-"))
      try skipDigits()
    }
    let text = String(decoding: bytes[start..<index], as: UTF8.self)
    if isInteger, let value = Int64(text), !(isNegative && value == 0) { return .integer(value) }
    guard let value = Double(text), value.isFinite else {
      throw refusal(
        at: start, expected: "a number within the range of 64-bit floating point",
        found: quoted(text))
    }
    return .number(value)
  }

  private mutating func skipDigits() throws(StorageError) {
    guard isDigit(current) else { throw refusal(expected: "a digit") }
    while isDigit(current) {
      index += 1
    }
  }

  private func isDigit(_ byte: UInt8?) -> Bool {
    guard let byte else { return false }
    return (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}
