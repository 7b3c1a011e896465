import GeulText
import Testing

/// Encodings of seven bits, of surrogates, and files that mix two.
@Suite struct UnusualEncodingTests {
  /// Decodes bytes in parts of some length.
  private func decode(
    _ bytes: [UInt8], _ encoding: EncodingChoice = .auto, invalid: InvalidPolicy = .error,
    parts: Int = 1 << 16
  ) throws -> (scalars: [UInt32], report: DecodingReport) {
    var decoder = TextDecoder(file: "f", encoding: encoding, invalid: invalid)
    var scalars: [UInt32] = []
    for start in stride(from: 0, to: bytes.count, by: parts) {
      try decoder.append(bytes[start..<min(start + parts, bytes.count)], into: &scalars)
    }
    try decoder.finish(into: &scalars)
    return (scalars, decoder.report)
  }

  private func named(_ name: String) throws -> EncodingChoice {
    .named(try TextEncoding(named: name))
  }

  /// printf '첫눈이\nab 밤\n' | iconv -t NAME, and of Japanese and Chinese likewise.
  static let escaped: [(String, [UInt8], String)] = [
    (
      "iso-2022-kr",
      [
        0x1B, 0x24, 0x29, 0x43, 0x0E, 0x43, 0x39, 0x34, 0x2B, 0x40, 0x4C, 0x0F, 0x0A, 0x61, 0x62,
        0x20,
        0x0E, 0x39, 0x63, 0x0F, 0x0A,
      ], "첫눈이\nab 밤\n"
    ),
    (
      "iso-2022-jp",
      [0x61, 0x1B, 0x24, 0x42, 0x46, 0x7C, 0x4B, 0x5C, 0x1B, 0x28, 0x42, 0x0A], "a日本\n"
    ),
    (
      "iso-2022-cn",
      [0x1B, 0x24, 0x29, 0x41, 0x0E, 0x56, 0x50, 0x4E, 0x44, 0x0F, 0x0A], "中文\n"
    ),
    ("utf-7", Array("+zKuyCMd0 a +- b +vCQ\n".utf8), "첫눈이 a + b 밤\n"),
  ]

  @Test(arguments: escaped)
  func escapesAreKnownAndRead(name: String, bytes: [UInt8], text: String) throws {
    for parts in [1, 2, 3, 5, 64] {
      #expect(try decode(bytes, named(name), parts: parts).scalars == text.values)
    }
    let (scalars, report) = try decode(bytes)
    #expect(scalars == text.values)
    #expect(report.encoding?.name == name)
  }

  /// ASCII in which something looks like the beginning of an escape stays ASCII.
  @Test(arguments: ["\u{1B}[31mred\u{1B}[0m", "a+b-c = +d- +1", "\u{1B}$ ls\n", "C++ and +AB-"])
  func plainTextIsNoEscape(text: String) throws {
    let (scalars, report) = try decode(Array(text.utf8))
    #expect(scalars == text.values)
    #expect(report.encoding == .utf8)
  }

  /// What is broken depends on where lines end, not on where blocks do.
  @Test func brokenEscapesAreTheSameWhereverBlocksEnd() throws {
    var bytes = Self.escaped[0].1
    bytes.replaceSubrange(6...6, with: [0xFF, 0x21])
    let whole = try decode(bytes, named("iso-2022-kr"), invalid: .replace).scalars
    for parts in 1...9 {
      #expect(
        try decode(bytes, named("iso-2022-kr"), invalid: .replace, parts: parts).scalars == whole)
    }
    #expect(throws: TextError.self) { try decode(bytes, named("iso-2022-kr")) }
  }

  /// 첫 U+1F60A NUL in CESU-8, NUL as Java writes it.
  private static let surrogates: [UInt8] = [
    0xEC, 0xB2, 0xAB, 0x20, 0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x8A, 0xC0, 0x80, 0x0A,
  ]

  @Test func surrogatesAreReadIfTheyAreNamed() throws {
    let text: [UInt32] = [0xCCAB, 0x20, 0x1F60A, 0, 0x0A]
    for parts in 1...7 {
      #expect(try decode(Self.surrogates, .named(.cesu8), parts: parts).scalars == text)
    }
    for name in ["CESU-8", "modified-utf-8", "mutf8"] {
      #expect(try TextEncoding(named: name) == .cesu8)
    }
    let error = #expect(throws: TextError.self) { try decode(Self.surrogates) }
    #expect(error?.description.contains("--encoding cesu-8") == true)
    #expect(error?.description.contains("--invalid replace") == true)
  }

  @Test(arguments: [
    [0xED, 0xA0, 0xBD], [0xED, 0xA0, 0xBD, 0x41], [0xED, 0xB8, 0x8A], [0xC1, 0x81],
    [0xE0, 0x80, 0x80],
    [0xED, 0xA0, 0xBD, 0xED, 0xA0, 0xBD], [0xF8, 0x88],
  ])
  func loneSurrogatesAndOverlongFormsAreRefused(bytes: [UInt8]) {
    #expect(throws: TextError.self) { try decode(bytes + [0x42], .named(.cesu8)) }
    #expect(throws: TextError.self) { try decode(bytes, .named(.cesu8), parts: 1) }
  }

  @Test func aFewNULsDoNotUnmakeUTF8() throws {
    let text = "œuvre\0cœur\0첫눈\n"
    let (scalars, report) = try decode(Array(text.utf8))
    #expect(scalars == text.values)
    #expect(report.encoding == .utf8)
  }

  /// Any name that `iconv -l` lists is taken.
  @Test(arguments: [
    "ISO-2022-KR//", "UTF-7", "ISO-10646/UCS2/", "10646-1:1993", "EUC-TW", "MAC-CYRILLIC",
    "WCHAR_T",
  ])
  func namesOfIconvAreTaken(name: String) throws {
    #expect(try decode(Array("".utf8), named(name)).scalars == [])
  }
}
