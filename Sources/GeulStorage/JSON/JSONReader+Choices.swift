/// Members that are within bounds, one of a list, or may be missing.
extension JSONReader {
  /// The whole number at the key, within `range`.
  public func integer(at key: String, in range: ClosedRange<Int>) throws(StorageError) -> Int {
    let member = try member(at: key)
    let value = try member.integer()
    guard range.contains(value) else {
      throw member.refusal(
        expected: "a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return value
  }

  /// The choice whose raw value is the string at the key.
  public func choice<Choice: RawRepresentable & CaseIterable>(
    at key: String, of type: Choice.Type = Choice.self
  ) throws(StorageError) -> Choice where Choice.RawValue == String {
    let member = try member(at: key)
    guard let choice = Choice(rawValue: try member.string()) else {
      let names = Choice.allCases.map(\.rawValue).joined(separator: ", ")
      throw member.refusal(expected: "one of \(names)")
    }
    return choice
  }

  /// The member at the key, nil if it is absent or null.
  public func presentMember(at key: String) throws(StorageError) -> JSONReader? {
    guard let member = try optionalMember(at: key), member.value != .null else { return nil }
    return member
  }

  /// The whole number at the key, nil if it is absent or null.
  public func optionalInteger(at key: String) throws(StorageError) -> Int? {
    try presentMember(at: key)?.integer()
  }

  /// The number at the key, nil if it is absent or null.
  public func optionalNumber(at key: String) throws(StorageError) -> Double? {
    try presentMember(at: key)?.number()
  }

  /// The strings of the array at the key.
  public func strings(at key: String) throws(StorageError) -> [String] {
    var strings: [String] = []
    for element in try elements(at: key) { strings.append(try element.string()) }
    return strings
  }
}
