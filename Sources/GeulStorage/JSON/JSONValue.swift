/// A JSON text's value, RFC 8259.
///
/// A number written without fraction and exponent that fits is an `integer`; every other is a
/// `number`. Equality compares strings by scalars, unlike `String ==`, and never takes an `integer`
/// for a `number`.
public enum JSONValue: Sendable {
  /// The word null.
  case null
  /// One of the words true and false.
  case bool(Bool)
  /// A number without fraction and exponent, within 64 bits.
  case integer(Int64)
  /// Any other number.
  case number(Double)
  /// A string, exactly as its scalars were written.
  case string(String)
  /// Elements in order.
  case array([JSONValue])
  /// Members in order, each key once.
  case object(JSONObject)
}

extension JSONValue: Equatable {
  /// Whether both are of the same kind and content, strings scalar by scalar.
  public static func == (left: Self, right: Self) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.bool(let a), .bool(let b)): a == b
    case (.integer(let a), .integer(let b)): a == b
    case (.number(let a), .number(let b)): a == b
    case (.string(let a), .string(let b)): ExactString(a) == ExactString(b)
    case (.array(let a), .array(let b)): a == b
    case (.object(let a), .object(let b)): a == b
    default: false
    }
  }
}

extension JSONValue {
  /// Parses a whole text, strictly by RFC 8259.
  ///
  /// Refused besides what the grammar refuses: a repeated key, a byte order mark, more than 128
  /// nested arrays and objects, more than 33,554,432 values, a number beyond the range of `Double`, an
  /// escaped lone surrogate, invalid UTF-8. Linear in the length of the text.
  ///
  /// - Parameter file: the name that errors carry.
  /// - Throws: `StorageError.corrupt` with the byte offset.
  public static func parse(_ bytes: [UInt8], file: String) throws(StorageError) -> JSONValue {
    var parser = JSONParser(bytes, file: file)
    return try parser.parseDocument()
  }

  /// The value as JSON text in UTF-8.
  ///
  /// Numbers are the shortest that read back to the same value; control characters and the line
  /// separators U+2028 and U+2029 are escaped; a `number` that is not finite becomes null, for JSON
  /// has no other way to say it.
  ///
  /// - Parameter pretty: a member a line, indented by two spaces, with a line feed at the end.
  public func serialized(pretty: Bool = false) -> [UInt8] {
    var serializer = JSONSerializer(pretty: pretty)
    serializer.append(self, depth: 0)
    return serializer.finished()
  }

  /// What kind of value this is, for messages.
  var kindName: String {
    switch self {
    case .null: "null"
    case .bool(let value): value ? "true" : "false"
    case .integer(let value): "\(value)"
    case .number(let value): "\(value)"
    case .string(let value): "the string \(quoted(value))"
    case .array: "an array"
    case .object: "an object"
    }
  }
}

extension JSONValue: ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByFloatLiteral, ExpressibleByStringLiteral, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral
{
  /// Makes a `bool`.
  public init(booleanLiteral value: Bool) { self = .bool(value) }

  /// Makes an `integer`.
  public init(integerLiteral value: Int64) { self = .integer(value) }

  /// Makes a `number`.
  public init(floatLiteral value: Double) { self = .number(value) }

  /// Makes a `string`.
  public init(stringLiteral value: String) { self = .string(value) }

  /// Makes an `array`.
  public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }

  /// Makes an `object`; the keys must differ.
  public init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object(JSONObject(elements))
  }
}
