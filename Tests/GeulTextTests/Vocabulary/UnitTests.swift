import GeulText
import Testing

/// What makes a unit a unit: decode(encode(x)) is the normalized x, scalar for scalar.
@Suite struct UnitTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private static let texts = [
    "훈민정음 ㅋㅋㅠ é e\u{301} ﬁ 😀\n\u{C8E0}\u{11A7}\u{1112}\u{119E}\u{11AB}\n",
    // Jamo that conjoin with what stands before them, and that do not.
    "\u{1100}\u{1161}\u{11A8}가\u{11A8}각\u{11A8}\u{1100}가\u{1161}\u{11A8}\u{1100}\u{301}\u{1161}",
    "\u{1100}\u{1100}\u{1161}\u{1161}\u{11A8}\u{11A8}\u{A960}\u{1161}\u{D7CB}\u{115F}\u{1160}",
    "👩‍👩‍👧🇰🇷🇰🇷🇰 क्षि நி ก็ \u{0}\u{FFFE}\u{10FFFF}\u{E000}\n\n",
    String(repeating: "a\u{301}\u{323}", count: 40) + "b" + String(repeating: "\u{301}", count: 90),
    "\u{301}",
  ]

  @Test(arguments: TextUnit.allCases, NormalizationForm.allCases)
  func decodingGivesTheNormalizedText(_ unit: TextUnit, _ form: NormalizationForm) throws {
    for (index, text) in Self.texts.enumerated() {
      for least in unit == .byte ? [1] : [1, 2, 3] {
        let source = CorpusSource(files: [try folder.write(text.utf8, to: "\(index).txt")])
        let options = TokenizerOptions(unit: unit, form: form, minimumCount: least)
        let corpus = try CorpusEncoder().learn(source, options)
        let (tokenizer, tokens) = (corpus.tokenizer, corpus.tokens)
        let ids = try tokens.ids(0..<tokens.count)
        let expected = form.normalize(text).values
        #expect(tokenizer.decode(ids).values == expected, "text \(index), at least \(least)")
        #expect(tokenizer.encode(text).ids == ids)
        var decoder = tokenizer.makeDecoder()
        let pieces = ids.flatMap { decoder.push($0).values } + decoder.finish().values
        #expect(pieces == expected)
        let again = try CorpusEncoder().encode(source, with: tokenizer)
        #expect(try again.tokens.ids(0..<again.tokens.count) == ids)
        #expect(again.tokens.fingerprint == tokens.fingerprint)
        #expect(again.report?.unknown == corpus.report?.unknown)
        let measure = try tokens.measure(0..<tokens.count, tokenizer: tokenizer)
        #expect(measure.scalars == expected.count)
        #expect(measure.bytes == String(values: expected).utf8.count)
      }
    }
  }

  /// Random text of Hangul, marks and others, in blocks of any size.
  @Test(arguments: TextUnit.allCases, [NormalizationForm.none, .nfc, .nfd])
  func randomTextComesBack(_ unit: TextUnit, _ form: NormalizationForm) throws {
    var generator = SeededGenerator(state: 11)
    let pool: [ClosedRange<UInt32>] = [
      0xAC00...0xD7A3, 0x1100...0x1112, 0x1161...0x1175, 0x11A7...0x11C2, 0x1100...0x11FF,
      0x300...0x340, 0x41...0x5A, 0x3131...0x318E, 0x1F1E6...0x1F1FF, 0x200D...0x200D,
      0x1F468...0x1F469, 0x915...0x94D,
    ]
    let values = (0..<40_000).map { _ -> UInt32 in
      let range = pool[generator.below(pool.count)]
      return range.lowerBound + UInt32(generator.below(range.count))
    }
    let source = CorpusSource(files: [try folder.write(String(values: values).utf8)])
    var options = TokenizerOptions(unit: unit, form: form)
    if unit != .byte { options.minimumCount = 40 }
    let corpus = try CorpusEncoder().learn(source, options)
    let ids = try corpus.tokens.ids(0..<corpus.tokens.count)
    let expected = normalize(values, form)
    #expect(corpus.tokenizer.decode(ids).values == expected)
    var encoder = corpus.tokenizer.makeEncoder()
    var pieces: [UInt32] = []
    var position = 0
    while position < values.count {
      let end = min(values.count, position + 1 + generator.below(300))
      encoder.push(Array(values[position..<end]), into: &pieces)
      position = end
    }
    encoder.finish(into: &pieces)
    #expect(pieces == ids)
  }

  @Test func aSyllableIsItsLetters() {
    let letters: [UInt32] = [0x1112, 0x1161, 0x11AB, 0x1100, 0x1173, 0x11AF, 0x20, 0x314B]
    let tokenizer = Tokenizer(form: .nfc, vocabulary: Vocabulary(scalars: letters, unit: .jamo))
    #expect(tokenizer.encode("한글 ㅋ").ids == [256, 257, 258, 259, 260, 261, 262, 263])
    // No ㅎ ㅡ ㄱ: a syllable of which one letter is no symbol is spelled as a whole.
    #expect(tokenizer.encode("흑").ids == Array("흑".utf8).map { UInt32($0) })
  }

  /// L, V and T appear as one syllable, when no further letter can join it.
  @Test func lettersAreComposedAsTheyCome() {
    let letters: [UInt32] = [0x1112, 0x1161, 0x11AB, 0x119E]
    let tokenizer = Tokenizer(form: .nfc, vocabulary: Vocabulary(scalars: letters, unit: .jamo))
    var decoder = tokenizer.makeDecoder()
    let pieces = [256, 257, 258, 256, 257, 256, 259, 258].map { decoder.push($0).values }
    #expect(pieces == [[], [], [0xD55C], [], [], [0xD558], [], []])
    #expect(decoder.finish().values == [0x1112, 0x119E, 0x11AB])
  }

  @Test func rareClustersFallBackToTheirScalars() throws {
    let text = "e\u{301}e\u{301}e\u{301}a\u{302}a"
    let source = CorpusSource(files: [try folder.write(text.utf8)])
    let options = TokenizerOptions(unit: .grapheme, form: .nfd, minimumCount: 2)
    let corpus = try CorpusEncoder().learn(source, options)
    #expect(
      corpus.tokenizer.vocabulary.symbols == [.cluster([0x65, 0x301]), .scalar(0x61)])
    let ids = try corpus.tokens.ids(0..<corpus.tokens.count)
    #expect(ids == [256, 256, 256, 257, 0xCC, 0x82, 257])
    #expect(corpus.report?.unknown == [0x302: 1])
  }

  @Test(arguments: [(TextUnit.scalar, 259), (.grapheme, 259), (.jamo, 262)])
  func theVocabularyIsLimited(_ unit: TextUnit, _ size: Int) throws {
    let text = "가가가가나나나a\u{301}a\u{301}bcd"
    let source = CorpusSource(files: [try folder.write(text.utf8)])
    let options = TokenizerOptions(unit: unit, size: size)
    let corpus = try CorpusEncoder().learn(source, options)
    #expect(corpus.tokenizer.symbolCount == size)
    let ids = try corpus.tokens.ids(0..<corpus.tokens.count)
    #expect(corpus.tokenizer.decode(ids).values == NormalizationForm.nfc.normalize(text).values)
  }
}
