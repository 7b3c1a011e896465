import GeulCompute
import GeulGeneration
import GeulLanguage
import GeulModel
import GeulText
import Testing

/// Beam search as a session offers it: with rules for text, stop texts and sets of characters.
struct SearchTests {
  private static let languages: [LanguageModel] = [
    .random(Tokenizer(scalarsOf: "abc가나다\n ")),
    .random(.bytes, cell: .gru, layers: 1, hidden: 20),
    .random(
      Tokenizer(
        form: .nfc,
        vocabulary: Vocabulary(
          scalars: [0x1100, 0x1102, 0x1112, 0x1161, 0x1169, 0x11A8, 0x11AB, 0x314B, 0x20, 0x0A],
          unit: .jamo))),
  ]

  @Test(arguments: languages.indices, [0.0, 1.0])
  func textsAreWholeAndTheSessionStays(_ index: Int, _ temperature: Double) {
    let (session, other) = (Self.languages[index].session(), Self.languages[index].session())
    for one in [session, other] { one.read("가a나 ") }
    for length in 1...9 {
      let found = session.search(
        WritingSettings(length: length), beam: BeamSettings(width: 6, best: 6),
        sampling: SamplingSettings(temperature: temperature), seed: UInt64(length))
      #expect(!found.isEmpty && found.count <= 6)
      for text in found {
        #expect(!text.text.values.contains(0xFFFD) && text.symbols.count <= length)
        #expect(!text.text.values.contains { (0x1100..<0x1200).contains($0) })
        #expect(session.tokenizer.decode(text.symbols).values == text.text.values)
        #expect(text.finishReason == .length && text.symbols.count == text.logProbabilities.count)
      }
      #expect(Set(found.map(\.symbols)).count == found.count)
    }
    #expect(session.symbolCount == other.symbolCount)
    #expect(session.continuation() == other.continuation())
  }

  @Test func logProbabilitiesAreTheModels() {
    let session = Self.languages[0].session()
    let found = session.search(
      WritingSettings(length: 7, alternatives: 2), beam: BeamSettings(width: 4, best: 3),
      sampling: SamplingSettings(temperature: 0))
    for text in found {
      let here = session.mark
      // What the symbols are worth when they are read.
      var expected: [Double] = []
      for id in text.symbols {
        expected.append(session.withNextLogProbabilities { Double($0[Int(id)]) })
        session.read([id])
      }
      session.mark = here
      #expect(zip(expected, text.logProbabilities).allSatisfy { abs($0 - $1) < 1e-4 })
      #expect(text.alternatives.count == 7)
      for (best, log) in zip(text.alternatives, text.logProbabilities) {
        #expect(best.count == 2 && best[0].logProbability >= log - 1e-4)
      }
    }
  }

  @Test func stopTextsEndHypothesesAndAreLeftOut() {
    let session = Self.languages[0].session()
    let all = session.search(
      WritingSettings(length: 12, stops: ["\n", "가나"]), beam: BeamSettings(width: 12, best: 12),
      sampling: SamplingSettings(temperature: 0))
    #expect(all.contains { $0.finishReason == .stop })
    for text in all {
      #expect(!text.text.contains("\n") && !text.text.contains("가나"))
      #expect((text.stop != nil) == (text.finishReason == .stop))
    }
  }

  @Test func onlyAllowedCharactersAreSearched() throws {
    for language in Self.languages {
      let session = language.session()
      session.allowed = try ScalarSet(parsing: "각 ")
      #expect(session.canWrite)
      let found = session.search(
        WritingSettings(length: 9), beam: BeamSettings(width: 3, best: 3),
        sampling: SamplingSettings(temperature: 0))
      for text in found {
        #expect(text.text.unicodeScalars.allSatisfy { "각 ".unicodeScalars.contains($0) })
      }
      session.allowed = try ScalarSet(parsing: "Ж")
      #expect(session.canWrite == (language.tokenizer.unit == .byte))
    }
  }
}
