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

  /// Learns a corpus and returns all that comes of it.
  private func learn(
    _ source: CorpusSource, _ options: TokenizerOptions = TokenizerOptions()
  ) throws -> (Tokenizer, [UInt32], TokenSequence, CorpusReport) {
    let corpus = try CorpusEncoder().learn(source, options)
    let tokens = corpus.tokens
    return (
      corpus.tokenizer, try tokens.ids(0..<tokens.count), tokens, try #require(corpus.report)
    )
  }

  @Test func idsFollowFrequencyThenValue() throws {
    let (tokenizer, ids, _, report) = try learn(source("cbbaab나나나a"))
    #expect(
      tokenizer.vocabulary.symbols == [
        .scalar(0x61), .scalar(0x62), .scalar(0xB098), .scalar(0x63),
      ])
    #expect(tokenizer.symbolCount == 260)
    #expect(ids == [259, 257, 257, 256, 256, 257, 258, 258, 258, 256])
    #expect(report.scalars == 10)
    #expect(report.bytesRead == 16)
  }

  @Test func composedAndDecomposedDifferWithoutNormalization() throws {
    let (tokenizer, ids, _, _) = try learn(
      source("e\u{301}é"), TokenizerOptions(form: .none))
    #expect(tokenizer.symbolCount == 256 + 3)
    #expect(Set(ids).count == 3)
    #expect(tokenizer.encode("é").ids.count == 1)
    #expect(tokenizer.encode("e\u{301}").ids.count == 2)
  }

  @Test(arguments: [
    (NewlinePolicy.lf, "a\nb\n\nc\n", 3), (.keep, "a\r\nb\r\rc\n", 0),
  ])
  func lineEnds(_ policy: NewlinePolicy, _ expected: String, _ converted: Int) throws {
    let (tokenizer, ids, _, report) = try learn(
      source("a\r\nb\r\rc\n"), TokenizerOptions(newlines: policy))
    #expect(tokenizer.decode(ids).values == expected.values)
    #expect(report.newlinesConverted == converted)
    #expect(tokenizer.encode("b\r\n").ids.count == (policy == .lf ? 2 : 3))
  }

  @Test func aCarriageReturnAtABlockEdgeIsOneLineEnd() throws {
    let text = String(repeating: "x", count: (1 << 20) - 1) + "\r\ny\r"
    let (_, _, tokens, _) = try learn(source(text))
    #expect(tokens.count == (1 << 20) + 2)
  }

  @Test func filesAreTextsOfTheirOwn() throws {
    let paths = try [
      folder.write("\u{FEFF}e".utf8, to: "b/1.txt"), folder.write([], to: "b/2.txt"),
      folder.write("\u{301}x".utf8, to: "b/a/3.txt"), folder.write("no".utf8, to: "b/4.md"),
    ]
    let source = try CorpusSource(paths: [folder.path + "/b", paths[3]])
    #expect(source.files == [paths[0], paths[1], paths[2], paths[3]])
    let (tokenizer, ids, tokens, report) = try learn(source)
    #expect(
      tokenizer.decode(ids).values == [0x65, 0x0A, 0x301, 0x78, 0x0A, 0x6E, 0x6F])
    #expect(try tokens.documentStarts() == [0, 2, 5])
    #expect(report.byteOrderMarksRemoved == 1)
    #expect(report.files == source.files)
  }

  @Test func unknownSymbolsSurvive() throws {
    let (tokenizer, _, _, _) = try learn(source("abc"), TokenizerOptions(unknown: .symbol))
    let corpus = try CorpusEncoder().encode(source("a힣b힣😀", "other.txt"), with: tokenizer)
    let tokens = corpus.tokens
    #expect(try tokens.ids(0..<5) == [1, 0, 2, 0, 0])
    #expect(corpus.report?.unknown == [0xD7A3: 2, 0x1F600: 1])
    #expect(try tokens.unknown(in: 0..<5).map(\.position) == [1, 3, 4])
    #expect(try tokens.unknown(in: 2..<4).map(\.scalar) == [0xD7A3])
    let measure = try tokens.measure(1..<5, tokenizer: tokenizer)
    #expect(measure.bytes == 3 + 1 + 3 + 4)
    #expect(measure.scalars == 4)
    #expect(measure.unknownSymbols == 3)
    #expect(tokenizer.encode("a힣힣").unknown == [0xD7A3: 2])
  }

  @Test func whatIsNotInTheVocabularyIsSpelled() throws {
    let (tokenizer, _, _, _) = try learn(source("abc"))
    let corpus = try CorpusEncoder().encode(source("a힣b", "other.txt"), with: tokenizer)
    #expect(try corpus.tokens.ids(0..<5) == [256, 0xED, 0x9E, 0xA3, 257])
    #expect(corpus.report?.unknown == [0xD7A3: 1])
    let measure = try corpus.tokens.measure(0..<5, tokenizer: tokenizer)
    #expect(measure.scalars == 3 && measure.bytes == 5 && measure.graphemes == 3)
    #expect(measure.unknownSymbols == 0 && measure.spelledScalars == 1)
  }

  @Test(arguments: ["", "\u{FEFF}"])
  func anEmptyCorpusIsRefused(_ text: String) throws {
    let source = try source(text)
    let error = #expect(throws: TextError.self) { try CorpusEncoder().learn(source) }
    #expect(error == .emptyCorpus(files: source.files))
    #expect(error?.kind == .badData)
  }

  @Test func whatIsMissingIsRefused() throws {
    let missing = folder.path + "/none.txt"
    #expect(throws: TextError.missingFile(path: missing)) { try CorpusSource(paths: [missing]) }
    #expect(throws: TextError.missingFile(path: missing)) {
      try CorpusEncoder().learn(CorpusSource(files: [missing]))
    }
    #expect(throws: TextError.noTextFiles(folder: folder.path, expected: ".txt", found: "")) {
      try CorpusSource(paths: [folder.path])
    }
    #expect(TextError.missingFile(path: missing).kind == .missingInput)
  }

  @Test func malformedFilesAreNamed() throws {
    let path = try folder.write([0x61, 0x0A, 0xFF])
    let encoder = CorpusEncoder(reading: ReadingOptions(encoding: .named(.utf8)))
    let error = #expect(throws: TextError.self) {
      try encoder.learn(CorpusSource(files: [path]))
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
