import GeulKit
import Testing

/// What is told of a text that was read.
@Suite struct CorpusNotesTests {
  @Test func unknownCharactersAreNamedTheCommonestFirst() throws {
    let tokenizer = Tokenizer(form: .nfc, vocabulary: Vocabulary(scalars: [0x41, 0x0A]))
    #expect(CorpusNotes.unknown([:], by: tokenizer, in: "the text") == [])
    #expect(
      CorpusNotes.unknown([0xAC00: 1], by: tokenizer, in: "the text") == [
        "1 character of the text is not in the model's vocabulary and is spelled in bytes: 가 U+AC00 ×1"
      ])
    let several = try #require(
      CorpusNotes.unknown([0x42: 2, 0xAC00: 1_234], by: tokenizer, in: "it").first)
    #expect(several.hasPrefix("1,236 characters of it are not in"))
    #expect(several.hasSuffix("가 U+AC00 ×1234, B U+42 ×2"))
  }

  @Test func whatReadingChangedIsTold() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("text.txt", "\u{FEFF}ab\r\nab\r\nㅋ\r\n")
    let corpus = try CorpusEncoder().learn(
      CorpusSource(paths: [file]), TokenizerOptions(form: .nfkc, newlines: .lf, minimumCount: 2))
    let lines = CorpusNotes.lines(on: corpus, isLearned: true)
    #expect(lines.count == 4, "\(lines)")
    #expect(lines[0] == "removed 1 byte order mark(s)")
    #expect(lines[1].hasPrefix("warning: this form turns 1 Korean characters into others"))
    #expect(lines[2] == "turned 3 CRLF, CR, NEL or U+2028 into LF")
    #expect(lines[3] == "1 rare characters, 1 places, are spelled in bytes")
  }
}
