import Testing

@testable import GeulCorpus
@testable import GeulText

@Suite struct RecommendationTests {
  private func advice(_ text: String, _ kind: CorpusRecommendation.Kind) -> CorpusRecommendation? {
    inspect(text).recommendations.first { $0.kind == kind }
  }

  @Test func cleanTextHasNone() {
    let text = String(repeating: "나라의 말씀이 중국과 달라\n", count: 3)
    #expect(inspect(text).recommendations.isEmpty)
  }

  @Test func eachFindingHasItsAdvice() throws {
    let nfd = try #require(advice("\u{1112}\u{1161}\u{11AB}\n", .normalForm))
    #expect(nfd.message.contains("NFD") && nfd.message.contains("byte offset 0, line 1"))
    #expect(nfd.flag == "--normalize nfc")
    #expect(advice("가 e\u{301}", .normalForm)?.message.contains("byte offset 4") == true)
    #expect(advice("ㅋㅋ가가", .compatibility)?.message.contains("(50 %)") == true)
    #expect(advice("a\r\nb\r\n", .newlines)?.message.contains("2 CR LF") == true)
    #expect(advice("가\u{200B}", .suspectCharacters)?.message.contains("U+200B") == true)
    #expect(advice("\u{1113}\u{1161}", .oldHangul)?.flag == "--units jamo")
    #expect(advice("ê°€ë‚˜", .mojibake)?.message.contains("가나") == true)
    #expect(advice("a\u{FFFD}", .replacement)?.message.contains("byte offset 1") == true)
    #expect(advice(String(repeating: "a", count: 10_000), .longLine) != nil)
    #expect(advice("", .empty) != nil)
    #expect(advice("\u{301}" + String(repeating: "\u{302}", count: 9000), .incomplete) != nil)
  }

  @Test func rareSymbolsAreCountedInTheDefaultForm() throws {
    // e + ◌́ and é are one symbol in NFC, so only b occurs once.
    let rare = try #require(advice("e\u{301}é b aaaa  ", .rareSymbols))
    #expect(rare.message.contains("1 symbol of 4"))
    #expect(rare.message.contains("is 3"))
  }

  @Test func aLargeVocabularyOfSyllablesWantsJamo() throws {
    let syllables = String(values: Array(0xAC00..<0xD7A4))
    let large = try #require(advice(syllables + syllables, .largeVocabulary))
    #expect(large.flag == "--units jamo")
    // 19 leading, 21 vowels, 27 trailing.
    #expect(large.message.contains("jamo are 67"))
    let ideographs = String(values: Array(0x4E00..<0x4E00 + 6000))
    #expect(advice(ideographs + ideographs, .largeVocabulary)?.flag == "--units byte")
  }

  @Test func theEncodingIsToldWhenUnsure() {
    var inspector = CorpusInspector()
    inspector.append("가나".values)
    inspector.endOfFile(
      DecodedFile(
        path: "a.txt", bytes: 4, encoding: "cp949", confidence: 0.7, invalidSequences: 2))
    let advice = inspector.finish().recommendations.filter { $0.kind == .encoding }
    #expect(advice.map(\.flag) == ["--invalid replace", "--encoding NAME"])
    #expect(advice.last?.message.contains("70 %") == true)
  }

  /// B0 A1 is 가 in CP949, and something else in others: too little to tell, which inspection tells.
  @Test func inspectionGoesOnInDoubt() throws {
    let folder = try TemporaryFolder()
    let source = CorpusSource(files: [try folder.write([0xB0, 0xA1])])
    let inspection = try CorpusInspector.inspect(
      source, reading: ReadingOptions(encoding: .auto, invalid: .replace))
    let file = try #require(inspection.files.first).source
    #expect(file.encoding == "cp949")
    #expect(file.confidence > 0 && file.confidence < EncodingGuess.sureness)
    let runnerUp = try #require(file.guess?.runnerUp)
    let advice = try #require(inspection.recommendations.first)
    #expect(advice.kind == .encoding && advice.flag == "--encoding NAME")
    #expect(advice.message.contains("cp949"))
    #expect(advice.message.contains("may be \(runnerUp.encoding.name) ("))
    let json = String(decoding: inspection.json.serialized(), as: UTF8.self)
    #expect(json.contains("\"encoding_reason\"") && json.contains("\"runner_up\""))
    #expect(throws: TextError.self) { try CorpusEncoder().learn(source) }
    let named = try CorpusInspector.inspect(
      source, reading: ReadingOptions(encoding: .named(.cp949)))
    #expect(named.files.first?.source.guess == nil)
    #expect(!named.recommendations.contains { $0.kind == .encoding })
  }

  @Test func numbersReadWell() {
    #expect(InspectionText.number(1_234_567) == "1,234,567")
    #expect(InspectionText.number(0) == "0")
    #expect(InspectionText.percent(0.0001) == "under 0.1 %")
    #expect(InspectionText.percent(0.054) == "5.4 %")
    #expect(InspectionText.percent(0.5) == "50 %")
    #expect(InspectionText.percent(0.126) == "13 %")
    #expect(
      InspectionText.visible([0x41, 0x1B, 0x0A, 0x0D, 0x200B, 0xAC00])
        == "A<U+001B>␊␍<U+200B>가")
  }
}
