extension ScalarSet {
  /// The characters that `text` describes, as a person types them.
  ///
  /// A character is itself; `a-z` is a range, and a `-` that has nothing before or behind it is itself.
  /// A backslash begins an escape (``Escapes``); a `\-` joins no range.
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
    do throws(EscapeError) {
      return try Escapes.read(scalars, &position)
    } catch {
      throw self.error(at: error.place, expected: error.expected, found: error.found)
    }
  }

  private func error(at place: Int, expected: String, found: String) -> ScalarSetError {
    ScalarSetError(place: place + 1, expected: expected, found: found)
  }

  private static let hyphen = UInt32(UInt8(ascii: "-"))

  private static func name(_ scalar: UInt32) -> String {
    let digits = String(scalar, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
