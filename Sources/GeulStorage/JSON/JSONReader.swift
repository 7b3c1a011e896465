/// A place in a parsed JSON file, which reads members by key and names file and key path in errors.
public struct JSONReader: Sendable {
  /// The value at this place.
  public let value: JSONValue

  /// The name of the file, for errors.
  public let file: String

  /// The keys and indices that lead here, such as `model.layers[2]`; empty at the top.
  public let path: String

  /// The top of a value that was read from the file.
  public init(_ value: JSONValue, file: String) {
    self.init(value, file: file, path: "")
  }

  /// Parses the bytes; throws as `JSONValue.parse` does.
  public init(_ bytes: [UInt8], file: String) throws(StorageError) {
    self.init(try JSONValue.parse(bytes, file: file), file: file, path: "")
  }

  private init(_ value: JSONValue, file: String, path: String) {
    self.value = value
    self.file = file
    self.path = path
  }

  /// The members of this object; throws if it is none.
  public func object() throws(StorageError) -> JSONObject {
    guard case .object(let object) = value else { throw refusal(expected: "an object") }
    return object
  }

  /// The member of this object, nil if the key is absent; a null is a member.
  public func optionalMember(at key: String) throws(StorageError) -> JSONReader? {
    guard let member = try object()[key] else { return nil }
    return JSONReader(member, file: file, path: path.isEmpty ? key : "\(path).\(key)")
  }

  /// The member of this object; throws if the key is absent.
  public func member(at key: String) throws(StorageError) -> JSONReader {
    if let member = try optionalMember(at: key) { return member }
    throw refusal(expected: "the key \(quoted(key))", found: "no such key")
  }

  /// The whole number at the key.
  public func integer(at key: String) throws(StorageError) -> Int {
    try member(at: key).integer()
  }

  /// The number at the key, whole or not.
  public func number(at key: String) throws(StorageError) -> Double {
    try member(at: key).number()
  }

  /// The string at the key.
  public func string(at key: String) throws(StorageError) -> String {
    try member(at: key).string()
  }

  /// The truth value at the key.
  public func bool(at key: String) throws(StorageError) -> Bool {
    try member(at: key).bool()
  }

  /// The elements of the array at the key.
  public func elements(at key: String) throws(StorageError) -> [JSONReader] {
    try member(at: key).elements()
  }

  /// This whole number.
  public func integer() throws(StorageError) -> Int {
    guard case .integer(let integer) = value, let result = Int(exactly: integer) else {
      throw refusal(expected: "a whole number")
    }
    return result
  }

  /// This number, whole or not.
  public func number() throws(StorageError) -> Double {
    switch value {
    case .integer(let integer): return Double(integer)
    case .number(let number): return number
    default: throw refusal(expected: "a number")
    }
  }

  /// This string.
  public func string() throws(StorageError) -> String {
    guard case .string(let string) = value else { throw refusal(expected: "a string") }
    return string
  }

  /// This truth value.
  public func bool() throws(StorageError) -> Bool {
    guard case .bool(let bool) = value else { throw refusal(expected: "true or false") }
    return bool
  }

  /// The elements of this array.
  public func elements() throws(StorageError) -> [JSONReader] {
    guard case .array(let elements) = value else { throw refusal(expected: "an array") }
    return elements.enumerated().map { index, element in
      JSONReader(element, file: file, path: "\(path)[\(index)]")
    }
  }

  /// Refuses any key of this object that is not among the known, as a misspelt setting is.
  public func refuseKeys(otherThan known: [String]) throws(StorageError) {
    let known = Set(known.map(ExactString.init))
    for key in try object().keys where !known.contains(ExactString(key)) {
      let names = known.map(\.text).sorted().joined(separator: ", ")
      throw refusal(expected: "only the keys \(names)", found: "the key \(quoted(key))")
    }
  }

  /// The error that says what this place should hold, for checks beyond the kind of the value.
  public func refusal(expected: String, found: String? = nil) -> StorageError {
    .corrupt(
      file: file, offset: nil, expected: path.isEmpty ? expected : "\(expected) at \(path)",
      found: found ?? value.kindName, advice: "correct the file by hand, or make it anew")
  }
}
