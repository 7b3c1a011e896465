/// Writes JSON values as UTF-8 text.
struct JSONSerializer {
  private var bytes: [UInt8] = []
  private let pretty: Bool

  init(pretty: Bool) {
    self.pretty = pretty
  }

  /// The text, with a line feed at the end if it is laid out for people.
  func finished() -> [UInt8] {
    pretty ? bytes + [UInt8(ascii: "\n")] : bytes
  }

  mutating func append(_ value: JSONValue, depth: Int) {
    switch value {
    case .null: append("null")
    case .bool(let value): append(value ? "true" : "false")
    case .integer(let value): append(value.description)
    case .number(let value): append(value.isFinite ? value.description : "null")
    case .string(let value): appendString(value)
    case .array(let elements): append(elements, depth: depth)
    case .object(let object): append(object.members, depth: depth)
    }
  }

  private mutating func append(_ elements: [JSONValue], depth: Int) {
    append("[")
    for (index, element) in elements.enumerated() {
      beginItem(index, depth: depth + 1)
      append(element, depth: depth + 1)
    }
    endItems(elements.count, depth: depth)
    append("]")
  }

  private mutating func append(_ members: [JSONObject.Member], depth: Int) {
    append("{")
    for (index, member) in members.enumerated() {
      beginItem(index, depth: depth + 1)
      appendString(member.key)
      append(pretty ? ": " : ":")
      append(member.value, depth: depth + 1)
    }
    endItems(members.count, depth: depth)
    append("}")
  }

  private mutating func beginItem(_ index: Int, depth: Int) {
    if index > 0 { append(",") }
    if pretty { startLine(depth) }
  }

  private mutating func endItems(_ count: Int, depth: Int) {
    if pretty && count > 0 { startLine(depth) }
  }

  private mutating func startLine(_ depth: Int) {
    append("\n")
    bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * depth))
  }

  private mutating func appendString(_ text: String) {
    append("\"")
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": append("\\\"")
      case "\\": append("\\\\")
      case "\n": append("\\n")
      case "\r": append("\\r")
      case "\t": append("\\t")
      case "\u{0}"..<" ", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}": appendEscape(scalar.value)
      default: bytes.append(contentsOf: String(scalar).utf8)
      }
    }
    append("\"")
  }

  private mutating func appendEscape(_ value: UInt32) {
    let digits = String(value, radix: 16)
    append("\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits)
  }

  private mutating func append(_ text: String) {
    bytes.append(contentsOf: text.utf8)
  }
}
