import GeulKit

/// The text of a configuration file, without what would end the program in the parser of TOML.
enum ConfigurationText {
  /// The most full stops: the parser descends for each part of a dotted key, and its stack is for some thousands.
  private static let mostFullStops = 1_000

  /// Reads `path`. Throws `StorageError` if it cannot be read, and a `Failure` (bad data) naming file and place.
  static func read(_ path: String) throws -> String {
    let bytes = try readFile(path, limit: 1 << 16)
    // A string of C, which the parser takes, ends at a zero byte.
    guard let text = String(validating: bytes, as: UTF8.self), !bytes.contains(0) else {
      throw Failure(
        .badData, "\(path): expected text in UTF-8, found other bytes; save the file as UTF-8")
    }
    let stops = bytes.count { $0 == UInt8(ascii: ".") }
    guard stops <= mostFullStops else {
      throw Failure(
        .badData,
        "\(path): expected at most \(mostFullStops) full stops, found \(stops); no flag has parts, "
          + "so leave out dotted keys, or shorten the comments")
    }
    try refuseHeaders(of: text, path: path)
    try refuseOutsideStrings(bytes, path: path)
    return text
  }

  /// The parser ends the program at a bracket at a line's beginning that no name follows.
  private static func refuseHeaders(of text: String, path: String) throws {
    var (line, isAtStart) = (1, true)
    var rest = text.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      if "\n\r\u{B}\u{C}\u{85}\u{2028}\u{2029}".unicodeScalars.contains(scalar) {
        line += scalar == "\n" ? 1 : 0
        isAtStart = true
      } else if scalar == "[" {
        if isAtStart, !isHeader(rest) {
          throw Failure(
            .badData,
            "\(path): line \(line): expected a table's name behind [, of A-Z, a-z, 0-9, - and _ or in "
              + "quotation marks; name a model, such as [window]")
        }
        isAtStart = false
      } else if scalar != " ", scalar != "\t", scalar.isASCII {
        isAtStart = false
      }
    }
  }

  /// Whether what stands behind the first bracket of a header begins a name, or ends before one.
  private static func isHeader(_ text: Substring.UnicodeScalarView) -> Bool {
    var name = text
    if name.first == "[" { name.removeFirst() }
    guard let first = name.first(where: { $0 != " " && $0 != "\t" }) else { return true }
    return first.isASCII
      && (first.properties.isAlphabetic || first.properties.numericType != nil
        || "_-\"']".unicodeScalars.contains(first))
  }

  /// No flag takes a date or a time, and at what begins like a number and is none the parser may end the program; so it
  /// does at a brace that closes what a bracket has opened.
  private static func refuseOutsideStrings(_ bytes: [UInt8], path: String) throws {
    var (line, place, open) = (1, 0, [UInt8]())
    func refusal(_ expected: String, _ found: String, _ advice: String) -> Failure {
      Failure(
        .badData, "\(path): line \(line): expected \(expected), found \(found); \(advice)")
    }
    while place < bytes.count {
      let (byte, rest) = (bytes[place], bytes[place...])
      if let mark = quotationMark(rest) {
        let end = self.end(of: mark, in: bytes, from: place + mark.count)
        line += bytes[place..<end].count { $0 == UInt8(ascii: "\n") }
        place = end
        continue
      }
      if byte == UInt8(ascii: "#") {
        place = rest.firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
        continue
      }
      let word = rest.prefix(while: isOfWord)
      if let first = word.first, !startsName(first) {
        guard isNumber(word) else {
          throw refusal(
            "a string, a number, true or false", String(decoding: word, as: UTF8.self),
            "put text in quotation marks")
        }
      }
      guard word.isEmpty else {
        place += word.count
        continue
      }
      switch byte {
      case UInt8(ascii: "["), UInt8(ascii: "{"): open.append(byte)
      case UInt8(ascii: "]"): _ = open.popLast()
      case UInt8(ascii: "}"):
        guard open.popLast() == UInt8(ascii: "{") else {
          throw refusal("a value or ]", "}", "close what was opened, or leave the brace out")
        }
      case UInt8(ascii: "\n"): line += 1
      default: break
      }
      place += 1
    }
  }

  /// The quotation mark, or the three of them, with which bytes begin.
  private static func quotationMark(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
    for mark in ["\"\"\"", "'''", "\"", "'"] where bytes.starts(with: mark.utf8) {
      return Array(mark.utf8)
    }
    return nil
  }

  /// Behind the string that `mark` has begun before `start`.
  private static func end(of mark: [UInt8], in bytes: [UInt8], from start: Int) -> Int {
    var place = start
    while place < bytes.count {
      if mark.count == 1, bytes[place] == UInt8(ascii: "\n") { break }
      if bytes[place...].starts(with: mark) { return place + mark.count }
      place += mark[0] == UInt8(ascii: "\"") && bytes[place] == UInt8(ascii: "\\") ? 2 : 1
    }
    return min(place, bytes.count)
  }

  /// Whether a byte may be a part of a number or a name.
  private static func isOfWord(_ byte: UInt8) -> Bool {
    startsName(byte) || 0x30...0x39 ~= byte || "+-.:".utf8.contains(byte)
  }

  private static func startsName(_ byte: UInt8) -> Bool {
    0x61...0x7A ~= byte | 0x20 || byte == UInt8(ascii: "_")
  }

  /// Whether a word is a number of TOML, or begins one that the parser itself refuses.
  private static func isNumber(_ word: ArraySlice<UInt8>) -> Bool {
    let digits = word.drop { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") }
    guard word.count - digits.count <= 1 else { return false }
    let text = String(decoding: digits.filter { $0 != UInt8(ascii: "_") }, as: UTF8.self)
    if ["inf", "nan"].contains(text) { return true }
    if ["0x", "0o", "0b"].contains(text.prefix(2)) { return text.allSatisfy(\.isHexDigitOrMark) }
    return text.utf8.allSatisfy { 0x30...0x39 ~= $0 || ".eE+-".utf8.contains($0) }
      && Double(text) != nil
  }
}

extension Character {
  fileprivate var isHexDigitOrMark: Bool { isHexDigit || self == "x" || self == "o" }
}
