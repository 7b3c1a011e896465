import GeulText
import Testing

@Suite struct CorpusEncoderTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func source(_ text: String, _ name: String = "text.txt") throws -> CorpusSource {
    CorpusSource(files: [try folder.write(text.utf8, to: name)])
  }

  @Test func idsFollowFrequencyThenValue() throws {
    let (tokenizer, tokens, report) = try CorpusEncoder.learn(source("cbbaab나나나a"))
    #expect(tokenizer.vocabulary.scalars == [0x61, 0x62, 0xB098, 0x63])
    #expect(tokenizer.symbolCount == 5)
    #expect(tokens.ids(0..<tokens.count) == [4, 2, 2, 1, 1, 2, 3, 3, 3, 1])
    #expect(report.symbols == 10)
    #expect(report.scalars == 10)
    #expect(report.bytesRead == 16)
  }

  @Test func composedAndDecomposedDifferWithoutNormalization() throws {
    let (tokenizer, tokens, _) = try CorpusEncoder.learn(source("e\u{301}é"), form: .none)
    #expect(tokenizer.symbolCount == 4)
    #expect(Set(tokens.ids(0..<3)).count == 3)
    #expect(tokenizer.encode("é").ids.count == 1)
    #expect(tokenizer.encode("e\u{301}").ids.count == 2)
  }

  @Test(arguments: NormalizationForm.allCases, TextUnit.allCases)
  func decodingGivesTheNormalizedText(_ form: NormalizationForm, _ unit: TextUnit) throws {
    let text = "훈민정음 ㅋㅋㅠ é e\u{301} ﬁ 😀\n\u{C8E0}\u{11A7}\u{1112}\u{119E}\u{11AB}\n"
    let (tokenizer, tokens, _) = try CorpusEncoder.learn(source(text), unit: unit, form: form)
    let decoded = tokenizer.decode(tokens.ids(0..<tokens.count))
    #expect(decoded.values == form.normalize(text).values)
    #expect(tokenizer.encode(text).ids == tokens.ids(0..<tokens.count))
  }

  @Test(arguments: [
    (NewlinePolicy.lf, "a\nb\n\nc\n", 3), (.keep, "a\r\nb\r\rc\n", 0),
  ])
  func lineEnds(_ policy: NewlinePolicy, _ expected: String, _ converted: Int) throws {
    let (tokenizer, tokens, report) = try CorpusEncoder.learn(
      source("a\r\nb\r\rc\n"), newlines: policy)
    #expect(tokenizer.decode(tokens.ids(0..<tokens.count)).values == expected.values)
    #expect(report.newlinesConverted == converted)
  }

  @Test func aCarriageReturnAtABlockEdgeIsOneLineEnd() throws {
    let text = String(repeating: "x", count: (1 << 20) - 1) + "\r\ny\r"
    let (_, tokens, _) = try CorpusEncoder.learn(source(text))
    #expect(tokens.count == (1 << 20) + 2)
  }

  @Test func filesAreTextsOfTheirOwn() throws {
    let paths = try [
      folder.write("\u{FEFF}e".utf8, to: "b/1.txt"), folder.write([], to: "b/2.txt"),
      folder.write("\u{301}x".utf8, to: "b/a/3.txt"), folder.write("no".utf8, to: "b/4.md"),
    ]
    let source = try CorpusSource(paths: [folder.path + "/b", paths[3]])
    #expect(source.files == [paths[0], paths[1], paths[2], paths[3]])
    let (tokenizer, tokens, report) = try CorpusEncoder.learn(source)
    #expect(
      tokenizer.decode(tokens.ids(0..<tokens.count)).values == [0x65, 0x301, 0x78, 0x6E, 0x6F])
    #expect(tokens.documentStarts == [0, 1, 3])
    #expect(report.byteOrderMarksRemoved == 1)
    #expect(report.files == source.files)
  }

  @Test func unknownSymbolsSurvive() throws {
    let (tokenizer, _, _) = try CorpusEncoder.learn(source("abc"))
    let (tokens, report) = try CorpusEncoder.encode(source("a힣b힣😀", "other.txt"), with: tokenizer)
    #expect(tokens.ids(0..<5) == [1, 0, 2, 0, 0])
    #expect(report.unknownSymbols == [0xD7A3: 2, 0x1F600: 1])
    #expect(tokens.unknown.map(\.position) == [1, 3, 4])
    #expect(tokens.unknown(in: 2..<4).map(\.scalar) == [0xD7A3])
    let measure = tokens.measure(1..<5, tokenizer: tokenizer)
    #expect(measure.bytes == 3 + 1 + 3 + 4)
    #expect(measure.scalars == 4)
    #expect(measure.unknownSymbols == 3)
    #expect(tokenizer.encode("a힣힣").unknown == [0xD7A3: 2])
  }

  @Test(arguments: ["", "\u{FEFF}"])
  func anEmptyCorpusIsRefused(_ text: String) throws {
    let source = try source(text)
    let error = #expect(throws: TextError.self) { try CorpusEncoder.learn(source) }
    #expect(error == .emptyCorpus(files: source.files))
    #expect(error?.kind == .badData)
  }

  @Test func whatIsMissingIsRefused() throws {
    let missing = folder.path + "/none.txt"
    #expect(throws: TextError.missingFile(path: missing)) { try CorpusSource(paths: [missing]) }
    #expect(throws: TextError.missingFile(path: missing)) {
      try CorpusEncoder.learn(CorpusSource(files: [missing]))
    }
    #expect(throws: TextError.noTextFiles(folder: folder.path)) {
      try CorpusSource(paths: [folder.path])
    }
    #expect(TextError.missingFile(path: missing).kind == .missingInput)
  }

  @Test func malformedFilesAreNamed() throws {
    let path = try folder.write([0x61, 0x0A, 0xFF])
    let error = #expect(throws: TextError.self) {
      try CorpusEncoder.learn(CorpusSource(files: [path]))
    }
    guard case .malformedText(let malformed) = error else {
      Issue.record("found \(String(describing: error))")
      return
    }
    #expect(malformed.file == path)
    #expect(malformed.offset == 2)
    #expect(malformed.line == 2)
  }
}
