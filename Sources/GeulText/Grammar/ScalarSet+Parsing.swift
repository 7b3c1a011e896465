extension ScalarSet {
  /// The characters that `text` describes, as a person types them.
  ///
  /// A character is itself; `a-z` is a range, and a `-` that has nothing before or behind it is itself.
  /// `\n`, `\t`, `\\` and `\-` are escapes, as is `\u{AC00}`, the scalar of one to six hexadecimal digits.
  /// The text is brought to NFC first, so that a syllable typed in letters is one character; what escapes
  /// name is taken as it is. A character of several scalars stands for each of them.
  public init(parsing text: String) throws(ScalarSetError) {
    var parser = ScalarSetParser(text)
    self.init(try parser.parse())
  }
}

/// Reads the description of a set of characters.
private struct ScalarSetParser {
  private let scalars: [UInt32]
  private var position = 0

  init(_ text: String) {
    scalars = NormalizationForm.nfc.normalize(text).unicodeScalars.map(\.value)
  }

  mutating func parse() throws(ScalarSetError) -> [ClosedRange<UInt32>] {
    var ranges: [ClosedRange<UInt32>] = []
    while position < scalars.count {
      let start = position
      let first = try parseCharacter()
      guard position + 1 < scalars.count, scalars[position] == Self.hyphen else {
        ranges.append(first...first)
        continue
      }
      position += 1
      let last = try parseCharacter()
      guard first <= last else {
        throw error(
          at: start, expected: "a range from a lower to a higher character",
          found: "\(String(scalars: scalars[start..<position])), from \(Self.name(first)) to "
            + Self.name(last))
      }
      ranges.append(first...last)
    }
    return ranges
  }

  private mutating func parseCharacter() throws(ScalarSetError) -> UInt32 {
    let start = position
    position += 1
    guard scalars[start] == Self.backslash else { return scalars[start] }
    guard position < scalars.count else {
      throw error(at: start, expected: Self.escapes, found: "a backslash that ends the text")
    }
    position += 1
    switch Unicode.Scalar(scalars[position - 1]) {
    case "n": return 0x0A
    case "t": return 0x09
    case "\\": return Self.backslash
    case "-": return Self.hyphen
    case "u": return try parseNumber(from: start)
    default:
      let found = String(scalars: scalars[start..<position])
      throw error(at: start, expected: Self.escapes, found: found)
    }
  }

  /// Reads `{1F600}`, of an escape that began at `start`.
  private mutating func parseNumber(from start: Int) throws(ScalarSetError) -> UInt32 {
    let end = scalars[position...].firstIndex(of: UInt32(UInt8(ascii: "}"))) ?? scalars.count
    let digits = String(scalars: scalars[position..<end].dropFirst())
    guard end < scalars.count, scalars[position] == UInt32(UInt8(ascii: "{")),
      (1...6).contains(digits.utf8.count), digits.utf8.allSatisfy({ $0 != UInt8(ascii: "+") }),
      let value = UInt32(digits, radix: 16), Unicode.Scalar(value) != nil
    else {
      // No more than a reader needs to find the place again.
      let shown = scalars[start..<min(end + 1, start + 12, scalars.count)]
      throw error(
        at: start,
        expected: "\\u{…} with one to six hexadecimal digits, up to 10FFFF and no surrogate",
        found: String(scalars: shown))
    }
    position = end + 1
    return value
  }

  private func error(at place: Int, expected: String, found: String) -> ScalarSetError {
    ScalarSetError(place: place + 1, expected: expected, found: found)
  }

  private static let hyphen = UInt32(UInt8(ascii: "-"))
  private static let backslash = UInt32(UInt8(ascii: "\\"))
  private static let escapes = "one of the escapes \\n, \\t, \\\\, \\- and \\u{…}"

  private static func name(_ scalar: UInt32) -> String {
    let digits = String(scalar, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
