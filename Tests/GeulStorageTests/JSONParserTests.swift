import Testing

@testable import GeulStorage

@Suite struct JSONParserTests {
  static let accepted: [(String, JSONValue)] = [
    ("null", .null), (" true\n", true), ("\tfalse\r", false),
    ("0", 0), ("-1", -1), ("9223372036854775807", .integer(.max)),
    ("-9223372036854775808", .integer(.min)), ("9223372036854775808", .number(0x1p63)),
    ("1.0", 1.0), ("0.5", 0.5), ("1e3", 1000.0), ("1E+3", 1000.0), ("25e-1", 2.5),
    ("5e-324", .number(.leastNonzeroMagnitude)),
    ("\"\"", ""), ("\"a\"", "a"), (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"),
    (#""\u0041\u00e9\uAC00""#, "A\u{E9}\u{AC00}"), (#""\uD834\uDD1E""#, "\u{1D11E}"),
    (#""x\u0000y""#, "x\0y"), ("\"글\u{1F600}\"", "글\u{1F600}"), ("\"\u{7F}\"", "\u{7F}"),
    ("[]", []), ("[ ]", []), ("[1,[2, 3] ,{}]", [1, [2, 3], [:]]),
    ("{}", [:]), (#"{"b":1,"a":{"c":null}}"#, ["b": 1, "a": ["c": .null]]),
    (#"{"":""}"#, ["": ""]),
  ]

  @Test(arguments: accepted)
  func accepts(text: String, expected: JSONValue) throws {
    #expect(try JSONValue.parse(Array(text.utf8), file: "f") == expected)
  }

  static let refused: [(String, Int, String)] = [
    ("", 0, "a value"), (" ", 1, "a value"), ("nul", 0, "null"), ("True", 0, "a value"),
    ("NaN", 0, "a value"), ("-Infinity", 1, "a digit"), ("+1", 0, "a value"),
    (".5", 0, "a value"), ("1.", 2, "a digit"), ("1.e3", 2, "a digit"), ("1e", 2, "a digit"),
    ("1e+", 3, "a digit"), ("-", 1, "a digit"), ("01", 0, "leading zeros"),
    ("-012", 1, "leading zeros"), ("0x1", 1, "the end"), ("1e999", 0, "within the range"),
    ("-1e999", 0, "within the range"), ("1 2", 2, "the end"), ("{} ,", 3, "the end"),
    ("[1,]", 3, "a value"), ("[,1]", 1, "a value"), ("[1 2]", 3, "',' or ']'"),
    ("[1", 2, "',' or ']'"), ("[", 1, "a value"), (#"{"a":1,}"#, 7, "a key"),
    ("{a:1}", 1, "a key"), ("{'a':1}", 1, "a key"), (#"{"a" 1}"#, 5, "':'"),
    (#"{"a":}"#, 5, "a value"), (#"{"a":1 "b":2}"#, 7, "',' or '}'"), ("{", 1, "a key"),
    (#"{"a":1"#, 6, "',' or '}'"), (#"{"a":1,"a":2}"#, 7, "each key once"),
    (#"{"a":1,"\u0061":2}"#, 7, "each key once"), (#"[{"x":{"k":1,"k":1}}]"#, 13, "each key once"),
    ("\"", 1, "a closing"), ("\"a\nb\"", 2, "an escape"), ("\"\u{0}\"", 1, "an escape"),
    (#""\x""#, 2, "after the backslash"), (#""\"#, 2, "after the backslash"),
    (#""\u12G4""#, 5, "a hexadecimal"), (#""\u12"#, 5, "a hexadecimal"),
    (#""\uD800""#, 1, "a surrogate pair"), (#""\uDC00""#, 1, "a surrogate pair"),
    (#""a\uD800\u0041""#, 2, "a surrogate pair"), (#""\uD800\n""#, 1, "a surrogate pair"),
    (#""\uD800\uD800""#, 1, "a surrogate pair"), ("\u{FEFF}1", 0, "a value"),
    ("1\u{A0}", 1, "the end"), ("// c\n1", 0, "a value"), ("1\0", 1, "the end"),
  ]

  @Test(arguments: refused)
  func refuses(text: String, offset: Int, expected: String) {
    expectRefusal(of: Array(text.utf8), at: offset, expecting: expected)
  }

  /// Values take more memory than the bytes that they are written in, so their number is bounded.
  @Test func refusesTooManyValues() throws {
    let text = Array(#"{"a":[0,{}],"b":""}"#.utf8)
    var enough = JSONParser(text, file: "f", valueLimit: 5)
    #expect(try enough.parseDocument() == ["a": [0, [:]], "b": ""])
    var few = JSONParser(text, file: "f", base: 3, valueLimit: 4)
    #expect(
      throws: StorageError.corrupt(
        file: "f", offset: 19, expected: "at most 4 values", found: "one more",
        advice: "correct the file by hand, or make it anew")
    ) { try few.parseDocument() }
  }

  @Test(
    arguments: [
      ([0x22, 0x61, 0xFF, 0x22], 2), ([0x22, 0xC0, 0x80, 0x22], 1),
      ([0x22, 0xED, 0xA0, 0x80, 0x22], 1), ([0x22, 0xEA, 0xB0, 0x22], 1),
      ([0x22, 0xEA, 0xB0, 0x80, 0x5C, 0x6E, 0x80, 0x22], 6),
      ([0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], 1),
    ] as [([UInt8], Int)])
  func refusesInvalidUTF8(bytes: [UInt8], offset: Int) {
    expectRefusal(of: bytes, at: offset, expecting: "valid UTF-8")
  }

  @Test func nestingIsBounded() throws {
    func nested(_ depth: Int) -> [UInt8] {
      Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
    }
    _ = try JSONValue.parse(nested(128), file: "f")
    expectRefusal(of: nested(129), at: 128, expecting: "128 nested")
    expectRefusal(of: nested(1_000_000), at: 128, expecting: "128 nested")
  }

  @Test func canonicallyEquivalentKeysAreKeptApart() throws {
    let text = "{\"\u{E9}\":1,\"e\u{301}\":2,\"\u{212B}\":3,\"\u{C5}\":4}"
    let value = try JSONValue.parse(Array(text.utf8), file: "f")
    guard case .object(let object) = value else {
      Issue.record("not an object")
      return
    }
    #expect(object.count == 4)
    #expect(object["\u{E9}"] == 1)
    #expect(object["e\u{301}"] == 2)
    #expect(object["\u{212B}"] == 3)
    #expect(object["\u{C5}"] == 4)
    #expect(object["A\u{30A}"] == nil)
    #expect(JSONValue.string("\u{E9}") != .string("e\u{301}"))
    #expect(value.serialized() == Array(text.utf8))
  }

  @Test func theMessageIsOneLineWithFilePlaceExpectedFoundAndAdvice() {
    let error = #expect(throws: StorageError.self) {
      try JSONValue.parse(Array("[1,\n]".utf8), file: "runs/a\nb.json")
    }
    #expect(error?.kind == .badData)
    #expect(
      error?.description
        == "runs/a\\u{a}b.json, byte 4: expected a value, found ']'; "
        + "correct the file by hand, or make it anew")
  }

  private func expectRefusal(of bytes: [UInt8], at offset: Int, expecting part: String) {
    let error = #expect(throws: StorageError.self) { try JSONValue.parse(bytes, file: "f.json") }
    guard case .corrupt("f.json", offset, let expected, _, _) = error else {
      Issue.record("\(String(describing: error)) is not at byte \(offset)")
      return
    }
    #expect(expected.contains(part), "\(expected)")
  }
}
