import Testing

@testable import GeulStorage

/// Headers that are no JSON, or JSON of what no safetensors file can hold; see also `SafeTensorsRefusalTests`.
@Suite struct SafeTensorsMalformedTests {
  /// An entry of a tensor of one byte, with something in place of one of its parts.
  private static func entry(
    _ name: String = #""a""#, type: String = #""U8""#, shape: String = "[1]",
    offsets: String = "[0,1]"
  ) -> String {
    #"{\#(name):{"dtype":\#(type),"shape":\#(shape),"data_offsets":\#(offsets)}}"#
  }

  private static func nested(_ depth: Int) -> String {
    String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
  }

  /// A header, the number of bytes after it, and what the message says from the place on.
  static let headers: [(String, Int, String)] = [
    // Strings.
    (
      entry(#""\uD800""#), 1,
      #"byte 10: expected a surrogate pair, found the lone surrogate \ud800"#
    ),
    (
      entry(#""\uDFFF""#), 1,
      #"byte 10: expected a surrogate pair, found the lone surrogate \udfff"#
    ),
    (
      entry(#""\uD83D\u0041""#), 1,
      #"byte 10: expected a surrogate pair, found the lone surrogate \ud83d"#
    ),
    (entry(#""\uD83D\uD83""#), 1, "byte 21: expected a hexadecimal digit, found '\"'"),
    (entry(#""\x41""#), 1, "byte 11: expected one of \" \\ / b f n r t u after the backslash"),
    (entry("\"\n\""), 1, "byte 10: expected an escape in place of a control character"),
    (
      entry("\"\0\""), 1,
      "byte 10: expected an escape in place of a control character, found the byte 0x00"
    ),
    (#"{"a"#, 0, "byte 11: expected a closing quotation mark, found the end of the text"),
    (#"{"__metadata__":{"k":"\uDC00"}}"#, 0, "byte 30: expected a surrogate pair"),
    // Structure.
    (#"{"a":\#(nested(3_000))}"#, 0, "byte 140: expected at most 128 nested arrays and objects"),
    (
      #"{"a":\#(String(repeating: "[", count: 127))"#, 0,
      "byte 140: expected a value, found the end"
    ),
    (#"{"a":\#(nested(127))}"#, 0, "byte 9: expected an object for \"a\", found an array"),
    (#"{"a"}"#, 0, "byte 12: expected ':' after the key, found '}'"),
    (#"{"a":}"#, 0, "byte 13: expected a value, found '}'"),
    (#"{1:{}}"#, 0, "byte 9: expected a key in quotation marks, found '1'"),
    (#"{"a":nul}"#, 0, "byte 13: expected null, found 'n'"),
    (#"{"a":/* */{}}"#, 0, "byte 13: expected a value, found '/'"),
    (#"{"a":{} "b":{}}"#, 0, "byte 16: expected ',' or '}' after the member, found '\"'"),
    (#"{"a":{},,}"#, 0, "byte 16: expected a key in quotation marks, found ','"),
    (#"{}{}"#, 0, "byte 10: expected the end of the text, found '{'"),
    ("{}\u{A0}", 0, "byte 10: expected the end of the text, found the byte 0xc2"),
    ("{\u{FEFF}}", 0, "byte 9: expected a key in quotation marks, found a byte order mark"),
    (#"{"a":{"shape":[1],"sha\u0070e":[1]}}"#, 0, "byte 26: expected each key once"),
    // Numbers.
    (entry(shape: "[01]"), 1, "byte 36: expected a number without leading zeros"),
    (entry(shape: "[+1]"), 1, "byte 36: expected a value, found '+'"),
    (
      entry(shape: "[1e999]"), 1,
      "byte 36: expected a number within the range of 64-bit floating point"
    ),
    (entry(shape: "[NaN]"), 1, "byte 36: expected a value, found 'N'"),
    (entry(shape: "[0x1]"), 1, "byte 37: expected ',' or ']' after the element, found 'x'"),
    (entry(shape: "[1.]"), 1, "byte 38: expected a digit, found ']'"),
    (entry(shape: "[1,]"), 1, "byte 38: expected a value, found ']'"),
    (entry(shape: "[1e1]"), 1, "whole numbers of at least 0 in shape of \"a\", found 10.0"),
    (entry(shape: "[-0]"), 1, "whole numbers of at least 0 in shape of \"a\", found -0.0"),
    (
      entry(shape: "[9223372036854775808]"), 1,
      "whole numbers of at least 0 in shape of \"a\", found 9.223372036854776e+18"
    ),
    (entry(shape: "[true]"), 1, "whole numbers of at least 0 in shape of \"a\", found true"),
    (entry(shape: "[[1]]"), 1, "whole numbers of at least 0 in shape of \"a\", found an array"),
    (entry(shape: "{}"), 1, "an array as shape of \"a\", found an object"),
    (entry(shape: "null"), 1, "an array as shape of \"a\", found null"),
    (
      entry(shape: "[9223372036854775807]"), 1,
      "9223372036854775807 bytes for \"a\", U8 of shape [9223372036854775807], found a range of 1"
    ),
    (
      entry(shape: "[9223372036854775807,2]"), 1,
      "a shape of \"a\" that can be counted, found [9223372036854775807, 2]"
    ),
    (
      entry(type: #""F64""#, shape: "[2305843009213693952]"), 1,
      "a shape of \"a\" that can be counted, found [2305843009213693952]"
    ),
    // Ranges.
    (entry(offsets: "[0,1.5]"), 1, "in data_offsets of \"a\", found 1.5"),
    (entry(offsets: "[0,-1]"), 1, "in data_offsets of \"a\", found -1"),
    (entry(offsets: #"["0","1"]"#), 1, "in data_offsets of \"a\", found the string \"0\""),
    (entry(offsets: "[]"), 1, "data_offsets of begin and end for \"a\", found []"),
    (entry(offsets: "[1,0]"), 1, "data_offsets of begin and end for \"a\", found [1, 0]"),
    (
      entry(offsets: "[9223372036854775806,9223372036854775807]"), 1,
      "\"a\" within the file's 1 bytes of data, found an end at 9223372036854775807"
    ),
    (entry(offsets: "[0,9223372036854775808]"), 1, "found 9.223372036854776e+18"),
    (entry(offsets: "{\"begin\":0}"), 1, "an array as data_offsets of \"a\", found an object"),
    // Types and keys.
    (entry(type: #""F8_E4M3""#), 1, "found the string \"F8_E4M3\""),
    (entry(type: #""""#), 1, "found the string \"\""),
    (entry(type: #""U8\u0000""#), 1, #"found the string "U8\u{0}""#),
    (entry(type: "null"), 1, "BOOL, found null"),
    (entry(type: #"["U8"]"#), 1, "BOOL, found an array"),
    (
      #"{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1],"Shape":[1]}}"#, 1,
      "expected only dtype, shape and data_offsets for \"a\", found \"Shape\""
    ),
    (#"{"__metadata__":[]}"#, 0, "an object of metadata, found an array"),
    (#"{"__metadata__":null}"#, 0, "an object of metadata, found null"),
    (#"{"__metadata__":{"k":{}}}"#, 0, "a string for the metadata \"k\", found an object"),
    (#"{"__metadata__":{"k":["v"]}}"#, 0, "a string for the metadata \"k\", found an array"),
    (#"{"__metadata__ ":{"k":"v"}}"#, 0, "for \"__metadata__ \", found \"k\""),
  ]

  @Test(arguments: headers)
  func refusesTheHeader(header: String, dataSize: Int, message: String) throws {
    let found = try Self.refusal(of: header, dataSize: dataSize)
    #expect(found.contains(message), "\(found)")
  }

  /// No two of them, nor of those beside, are told in the same words: each message says what is wrong with its file.
  @Test func eachHasItsOwnMessage() throws {
    var messages: [String: String] = [:]
    let others = SafeTensorsRefusalTests.headers.map { ($0.0, $0.1) }
    for (header, dataSize) in Self.headers.map({ ($0.0, $0.1) }) + others {
      let message = try Self.refusal(of: header, dataSize: dataSize)
      if let other = messages.updateValue(header, forKey: message) {
        Issue.record("\(header) and \(other): \(message)")
      }
    }
    #expect(messages.count >= 100)
  }

  private static func refusal(of header: String, dataSize: Int) throws -> String {
    let folder = try TemporaryFolder()
    let bytes = SafeTensorsRefusalTests.littleEndian(UInt64(header.utf8.count)) + header.utf8
    try folder.write("f", bytes + [UInt8](repeating: 9, count: dataSize))
    let path = folder.path("f")
    let error = #expect(throws: StorageError.self) { try SafeTensorsFile(path: path) }
    let message = error?.description ?? ""
    #expect(error?.kind == .badData && message.hasPrefix(path) && !message.contains("\n"))
    return String(message.dropFirst(path.count))
  }
}
