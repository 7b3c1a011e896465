import GeulText
import Testing

/// Decodes bytes cut at `cuts`; what came out, and the report.
func decode(
  _ bytes: [UInt8], _ encoding: EncodingChoice, _ invalid: InvalidPolicy = .error, cuts: [Int] = []
) throws(TextError) -> (scalars: [UInt32], report: DecodingReport) {
  var decoder = TextDecoder(file: "a.txt", encoding: encoding, invalid: invalid)
  var scalars: [UInt32] = []
  var start = 0
  for end in cuts + [bytes.count] {
    try decoder.append(bytes[start..<end], into: &scalars)
    start = end
  }
  try decoder.finish(into: &scalars)
  #expect(decoder.bytesRead == bytes.count)
  return (scalars, decoder.report)
}

@Suite struct TextDecoderTests {
  private static let encodings = [
    "utf-8", "utf-16", "utf-16le", "utf-16be", "utf-32", "utf-32le", "utf-32be", "cp949", "johab",
    "shift_jis", "euc-jp", "gb18030", "big5", "windows-1252", "euc-tw", "big5-hkscs", "koi8-r",
    "tis-620", "cp1255", "cp1258", "euc-jisx0213", "ibm933",
  ]

  private func malformed(
    _ bytes: [UInt8], _ encoding: TextEncoding, cuts: [Int] = []
  ) -> MalformedText? {
    let error = #expect(throws: TextError.self) { try decode(bytes, .named(encoding), cuts: cuts) }
    guard case .malformedText(let malformed) = error else { return nil }
    return malformed
  }

  /// Bytes from the standards' tables; in CP949 81 41 is 갂, in Shift_JIS 5C a backslash.
  @Test(
    arguments: [
      ("cp949", [0xB0, 0xA1, 0x81, 0x41, 0x5C], "가갂\\"),
      ("euc-kr", [0x81, 0x41], "갂"),
      ("johab", [0x88, 0x61, 0x5C, 0x90, 0x61], "가\\나"),
      ("shift_jis", [0x93, 0xFA, 0x96, 0x7B, 0x5C, 0x7E, 0xB1], "日本\\~ｱ"),
      ("euc-jp", [0xC6, 0xFC, 0xCB, 0xDC, 0x8E, 0xB1], "日本ｱ"),
      ("gb2312", [0xD6, 0xD0, 0xB9, 0xFA], "中国"),
      ("gb18030", [0x94, 0x39, 0xDA, 0x33], "\u{1F4A9}"),
      ("big5", [0xA4, 0xA4, 0xB0, 0xEA], "中國"),
      ("latin1", [0xE9, 0x80], "é\u{80}"),
      ("windows-1252", [0xE9, 0x80], "é€"),
      ("utf-16", [0xFE, 0xFF, 0xAC, 0x00, 0xD8, 0x3D, 0xDC, 0xA9], "가\u{1F4A9}"),
      ("utf-16", [0x00, 0xAC], "가"),
      ("utf-32", [0x00, 0xAC, 0x00, 0x00], "가"),
      ("utf-32", [0x00, 0x00, 0xFE, 0xFF, 0x00, 0x01, 0xF4, 0xA9], "\u{1F4A9}"),
    ] as [(String, [UInt8], String)])
  func knownBytes(_ name: String, _ bytes: [UInt8], _ text: String) throws {
    let encoding = try TextEncoding(named: name)
    for cut in 0...bytes.count {
      #expect(try decode(bytes, .named(encoding), cuts: [cut]).scalars == text.values)
    }
    #expect(
      try decode(bytes, .named(encoding), cuts: Array(0...bytes.count)).scalars == text.values)
  }

  @Test(
    arguments: [
      ("utf-8", [0xEF, 0xBB, 0xBF], "utf-8"), ("utf-16le", [0xFF, 0xFE], "utf-16le"),
      ("utf-16", [0xFF, 0xFE], "utf-16le"), ("utf-16", [0xFE, 0xFF], "utf-16be"),
      ("utf-32", [0xFF, 0xFE, 0, 0], "utf-32le"), ("utf-32", [0, 0, 0xFE, 0xFF], "utf-32be"),
      ("gb18030", [0x84, 0x31, 0x95, 0x33], "gb18030"),
    ] as [(String, [UInt8], String)])
  func byteOrderMarksAreRemovedOnce(_ name: String, _ mark: [UInt8], _ found: String) throws {
    for choice in [EncodingChoice.named(try TextEncoding(named: name)), .auto] {
      for cuts in [[], Array(0...mark.count)] {
        let (scalars, report) = try decode(mark + mark, choice, cuts: cuts)
        #expect(scalars == [0xFEFF])
        #expect(report.removedByteOrderMark)
        #expect(report.encoding?.name == found)
      }
    }
  }

  @Test(
    arguments: [
      ("utf-16le", [0x0A, 0, 0x41, 0xDC, 0x41, 0], 2, [0x41, 0xDC], false),
      ("utf-16le", [0x0A, 0, 0x41, 0xD8, 0x41, 0], 2, [0x41, 0xD8, 0x41, 0], false),
      ("utf-16be", [0, 0x0A, 0xD8, 0x41], 2, [0xD8, 0x41], true),
      ("utf-16be", [0, 0x0A, 0xAC], 2, [0xAC], true),
      ("utf-32le", [0x0A, 0, 0, 0, 0, 0xD8, 0, 0], 4, [0, 0xD8, 0, 0], false),
      ("utf-32be", [0, 0, 0, 0x0A, 0, 0x11, 0, 0], 4, [0, 0x11, 0, 0], false),
      ("cp949", [0x0A, 0xB0, 0xA1, 0xC9, 0xA1, 0xB0, 0xA1], 3, [0xC9, 0xA1], false),
      ("cp949", [0x0A, 0xB0, 0xA1, 0xB0], 3, [0xB0], true),
      ("cp949", [0x0A, 0x41, 0x41, 0xFF, 0x41, 0x41, 0x41, 0x41], 3, [0xFF], false),
      ("cp949", [0x0A, 0xB0, 0x20, 0x41, 0x41, 0x41], 1, [0xB0, 0x20], false),
      ("windows-1252", [0x0A, 0x81, 0xE9], 1, [0x81], false),
    ] as [(String, [UInt8], Int, [UInt8], Bool)])
  func theFirstFaultIsPlaced(
    _ name: String, _ bytes: [UInt8], _ offset: Int, _ found: [UInt8], _ endsEarly: Bool
  ) throws {
    let encoding = try TextEncoding(named: name)
    for cuts in (0...bytes.count).map({ [$0] }) + [Array(0...bytes.count)] {
      let malformed = malformed(bytes, encoding, cuts: cuts)
      #expect(malformed?.offset == offset)
      #expect(malformed?.line == 2)
      #expect(malformed?.bytes == found)
      #expect(malformed?.endsEarly == endsEarly)
      #expect(malformed?.encoding == encoding)
    }
  }

  /// Line numbers are counted in vectors; no other byte or scalar may count as a line feed.
  @Test(arguments: [TextEncoding.utf8, .utf16BigEndian, .utf32LittleEndian])
  func linesFarIntoAFile(_ encoding: TextEncoding) {
    var generator = SeededGenerator(state: 21)
    let text = (0..<3000).map { _ in
      generator.below(9) == 0 ? UInt32(0x0A) : UInt32(generator.below(0xD800))
    }
    let (head, fault): ([UInt8], [UInt8]) =
      switch encoding {
      case .utf8: (Array(String(values: text).utf8), [0xFF])
      case .utf16BigEndian:
        (text.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }, [0xDC, 0x00, 0x00, 0x41])
      default: (text.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8), 0, 0] }, [0, 0, 0xFF, 0xFF])
      }
    let lines = text.count { $0 == 0x0A }
    for cuts in [[], [1000, 1001, 4003]] {
      let found = malformed(head + fault, encoding, cuts: cuts)
      #expect(found?.line == lines + 1)
      #expect(found?.offset == head.count)
    }
  }

  /// An ASCII byte after a lead byte stays, a pair of high bytes is one sequence.
  @Test func replacedAndSkipped() throws {
    let bytes: [UInt8] = [0xB0, 0xA1, 0xC9, 0xA1, 0xB0, 0xA1, 0xB0, 0x20, 0xFF, 0xB0, 0xA2]
    let (replaced, report) = try decode(bytes, .named(.cp949), .replace)
    #expect(replaced == "가\u{FFFD}가\u{FFFD} \u{FFFD}각".values)
    #expect(report.invalidSequences == 3)
    #expect(report.firstInvalid?.offset == 2)
    #expect(try decode(bytes, .named(.cp949), .skip).scalars == "가가 각".values)
  }

  @Test func theMessageNamesEncodingAndNextStep() {
    let error = #expect(throws: TextError.self) {
      try decode([0x0A, 0xC9, 0xA1, 0x41, 0x41], .named(.cp949))
    }
    #expect(
      error?.description
        == "a.txt: byte offset 1, line 2: not CP949: expected a character of CP949, "
        + "found C9 A1; name the right encoding with --encoding NAME, mend these bytes, or read on with "
        + "--invalid replace (or skip)")
  }

  /// Random bytes crash nothing, and the edges of blocks change nothing.
  @Test(arguments: encodings)
  func randomBytes(_ name: String) throws {
    let encoding = try TextEncoding(named: name)
    var generator = SeededGenerator(
      state: UInt64(encoding.name.utf8.reduce(7) { $0 * 31 + Int($1) }))
    for round in 0..<60 {
      // Lead bytes and ASCII in turn are likelier to make characters than bytes at random.
      let bytes = (0..<2000).map { _ in
        let byte = UInt8(truncatingIfNeeded: generator.next())
        return round % 3 == 0 ? byte : round % 3 == 1 ? byte | 0x80 : byte & 0x8F | 0x30
      }
      let cuts = (0..<generator.below(40)).map { _ in generator.below(2000) }.sorted()
      for policy in [InvalidPolicy.replace, .skip] {
        let whole = try decode(bytes, .named(encoding), policy)
        let cut = try decode(bytes, .named(encoding), policy, cuts: cuts)
        #expect(whole.scalars == cut.scalars)
        #expect(whole.report == cut.report)
        #expect(whole.scalars.allSatisfy { Unicode.Scalar($0) != nil })
      }
      let first = try decode(bytes, .named(encoding), .skip).report.firstInvalid
      guard let first else { continue }
      let error = malformed(bytes, encoding, cuts: cuts)
      #expect(error?.offset == first.offset)
      #expect(error?.line == first.line)
      #expect(error?.bytes == first.bytes)
    }
  }
}
