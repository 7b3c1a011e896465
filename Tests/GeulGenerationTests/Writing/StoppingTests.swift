import GeulCompute
import GeulGeneration
import GeulLanguage
import GeulModel
import GeulText
import Testing

/// Where a text ends, and what a session goes on from then.
struct StoppingTests {
  private let language = LanguageModel.random(Tokenizer(scalarsOf: "abc가나다\n "))

  private func write(
    _ session: TextSession<ModelPredictor>, _ settings: WritingSettings, seed: Int = 5
  )
    -> Generation
  {
    var sampler = Sampler(seed, temperature: 1)
    return session.write(settings, sampler: &sampler)
  }

  @Test func aStopTextEndsTheTextAndIsNotPartOfIt() throws {
    let whole = write(language.session(), WritingSettings(length: 200)).text
    let at = try #require(whole.firstIndex(of: "가"))
    for stops in [["가"], ["가", "zzz"]] {
      let session = language.session()
      let stopped = write(session, WritingSettings(length: 200, stops: stops))
      #expect(stopped.text.values == String(whole[..<at]).values)
      #expect(stopped.finishReason == .stop && stopped.stop == "가")
      #expect(language.tokenizer.decode(stopped.symbols).values == stopped.text.values)
      #expect(stopped.symbols.count == stopped.logProbabilities.count)
      #expect(session.symbolCount == stopped.symbols.count)
    }
  }

  @Test func afterAStopTheSessionIsWhereTheTextEnds() throws {
    let session = language.session()
    session.read("나 ")
    let stopped = write(session, WritingSettings(length: 300, stops: ["\n"]))
    try #require(stopped.finishReason == .stop)
    let other = language.session()
    other.read("나 " + stopped.text)
    #expect(session.continuation() == other.continuation())
  }

  @Test func aStopTextOfSeveralSymbolsIsFoundAcrossThem() throws {
    let whole = write(language.session(), WritingSettings(length: 400)).text
    let characters = Array(whole)
    let stop = String(characters[100..<103])
    let stopped = write(language.session(), WritingSettings(length: 400, stops: [stop]))
    let first = try #require(whole.ranges(of: stop).first)
    #expect(stopped.text == whole[..<first.lowerBound])
  }

  @Test func whatMightHaveBeenAStopTextComesInTheEnd() {
    let pieces = language.session()
    var sampler = Sampler(5, temperature: 1)
    var text = ""
    // Every text begins with what this stop text begins with, and none goes on so.
    let all = ["a", "b", "c", "가", "나", "다", "\n", " "].map { $0 + "가나다가나다가나다!" }
    let written = pieces.write(
      WritingSettings(length: 50, stops: all), sampler: &sampler, emit: { text += $0 })
    #expect(text.values == written.text.values)
    #expect(
      written.text.values == write(language.session(), WritingSettings(length: 50)).text.values)
    #expect(written.finishReason == .length && written.stop == nil)
  }

  @Test func alternativesAreTheMostProbable() {
    let session = language.session()
    let first = session.mostProbable(3)
    let written = write(session, WritingSettings(length: 20, alternatives: 3))
    #expect(written.alternatives.count == 20)
    #expect(written.alternatives[0] == first)
    for (place, best) in written.alternatives.enumerated() {
      #expect(best.count == 3)
      #expect(
        best[0].logProbability >= best[1].logProbability
          && best[1].logProbability >= best[2].logProbability)
      #expect(best[0].logProbability >= written.logProbabilities[place])
      if let found = best.first(where: { $0.id == written.symbols[place] }) {
        #expect(found.logProbability == written.logProbabilities[place])
      }
    }
  }

  @Test func settingsSayWhatIsWrong() {
    #expect(WritingSettings().flaw == nil)
    #expect(WritingSettings(length: -1).flaw == "length must be at least 0, not -1")
    #expect(WritingSettings(stops: [""]).flaw?.hasPrefix("stop must be") == true)
    #expect(
      WritingSettings(stops: [String(repeating: "a", count: 1_001)]).flaw?.contains("1001") == true)
    #expect(WritingSettings(alternatives: 1_001).flaw?.hasPrefix("alternatives") == true)
  }

  /// Half syllables and half characters are finished, even where it is asked to stop at once.
  @Test(arguments: [TextUnit.jamo, .byte]) func noTextEndsWithinACharacter(_ unit: TextUnit) {
    let letters: [UInt32] = [0x1100, 0x1112, 0x1161, 0x1169, 0x11A8, 0x11AB, 0x314B, 0x20, 0x0A]
    let tokenizer =
      unit == .byte
      ? Tokenizer.bytes
      : Tokenizer(form: .nfc, vocabulary: Vocabulary(scalars: letters, unit: .jamo))
    let language = LanguageModel.random(tokenizer)
    for length in 1..<40 {
      let session = language.session()
      let stopping = StopAfter(length / 3)
      var sampler = Sampler(length, temperature: 2)
      let written = session.write(
        WritingSettings(length: 40), sampler: &sampler, stop: stopping.stop,
        emit: { _ in stopping.count() })
      expectWhole(written.text)
      expectWhole(write(language.session(), WritingSettings(length: length), seed: length).text)
    }
  }

  private func expectWhole(_ text: String) {
    #expect(!text.values.contains(0xFFFD), "\(text)")
    #expect(!text.values.contains { (0x1100..<0x1200).contains($0) }, "\(text.values)")
  }
}
