import GeulText
import Testing

@Suite struct TokenSequenceTests {
  /// More ids than a chunk holds, in each width.
  @Test(arguments: [(256, 1), (257, 2), (65536, 2), (65537, 4)])
  func copiesAnyRange(_ symbolCount: Int, _ width: Int) {
    var generator = SeededGenerator(state: 3)
    let ids = (0..<600_001).map { _ in UInt32(generator.below(symbolCount)) }
    let tokens = TokenSequence(ids, symbolCount: symbolCount)
    #expect(tokens.bytesPerID == width)
    #expect(tokens.count == ids.count)
    for range in [
      0..<0, 0..<1, 262_143..<262_145, 5..<600_001, 262_144..<524_288, 600_001..<600_001,
    ] {
      #expect(tokens.ids(range) == Array(ids[range]))
    }
    #expect(tokens[300_000] == ids[300_000])
  }

  @Test(arguments: [0..<0, 3..<4, 65_530..<65_540, 7..<200_003])
  func countsEachID(_ range: Range<Int>) {
    var generator = SeededGenerator(state: 5)
    let ids = (0..<200_003).map { _ in UInt32(generator.below(300)) }
    var expected = [Int](repeating: 0, count: 301)
    for id in ids[range] { expected[Int(id)] += 1 }
    #expect(TokenSequence(ids, symbolCount: 301).counts(in: range, symbolCount: 301) == expected)
  }

  /// A corpus whose symbols outgrow a byte, and then two, while it is read.
  @Test(arguments: [(200, 1), (300, 2), (70_000, 4)])
  func widensWhileLearning(_ symbols: Int, _ width: Int) throws {
    let folder = try TemporaryFolder()
    let values = (0..<UInt32(symbols)).map { $0 < 0xD000 ? $0 + 0x20 : $0 + 0x10000 }
    let text = String(values: values) + String(values: values.suffix(3))
    let source = CorpusSource(files: [try folder.write(text.utf8)])
    let (tokenizer, tokens, _) = try CorpusEncoder.learn(source, form: .none, newlines: .keep)
    #expect(tokens.bytesPerID == width)
    #expect(tokenizer.symbolCount == symbols + 1)
    #expect(tokenizer.decode(tokens.ids(0..<tokens.count)).values == text.values)
  }

  @Test func fingerprintsTellSequencesApart() {
    let first = TokenSequence([1, 2, 3], symbolCount: 4)
    #expect(first.fingerprint == TokenSequence([1, 2, 3], symbolCount: 4).fingerprint)
    #expect(first.fingerprint != TokenSequence([1, 3, 2], symbolCount: 4).fingerprint)
    #expect(first.fingerprint != TokenSequence([1, 2], symbolCount: 4).fingerprint)
    #expect(TokenSequence([], symbolCount: 4).documentStarts == [])
  }

  @Test(arguments: TextUnit.allCases)
  func measuresTheText(_ unit: TextUnit) {
    let text = "한글 e\u{301} 👩‍👩‍👧\n"
    let vocabulary: Vocabulary =
      unit == .byte ? .bytes : Vocabulary(scalars: Array(Set(text.values)).sorted())
    let tokenizer = Tokenizer(form: .none, vocabulary: vocabulary)
    let ids = tokenizer.encode(text).ids
    let measure = TokenSequence(ids, symbolCount: tokenizer.symbolCount)
      .measure(0..<ids.count, tokenizer: tokenizer)
    #expect(measure.scalars == 12)
    #expect(measure.graphemes == 7)
    #expect(measure.bytes == text.utf8.count)
  }

  /// Whatever the cut, each character of a byte corpus is counted once.
  @Test func rangesOfBytesAddUp() {
    let text = "가é😀a한"
    let tokenizer = Tokenizer(form: .nfc, vocabulary: .bytes)
    let ids = tokenizer.encode(text).ids
    let tokens = TokenSequence(ids, symbolCount: 256)
    for cut in 0...ids.count {
      let left = tokens.measure(0..<cut, tokenizer: tokenizer)
      let right = tokens.measure(cut..<ids.count, tokenizer: tokenizer)
      #expect(left.scalars + right.scalars == 5, "cut at \(cut)")
      #expect(left.bytes + right.bytes == ids.count)
    }
  }
}
