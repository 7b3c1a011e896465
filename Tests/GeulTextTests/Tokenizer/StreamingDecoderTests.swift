import GeulText
import Testing

@Suite struct StreamingDecoderTests {
  private func pieces(_ ids: [UInt32], _ tokenizer: Tokenizer) -> [[UInt32]] {
    var decoder = tokenizer.makeDecoder()
    return ids.map { decoder.push($0).values } + [decoder.finish().values]
  }

  private func bytes(_ form: NormalizationForm = .nfc) -> Tokenizer {
    Tokenizer(form: form, vocabulary: .bytes)
  }

  private func scalars(of text: String, _ form: NormalizationForm) -> Tokenizer {
    Tokenizer(form: form, vocabulary: Vocabulary(scalars: Set(text.values).sorted()))
  }

  @Test func aSyllableOfBytesAppearsWithItsLast() {
    #expect(pieces([0xED, 0x95, 0x9C], bytes()) == [[], [], [0xD55C], []])
  }

  @Test func anEmojiOfBytesIsHeldUntilTheNextCharacter() {
    #expect(pieces([0xF0, 0x9F, 0x98, 0x80], bytes()) == [[], [], [], [], [0x1F600]])
    #expect(
      pieces([0xF0, 0x9F, 0x98, 0x80, 0x41], bytes()) == [[], [], [], [], [0x1F600, 0x41], []])
  }

  /// The Unicode Standard's own example of maximal subparts (table 3-8 and the ones after it).
  @Test(
    arguments: [
      (
        [0xC0, 0xAF, 0xE0, 0x80, 0xBF, 0xF0, 0x81, 0x82, 0x41],
        [0xFFFD, 0xFFFD, 0xFFFD, 0xFFFD, 0xFFFD, 0xFFFD, 0xFFFD, 0xFFFD, 0x41]
      ),
      (
        [0xE1, 0x80, 0xE2, 0xF0, 0x91, 0x92, 0xF1, 0xBF, 0x41],
        [0xFFFD, 0xFFFD, 0xFFFD, 0xFFFD, 0x41]
      ),
      ([0xED, 0x95], [0xFFFD]),
    ] as [([UInt32], [UInt32])])
  func malformedBytesBecomeReplacements(_ ids: [UInt32], _ expected: [UInt32]) {
    #expect(pieces(ids, bytes()).flatMap { $0 } == expected)
    #expect(bytes().decode(ids).values == expected)
    #expect(String(decoding: ids.map { UInt8($0) }, as: UTF8.self).values == expected)
  }

  @Test func plainTextAppearsAtOnceWhenComposed() {
    let text = "a한 글\n1"
    let tokenizer = scalars(of: text, .nfc)
    let expected = text.values.map { [$0] } + [[]]
    #expect(pieces(tokenizer.encode(text).ids, tokenizer) == expected)
  }

  @Test func conjoiningJamoWaitForTheirSyllable() {
    let tokenizer = scalars(of: "\u{1112}\u{1161}\u{11AB}\u{1100}\u{1173}\u{11AF}\n", .nfd)
    let ids = tokenizer.encode("한글\n").ids
    #expect(
      pieces(ids, tokenizer) == [
        [], [], [], [0x1112, 0x1161, 0x11AB], [], [], [0x1100, 0x1173, 0x11AF, 0x0A], [],
      ])
  }

  @Test func marksWaitForTheirLetterWhenDecomposed() {
    let tokenizer = scalars(of: "e\u{301}x", .nfd)
    let ids = tokenizer.encode("éxe").ids
    #expect(pieces(ids, tokenizer) == [[], [], [0x65, 0x301], [0x78], [0x65]])
  }

  @Test func aJoinedEmojiIsOnePiece() {
    let text = "👩‍👩‍👧!"
    let tokenizer = scalars(of: text, .nfc)
    let pieces = pieces(tokenizer.encode(text).ids, tokenizer)
    #expect(pieces.filter { !$0.isEmpty } == [text.values])
  }

  @Test func anEndlessClusterIsLetGo() {
    let tokenizer = scalars(of: "q\u{301}", .nfd)
    let ids = tokenizer.encode("q" + String(repeating: "\u{301}", count: 500)).ids
    let pieces = pieces(ids, tokenizer)
    #expect(pieces.allSatisfy { $0.count <= StreamingDecoder.longestHold })
    #expect(pieces.flatMap { $0 }.count == 501)
  }

  @Test func unknownIsTheReplacementCharacter() {
    let tokenizer = Tokenizer(
      form: .nfc, vocabulary: Vocabulary(scalars: [0x41], unknown: .symbol))
    #expect(pieces([1, 0, 1], tokenizer).flatMap { $0 } == [0x41, 0xFFFD, 0x41])
    #expect(tokenizer.decode([1, 0]).values == [0x41, 0xFFFD])
  }

  @Test(arguments: NormalizationForm.allCases, [TextUnit.scalar, .byte])
  func piecesJoinToTheWhole(_ form: NormalizationForm, _ unit: TextUnit) {
    let text = "가각힣 ㅋㅋ e\u{301} é\n🇰🇷🇰🇷 👍🏽 ﬁ \u{C8E0}\u{11A7} \u{1112}\u{119E}\u{11AB} ก็ क्षि"
    let normalized = form.normalize(text)
    let tokenizer = unit == .byte ? bytes(form) : scalars(of: normalized, form)
    let encoded = tokenizer.encode(text)
    #expect(encoded.unknown == [:])
    #expect(tokenizer.decode(encoded.ids).values == normalized.values)
    #expect(pieces(encoded.ids, tokenizer).flatMap { $0 } == normalized.values)
  }
}
