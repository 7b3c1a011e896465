import Foundation
import GeulText
import Testing

@Suite struct TokenSequenceTests {
  @Test(arguments: [0..<0, 3..<4, 65_530..<65_540, 7..<200_003])
  func countsEachID(_ range: Range<Int>) throws {
    var generator = SeededGenerator(state: 5)
    let ids = (0..<200_003).map { _ in UInt32(generator.below(300)) }
    var expected = [Int](repeating: 0, count: 301)
    for id in ids[range] { expected[Int(id)] += 1 }
    let tokens = TokenSequence(ids, symbolCount: 301)
    #expect(try tokens.counts(in: range, symbolCount: 301) == expected)
  }

  /// A corpus whose symbols fit a byte, two bytes, and outgrow these while it is read.
  @Test(arguments: [(200, UnknownPolicy.symbol, 1), (300, .bytes, 2), (70_000, .bytes, 4)])
  func learnsAnyNumberOfSymbols(_ symbols: Int, _ unknown: UnknownPolicy, _ width: Int) throws {
    let folder = try TemporaryFolder()
    let values = (0..<UInt32(symbols)).map { $0 < 0xD000 ? $0 + 0x20 : $0 + 0x10000 }
    let text = String(values: values) + String(values: values.suffix(3))
    let source = CorpusSource(files: [try folder.write(text.utf8)])
    let path = folder.path + "/c.tokens"
    let corpus = try CorpusEncoder().learn(
      source, TokenizerOptions(form: .none, newlines: .keep, unknown: unknown), to: .file(path))
    let size = try Data(contentsOf: URL(filePath: path)).count
    #expect(size > width * symbols && size < (width + 40) * symbols + 512)
    #expect(corpus.tokenizer.symbolCount == symbols + (unknown == .bytes ? 256 : 1))
    let ids = try corpus.tokens.ids(0..<corpus.tokens.count)
    #expect(ids.count == symbols + 3)
    #expect(corpus.tokenizer.decode(ids).values == text.values)
  }

  @Test func fingerprintsTellSequencesApart() throws {
    let first = TokenSequence([1, 2, 3], symbolCount: 4)
    #expect(first.fingerprint == TokenSequence([1, 2, 3], symbolCount: 4).fingerprint)
    #expect(first.fingerprint != TokenSequence([1, 3, 2], symbolCount: 4).fingerprint)
    #expect(first.fingerprint != TokenSequence([1, 2], symbolCount: 4).fingerprint)
    #expect(try TokenSequence([], symbolCount: 4).documentStarts() == [])
  }

  @Test(arguments: TextUnit.allCases)
  func measuresTheText(_ unit: TextUnit) throws {
    let text = "한글 e\u{301} 👩‍👩‍👧\n"
    let vocabulary: Vocabulary =
      unit == .byte ? .bytes : Vocabulary(scalars: Set(text.values).sorted(), unit: unit)
    let tokenizer = Tokenizer(form: .none, vocabulary: vocabulary)
    let ids = tokenizer.encode(text).ids
    let measure = try TokenSequence(ids, symbolCount: tokenizer.symbolCount)
      .measure(0..<ids.count, tokenizer: tokenizer)
    #expect(measure.scalars == 12)
    #expect(measure.graphemes == 7)
    #expect(measure.bytes == text.utf8.count)
  }

  /// Wherever a corpus is to be cut, the cut that is made lies between characters.
  @Test(arguments: [TextUnit.byte, .jamo, .scalar])
  func cutsLieBetweenCharacters(_ unit: TextUnit) throws {
    let text = "가é😀a한각ㅋ\u{1112}\u{119E}\u{11AB}\u{1100}가"
    let vocabulary: Vocabulary =
      unit == .byte
      ? .bytes
      : Vocabulary(
        scalars: [0x1100, 0x1161, 0x11A8, 0x1112, 0x11AB, 0x119E, 0x61], unit: unit)
    let tokenizer = Tokenizer(form: .nfc, vocabulary: vocabulary)
    let ids = tokenizer.encode(text).ids
    let tokens = TokenSequence(ids, symbolCount: tokenizer.symbolCount)
    for wanted in 0...ids.count {
      let cut = try tokens.characterStart(from: wanted, tokenizer: tokenizer)
      #expect(cut >= wanted && cut - wanted <= 3)
      let left = try tokens.measure(0..<cut, tokenizer: tokenizer)
      let right = try tokens.measure(cut..<ids.count, tokenizer: tokenizer)
      #expect(left.scalars + right.scalars == text.values.count, "cut at \(cut)")
      #expect(left.bytes + right.bytes == text.utf8.count)
      let parts = tokenizer.decode(ids[..<cut]).values + tokenizer.decode(ids[cut...]).values
      #expect(parts == text.values)
    }
  }
}
