/// A recursive-descent parser of one JSON text, RFC 8259, that knows where it stands.
struct JSONParser {
  /// The deepest nesting of arrays and objects, which bounds the recursion.
  static let depthLimit = 128

  /// The most values of a text of ours: two for each symbol of the largest vocabulary.
  static let valueLimit = 1 << 25

  /// Offsets of the keys of the outermost object, in order, for whoever judges its members.
  private(set) var memberOffsets: [Int] = []

  let bytes: [UInt8]
  var index = 0

  private let file: String
  private let base: Int
  private let valueLimit: Int
  private var values = 0

  /// - Parameters:
  ///   - base: the offset in the file of the first byte, which errors add.
  ///   - valueLimit: the most values, which bounds the memory: each takes up to some forty times its bytes.
  init(
    _ bytes: [UInt8], file: String, base: Int = 0, valueLimit: Int = JSONParser.valueLimit
  ) {
    self.bytes = bytes
    self.file = file
    self.base = base
    self.valueLimit = valueLimit
  }

  mutating func parseDocument() throws(StorageError) -> JSONValue {
    skipSpace()
    let value = try parseValue(depth: 0)
    skipSpace()
    guard index == bytes.count else { throw refusal(expected: "the end of the text") }
    return value
  }

  private mutating func parseValue(depth: Int) throws(StorageError) -> JSONValue {
    guard let byte = current else { throw refusal(expected: "a value") }
    values += 1
    guard values <= valueLimit else {
      throw refusal(at: index, expected: "at most \(valueLimit) values", found: "one more")
    }
    switch byte {
    case UInt8(ascii: "{"): return .object(try parseObject(depth: depth + 1))
    case UInt8(ascii: "["): return .array(try parseArray(depth: depth + 1))
    case UInt8(ascii: "\""): return .string(try parseString())
    case UInt8(ascii: "t"): return try parseWord("true", .bool(true))
    case UInt8(ascii: "f"): return try parseWord("false", .bool(false))
    case UInt8(ascii: "n"): return try parseWord("null", .null)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try parseNumber()
    default: throw refusal(expected: "a value")
    }
  }

  private mutating func parseObject(depth: Int) throws(StorageError) -> JSONObject {
    try checkDepth(depth)
    index += 1
    skipSpace()
    var object = JSONObject()
    if skip(UInt8(ascii: "}")) { return object }
    while true {
      let start = index
      guard current == UInt8(ascii: "\"") else {
        throw refusal(expected: "a key in quotation marks")
      }
      let key = try parseString()
      if depth == 1 { memberOffsets.append(base + start) }
      skipSpace()
      guard skip(UInt8(ascii: ":")) else { throw refusal(expected: "':' after the key") }
      skipSpace()
      let value = try parseValue(depth: depth)
      guard object.append(key, value) else {
        throw refusal(at: start, expected: "each key once", found: "\(quoted(key)) again")
      }
      skipSpace()
      if skip(UInt8(ascii: "}")) { return object }
      guard skip(UInt8(ascii: ",")) else { throw refusal(expected: "',' or '}' after the member") }
      skipSpace()
    }
  }

  private mutating func parseArray(depth: Int) throws(StorageError) -> [JSONValue] {
    try checkDepth(depth)
    index += 1
    skipSpace()
    var elements: [JSONValue] = []
    if skip(UInt8(ascii: "]")) { return elements }
    while true {
      elements.append(try parseValue(depth: depth))
      skipSpace()
      if skip(UInt8(ascii: "]")) { return elements }
      guard skip(UInt8(ascii: ",")) else { throw refusal(expected: "',' or ']' after the element") }
      skipSpace()
    }
  }

  private mutating func parseWord(
    _ word: StaticString, _ value: JSONValue
  ) throws(StorageError) -> JSONValue {
    let text = word.description
    guard bytes[index...].starts(with: text.utf8) else { throw refusal(expected: text) }
    index += text.utf8.count
    return value
  }

  private func checkDepth(_ depth: Int) throws(StorageError) {
    guard depth <= Self.depthLimit else {
      throw refusal(
        at: index, expected: "at most \(Self.depthLimit) nested arrays and objects",
        found: "one more")
    }
  }
}

extension JSONParser {
  /// The byte to read next, nil at the end.
  var current: UInt8? {
    index < bytes.count ? bytes[index] : nil
  }

  /// Steps over the byte if it comes next.
  mutating func skip(_ byte: UInt8) -> Bool {
    guard current == byte else { return false }
    index += 1
    return true
  }

  private mutating func skipSpace() {
    while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      index += 1
    }
  }

  /// The error for the byte that comes next.
  func refusal(expected: String) -> StorageError {
    refusal(at: index, expected: expected, found: describeCurrent())
  }

  /// The error for a place given by its index into `bytes`.
  func refusal(at place: Int, expected: String, found: String) -> StorageError {
    .corrupt(
      file: file, offset: base + place, expected: expected, found: found,
      advice: "correct the file by hand, or make it anew")
  }

  private func describeCurrent() -> String {
    guard let byte = current else { return "the end of the text" }
    if bytes[index...].starts(with: [0xEF, 0xBB, 0xBF]) { return "a byte order mark" }
    guard (0x20..<0x7F).contains(byte) else {
      return "the byte 0x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
    return "'\(Character(Unicode.Scalar(byte)))'"
  }
}
