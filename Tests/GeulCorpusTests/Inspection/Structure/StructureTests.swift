import GeulCorpus
import GeulText
import Testing

/// What the doctor says of texts that stand between marks.
@Suite struct StructureTests {
  private func inspect(_ text: String, _ path: String = "a.txt", parts: Int = 1 << 16)
    -> CorpusInspection
  {
    var inspector = CorpusInspector()
    let scalars = text.values
    for start in stride(from: 0, to: scalars.count, by: parts) {
      inspector.append(Array(scalars[start..<min(start + parts, scalars.count)]))
    }
    inspector.endOfFile(DecodedFile(path: path, bytes: text.utf8.count))
    return inspector.finish()
  }

  private static let words = ["첫눈이 오던 밤", "골목 끝, 빵집", "아이들은 언덕을", "강가의 버드나무", "작은 배가", "새가 울었다"]

  private static let samples: [(String, StructuredFormat, String?)] = [
    (words.map { "{\"id\": 1, \"text\": \"\($0)\"}\n" }.joined(), .jsonLines, "--text-of text"),
    (
      "[\n" + words.map { "  {\"t\": \"\($0)\"}" }.joined(separator: ",\n") + "\n]\n", .json,
      "--text-of FIELD"
    ),
    ("id\ttext\n" + words.map { "1\t\($0)\n" }.joined(), .table, "--text-of text"),
    (
      "id,label,review\n" + words.map { "1,0,\"\($0.filter { $0 != "," })\"\n" }.joined(), .table,
      "--text-of review"
    ),
    (
      words.enumerated().map { "\($0 + 1)\n00:00:0\($0),000 --> 00:00:0\($0),900\n\($1)\n" }.joined(
        separator: "\n"),
      .subtitles, nil
    ),
    ("<!doctype html>\n" + words.map { "<p>\($0)</p>\n" }.joined(), .html, "--text-of html"),
    (words.map { "<p>\($0)&nbsp;</p>\n" }.joined(), .html, "--text-of html"),
    ("<?xml version=\"1.0\"?>\n<a>\(words[0])</a>\n", .xml, "--text-of html"),
    (words.map { "# \($0)\n\n- \($0)\n" }.joined(), .markdown, nil),
    (
      "From a@b Mon Jan  1\nFrom: a@b\nTo: b@c\nSubject: \(words[0])\nDate: Mon\n\n\(words[1])\n",
      .mail, nil
    ),
  ]

  @Test(arguments: samples.indices)
  func formatsAreToldAndWhatToDo(index: Int) throws {
    let (text, format, flag) = Self.samples[index]
    let inspection = inspect(text)
    #expect(inspection.files[0].structure.format == format)
    let advice = try #require(inspection.recommendations.first { $0.kind == .structure })
    #expect(advice.flag == flag)
    #expect(advice.message.contains(format.words))
    #expect(inspect(text, parts: 3).files[0].structure == inspection.files[0].structure)
  }

  /// Prose with a few signs, dialogue, and lists of numbers are plain text.
  @Test(arguments: [
    "사랑 & 평화; 1 < 2, 3 > 2.\n그는 말했다: \"가자.\"\n", "하나, 둘\n셋, 넷, 다섯\n여섯\n일곱, 여덟\n아홉\n열, 열하나\n",
    "- 가자.\n- 그래.\n그리고 둘은 떠났다.\n", "{중괄호}로 시작하는 말\n다음 줄\n", "From here to there.\nTo: nobody\n",
    "ROMEO:\nBut, soft!\n\nJULIET:\nAy me!\n", "C:\\user\\unit 에 저장했다.\n",
  ])
  func proseIsPlain(text: String) {
    let inspection = inspect(String(repeating: text, count: 3))
    #expect(inspection.files[0].structure.format == nil)
    #expect(!inspection.recommendations.contains { $0.kind == .structure })
  }

  @Test func marksAreCountedInAllOfTheText() {
    let structure = inspect("가&#45576;나&nbsp;<b>다</b>\\uB208<1&가 & 나", parts: 2).files[0].structure
    #expect(structure.references == 2 && structure.tags == 2 && structure.escapes == 1)
    #expect(structure.firstMark?.utf8Offset == 3)
  }

  /// Two rows and a path that says what they are.
  @Test func anEndingMakesATableOfFewRows() {
    let text = "id,글\n1,첫눈이 오던 밤\n"
    #expect(inspect(text, "a.csv").files[0].structure.fields == ["글", "id"])
    #expect(inspect(text, "a.txt").files[0].structure.format == nil)
  }

  @Test func seamsOfJoinedFilesAreTold() throws {
    let inspection = inspect("\u{FEFF}하나\n\u{FEFF}둘\n가\u{FEFF}\n\u{FEFF}셋\n")
    // The first stands at the file's beginning, where decoding removes it.
    #expect(inspection.files[0].structure.lineMarks == 2)
    let advice = try #require(inspection.recommendations.first { $0.kind == .joinedFiles })
    #expect(advice.flag == "--byte-order-marks lines")
    #expect(advice.message.contains("line 2"))
  }

  /// U+FFFD that reading put there is not lost text.
  @Test func whatWasNotReadIsNotLost() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write(Array("첫눈이 오던 밤 ".utf8) + [0xEC, 0x9D, 0xFF] + Array("끝".utf8))
    for invalid in [InvalidPolicy.skip, .replace] {
      let inspection = try CorpusInspector.inspect(
        CorpusSource(files: [file]),
        reading: ReadingOptions(encoding: .named(.utf8), invalid: invalid))
      #expect(!inspection.recommendations.contains { $0.kind == .replacement })
      #expect(inspection.recommendations.first?.message.contains("line 1") == true)
    }
  }

  /// 今天下雨，我們走到車站。 in Big5, whose bytes were taken for Latin-1; half of some characters is ASCII.
  @Test func bigFiveAsLatinIsKnownByItsLanguage() throws {
    let bytes: [UInt8] = [
      0xA4, 0xB5, 0xA4, 0xD1, 0xA4, 0x55, 0xAB, 0x42, 0xA1, 0x41, 0xA7, 0xDA, 0xAD, 0xCC, 0xA8,
      0xAB, 0xA8,
      0xEC, 0xA8, 0xAE, 0xAF, 0xB8, 0xA1, 0x43, 0x0A,
    ]
    let text = String(values: bytes.map { UInt32($0) })
    let mojibake = try #require(inspect(String(repeating: text, count: 4)).mojibake.first)
    #expect(mojibake.kind == .legacyAsLatin1)
    #expect(mojibake.encoding == .big5)
    #expect(String(values: mojibake.examples[0].reading).hasPrefix("今天下雨"))
  }

  /// Western texts, with many letters that Latin-1 has beyond ASCII, are what they are.
  @Test(arguments: [
    "Þetta er íslensk setning með mörgum sérstökum stöfum: þæð, öðð.\n",
    "À l’œuvre on connaît l’artisan ; où êtes-vous allés, François ?\n",
    "Größe, Übermut, Äpfel, Öl; süß und heiß.\n", "Señorita, ¿qué pasó mañana? ¡Olé!\n",
  ])
  func westernTextIsNoMojibake(text: String) {
    #expect(inspect(String(repeating: text, count: 20)).mojibake.isEmpty)
  }
}
