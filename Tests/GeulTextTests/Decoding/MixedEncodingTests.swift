import Testing

@testable import GeulText

/// Files whose lines are in more than one encoding.
struct MixedEncodingTests {
  /// Lines of UTF-8, then as many of CP949.
  private static let utf8Lines = "첫눈이 오던 밤 삼촌은 편지를 태웠다.\nplain\n골목 끝 빵집에서 종이 울렸다.\n"
  private static let cp949Lines: [UInt8] = [
    0xBA, 0xF1, 0xB0, 0xA1, 0x20, 0xBF, 0xC0, 0xB4, 0xC2, 0x20, 0xB3, 0xAF, 0x20, 0xC7, 0xD2, 0xB8,
    0xD3, 0xB4, 0xCF, 0xB4, 0xC2, 0x20, 0xB1, 0xB9, 0xBC, 0xF6, 0xB8, 0xA6, 0x20, 0xB8, 0xD4, 0xBE,
    0xFA, 0xB4, 0xD9, 0x0A,
  ]

  private static let korean = "비가 오는 날 할머니는 국수를 먹었다\n"

  @Test func mixedEncodingsAreToldByTheLine() throws {
    let error = #expect(throws: TextError.self) {
      try decode(Array(Self.utf8Lines.utf8) + Self.cp949Lines + Self.cp949Lines, .auto)
    }
    #expect(error?.description.contains("UTF-8 to line 3, CP949 from line 4") == true)
    #expect(error?.description.contains("--encoding mixed") == true)
  }

  @Test func eachLineIsReadByItsOwn() throws {
    let bytes = Self.cp949Lines + Array(Self.utf8Lines.utf8) + Self.cp949Lines
    for parts in [1, 7, 1 << 16] {
      #expect(
        try decode(
          bytes, .named(.mixed), cuts: Array(stride(from: parts, to: bytes.count, by: parts))
        ).scalars
          == (Self.korean + Self.utf8Lines + Self.korean).values)
    }
    let error = #expect(throws: TextError.self) {
      try decode(bytes + [0xFF, 0x0A], .named(.mixed))
    }
    #expect(error?.description.contains("line 6") == true)
  }

  /// Far into a file, where the encoding was decided long before.
  @Test func aChangeFarIntoAFileIsTold() throws {
    let front = String(repeating: Self.utf8Lines, count: 3_000)
    let error = #expect(throws: TextError.self) {
      try decode(Array(front.utf8) + Self.cp949Lines + Self.cp949Lines, .auto)
    }
    #expect(
      error?.description.contains("UTF-8 to line 9000, and line 9001 looks like CP949")
        == true)
  }

  /// Most lines are UTF-8, and by these alone the text would be; every third, tenth or hundredth is not.
  @Test(arguments: [3, 10, 100], [EncodingChoice.auto, .named(.mixed)])
  func linesOfAnotherEncodingAmongMany(every: Int, encoding: EncodingChoice) throws {
    var (bytes, text): ([UInt8], String) = ([], "")
    for line in 1...600 {
      bytes += line % every == 0 ? Self.cp949Lines : Array(Self.utf8Lines.utf8)
      text += line % every == 0 ? Self.korean : Self.utf8Lines
    }
    guard encoding == .auto else {
      let (scalars, report) = try decode(bytes, encoding)
      #expect(scalars == text.values)
      #expect(report.lineEncodings == [.utf8: 3 * (600 - 600 / every), .cp949: 600 / every])
      return
    }
    let error = #expect(throws: TextError.self) { try decode(bytes, .auto) }
    #expect(error?.description.contains("--encoding mixed") == true, "\(error as Any)")
  }

  /// Where a line is too long to be held as a whole, it is cut between characters: of two and three bytes and with words
  /// between that shift the edges, with spaces and without any.
  @Test(arguments: [TextEncoding.utf8, .cp949], [true, false])
  func longLinesAreCutBetweenCharacters(encoding: TextEncoding, hasSpaces: Bool) throws {
    let word = Self.korean.filter { $0 != "\n" && (hasSpaces || $0 != " ") } + "a"
    let raw = Self.cp949Lines.filter { $0 != 0x0A && (hasSpaces || $0 != 0x20) } + [0x61]
    let count = 3 * LineCutter.longest / word.utf8.count
    let line = encoding == .utf8 ? Array(word.utf8) : raw
    // Without a space only what is decoded as a whole line shows its encoding: each piece is told by itself.
    let bytes = [[UInt8]](repeating: line, count: count).flatMap { $0 }
    let decoded = try decode(bytes, .named(.mixed))
    #expect(decoded.scalars == String(repeating: word, count: count).values)
  }

  /// Three bytes are letters in most of the encodings of one byte a character, which says nothing for any.
  @Test func bytesThatShowNothingAreRefused() throws {
    let bytes = Array(Self.utf8Lines.utf8) + [0xFF, 0xFE, 0xFF, 0x0A]
    let error = #expect(throws: TextError.self) { try decode(bytes, .named(.mixed)) }
    #expect(error?.description.contains("line 4") == true)
    let words: [UInt8] = [
      0x42, 0x72, 0xFC, 0x63, 0x6B, 0x65, 0x20, 0xFC, 0x62, 0x65, 0x72, 0x20, 0x64, 0x65, 0x6E,
      0x20, 0x46, 0x6C, 0x75, 0xDF, 0x0A,
    ]
    #expect(
      try decode(Array(Self.utf8Lines.utf8) + words, .named(.mixed)).scalars
        == (Self.utf8Lines + "Brücke über den Fluß\n").values)
  }
}
