import Testing

@testable import GeulStorage

@Suite struct JSONSerializerTests {
  @Test(
    arguments: [
      (.null, "null"), (true, "true"), (.integer(.min), "-9223372036854775808"), (1.0, "1.0"),
      (-0.0, "-0.0"), (0.1, "0.1"), (1e21, "1e+21"), (.number(.nan), "null"),
      (.number(-.infinity), "null"), ("a\"\\\n\r\t/글", #""a\"\\\n\r\t/글""#),
      ("\0\u{1B}\u{7F}\u{9B}\u{2028}", #""\u0000\u001b\u007f\u009b\u2028""#),
      ([], "[]"), ([:], "{}"), ([1, [], "x"], #"[1,[],"x"]"#),
      (["b": 1, "a": [:]], #"{"b":1,"a":{}}"#),
    ] as [(JSONValue, String)])
  func compact(value: JSONValue, expected: String) {
    #expect(String(decoding: value.serialized(), as: UTF8.self) == expected)
  }

  @Test func prettyIsIndentedByTwo() {
    let value: JSONValue = ["a": [1, 2], "b": [:], "c": ["d": .null]]
    let expected = """
      {
        "a": [
          1,
          2
        ],
        "b": {},
        "c": {
          "d": null
        }
      }

      """
    #expect(String(decoding: value.serialized(pretty: true), as: UTF8.self) == expected)
  }

  @Test(arguments: [false, true])
  func readsBackTheSame(pretty: Bool) throws {
    let numbers: [Double] = [
      0, -0.0, 1 / 3, .pi, 1e15, 1e16, 123_456_789.125, .greatestFiniteMagnitude,
      .leastNonzeroMagnitude, .leastNormalMagnitude, -2.5e-7,
    ]
    let value: JSONValue = [
      "numbers": .array(numbers.map { .number($0) }), "e\u{301}": "\u{E9}",
      "controls": .string(
        String(String.UnicodeScalarView((UInt32(0)..<0x300).compactMap(Unicode.Scalar.init(_:))))),
      "nested": [[[:]], [.null, true, .integer(.max)]],
    ]
    let bytes = value.serialized(pretty: pretty)
    #expect(try JSONValue.parse(bytes, file: "f") == value)
    #expect(try JSONValue.parse(bytes, file: "f").serialized(pretty: pretty) == bytes)
  }

  /// Some 0.2 s unoptimized; a quadratic lookup takes minutes.
  @Test(.timeLimit(.minutes(1))) func aVocabularyOfTwentyThousandIsQuick() throws {
    var object = JSONObject()
    for index in 0..<20_000 {
      object["unit \(index)"] = .integer(Int64(index))
    }
    let bytes = JSONValue.object(object).serialized()
    let parsed = try JSONValue.parse(bytes, file: "f")
    #expect(parsed == .object(object))
  }

  @Test func membersAreReplacedInPlaceAndRemoved() {
    var object: JSONObject = ["a": 1, "b": 2, "c": 3]
    object["b"] = 20
    object["a"] = nil
    object["absent"] = nil
    object["d"] = 4
    #expect(object.keys == ["b", "c", "d"])
    #expect(object["c"] == 3)
    #expect(object == ["b": 20, "c": 3, "d": 4])
    #expect(object != ["c": 3, "b": 20, "d": 4])
    let isAppended = object.append("c", 5)
    #expect(!isAppended)
    #expect(object["c"] == 3)
  }
}
