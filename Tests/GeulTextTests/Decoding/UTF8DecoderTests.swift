import GeulText
import Testing

/// Bytes that are no UTF-8, where the ill-formed sequence begins, and its line.
struct MalformedCase: Sendable, CustomTestStringConvertible {
  let name: String
  let bytes: [UInt8]
  let offset: Int
  let line: Int
  let found: [UInt8]
  let endsEarly: Bool

  init(
    _ name: String, _ bytes: [UInt8], at offset: Int, line: Int = 1, found: [UInt8],
    endsEarly: Bool = false
  ) {
    self.name = name
    self.bytes = bytes
    self.offset = offset
    self.line = line
    self.found = found
    self.endsEarly = endsEarly
  }

  var testDescription: String { name }
}

@Suite struct UTF8DecoderTests {
  private static let malformed = [
    MalformedCase("lone trail", [0x41, 0x80, 0x42], at: 1, found: [0x80]),
    MalformedCase("overlong of two", [0xC0, 0x80], at: 0, found: [0xC0]),
    MalformedCase("overlong of two, C1", [0x0A, 0xC1, 0xBF], at: 1, line: 2, found: [0xC1]),
    MalformedCase("overlong of three", [0x41, 0xE0, 0x9F, 0xBF], at: 1, found: [0xE0, 0x9F]),
    MalformedCase("overlong of four", [0xF0, 0x8F, 0xBF, 0xBF], at: 0, found: [0xF0, 0x8F]),
    MalformedCase(
      "surrogate", [0x0A, 0x0A, 0xED, 0xA0, 0x80], at: 2, line: 3, found: [0xED, 0xA0]),
    MalformedCase("beyond the last", [0xF4, 0x90, 0x80, 0x80], at: 0, found: [0xF4, 0x90]),
    MalformedCase("lead F5", [0x61, 0xF5, 0x80, 0x80, 0x80], at: 1, found: [0xF5]),
    MalformedCase("FF", Array("한글\n가".utf8) + [0xFF], at: 10, line: 2, found: [0xFF]),
    MalformedCase("cut off by ASCII", [0xED, 0x95, 0x41, 0x42], at: 0, found: [0xED, 0x95, 0x41]),
    MalformedCase(
      "cut off by a lead", [0xED, 0x95, 0xED, 0x95, 0x9C], at: 0, found: [0xED, 0x95, 0xED]),
    MalformedCase(
      "four cut off", [0x41, 0xF0, 0x9F, 0x98, 0x20], at: 1, found: [0xF0, 0x9F, 0x98, 0x20]),
    MalformedCase("ends after one", [0x41, 0xC3], at: 1, found: [0xC3], endsEarly: true),
    MalformedCase(
      "ends after two", [0x0A, 0x41, 0xED, 0x95], at: 2, line: 2, found: [0xED, 0x95],
      endsEarly: true),
    MalformedCase(
      "ends after three", [0xF0, 0x9F, 0x98], at: 0, found: [0xF0, 0x9F, 0x98], endsEarly: true),
    MalformedCase(
      "far in ASCII", [UInt8](repeating: 0x61, count: 100) + [0x0A, 0xFE] + [0x61, 0x61, 0x61],
      at: 101, line: 2, found: [0xFE]),
    MalformedCase("CP949", [0xB0, 0xA1, 0x0A], at: 0, found: [0xB0]),
  ]

  private func decode(_ blocks: [[UInt8]]) throws(TextError) -> [UInt32] {
    var decoder = TextDecoder(file: "a.txt", encoding: .named(.utf8))
    var scalars: [UInt32] = []
    for block in blocks { try decoder.append(block, into: &scalars) }
    try decoder.finish(into: &scalars)
    return scalars
  }

  @Test(arguments: malformed)
  func placesTheFirstError(_ example: MalformedCase) throws {
    let bytes = example.bytes
    var ways = (0...bytes.count).map { [Array(bytes[..<$0]), Array(bytes[$0...])] }
    ways.append(bytes.map { [$0] })
    for blocks in ways {
      let error = #expect(throws: TextError.self) { try decode(blocks) }
      guard case .malformedText(let found) = error else {
        Issue.record("no malformedText but \(String(describing: error))")
        return
      }
      #expect(found.file == "a.txt")
      #expect(found.offset == example.offset)
      #expect(found.line == example.line)
      #expect(found.bytes == example.found)
      #expect(found.endsEarly == example.endsEarly)
      #expect(error?.kind == .badData)
    }
  }

  @Test func theMessageSaysAll() {
    let error = #expect(throws: TextError.self) { try decode([[0x0A, 0xED, 0xA0, 0x80]]) }
    #expect(
      error?.description
        == "a.txt: byte offset 1, line 2: not UTF-8: expected byte 2 of the character begun by ED, "
        + "in 80-9F, found ED A0; mend these bytes, convert the file to UTF-8, or read on with "
        + "--invalid replace (or skip)")
  }

  @Test func everyEdgeGivesTheSame() throws {
    let edges: [UInt32] = [
      0x7F, 0x80, 0x7FF, 0x800, 0xD7FF, 0xE000, 0xFFFF, 0x10000, 0x10FFFF, 0x00,
    ]
    let text = String(values: edges) + "abcdefgh한글 plain text 😀é\r\n끝"
    let bytes = Array(text.utf8)
    for cut in 0...bytes.count {
      #expect(try decode([Array(bytes[..<cut]), Array(bytes[cut...])]) == text.values)
    }
    #expect(try decode(bytes.map { [$0] }) == text.values)
  }

  /// Every scalar value there is, in blocks of an odd size.
  @Test func readsEveryScalar() throws {
    let values = Array(UInt32(0)..<0xD800) + Array(UInt32(0xE000)..<0x110000)
    let bytes = Array(String(values: values).utf8)
    let blocks = stride(from: 0, to: bytes.count, by: 4099).map {
      Array(bytes[$0..<min($0 + 4099, bytes.count)])
    }
    #expect(try decode(blocks) == values)
  }

  @Test func removesAByteOrderMarkAtTheStartOnly() throws {
    for blocks in [[[0xEF, 0xBB, 0xBF, 0x41]], [[0xEF], [0xBB], [], [0xBF], [0x41]]] as [[[UInt8]]]
    {
      var decoder = TextDecoder(file: "a.txt", encoding: .named(.utf8))
      var scalars: [UInt32] = []
      for block in blocks { try decoder.append(block, into: &scalars) }
      #expect(scalars == [0x41])
      let report = decoder.report
      #expect(report.removedByteOrderMark)
      try decoder.append([0xEF, 0xBB, 0xBF], into: &scalars)
      #expect(scalars == [0x41, 0xFEFF])
    }
    #expect(try decode([[0x41, 0xEF, 0xBB, 0xBF]]) == [0x41, 0xFEFF])
  }
}
