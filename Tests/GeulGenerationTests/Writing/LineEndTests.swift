import GeulCompute
import GeulGeneration
import GeulLanguage
import GeulModel
import GeulText
import Testing

/// Texts that end with their line, by models of texts whose line ends were kept.
struct LineEndTests {
  /// A model that goes on with the letters of "첫줄끝" and a line end, again and again.
  private func language(_ unit: TextUnit, _ end: String) throws -> LanguageModel {
    let scalars = end.values
    let letters = unit == .jamo ? "ㄱㄴㅋ" : "첫줄끝"
    var symbols = letters.values.map { Vocabulary.Symbol.scalar($0) }
    if unit == .grapheme && scalars.count > 1 {
      symbols.append(.cluster(scalars))
    } else {
      symbols += scalars.map { .scalar($0) }
    }
    let tokenizer = Tokenizer(
      form: .nfc, newlines: .keep, vocabulary: Vocabulary(unit: unit, symbols: symbols))
    return try LanguageModel.cycle(letters + end, tokenizer)
  }

  private static let units: [TextUnit] = [.scalar, .grapheme, .jamo]
  private static let ends = ["\n", "\r\n", "\r", "\u{85}", "\u{2028}", "\u{2029}"]

  /// Drawn, and searched for by a beam.
  private func texts(
    _ language: LanguageModel, after prompt: String, _ settings: WritingSettings
  ) -> [(session: TextSession<ModelPredictor>, written: Generation)] {
    let drawn = language.session()
    drawn.read(prompt)
    var sampler = Sampler(SamplingSettings(temperature: 0), seed: 1)
    let written = drawn.write(settings, sampler: &sampler)
    let sought = language.session()
    sought.read(prompt)
    let found = sought.search(settings, beam: BeamSettings(width: 3))
    return [(drawn, written)] + found.prefix(1).map { (sought, $0) }
  }

  @Test(arguments: units, ends) func untilLine(_ unit: TextUnit, _ end: String) throws {
    let language = try language(unit, end)
    let (first, rest) = unit == .jamo ? ("ㄱ", "ㄴㅋ") : ("첫", "줄끝")
    let all = texts(language, after: first, WritingSettings(length: 30, untilLine: true))
    #expect(all.count == 2)
    for (_, written) in all {
      #expect(written.text.values == rest.values && written.finishReason == .stop)
      #expect(written.symbols.count == 2 && written.logProbabilities.count == 2)
      #expect(written.stop?.values == end.values)
    }
  }

  /// Found within CR LF; what stands before it is of the text, and what the session goes on from.
  @Test(arguments: units) func aStopWithinALineEnd(_ unit: TextUnit) throws {
    let language = try language(unit, "\r\n")
    let (first, rest) = unit == .jamo ? ("ㄱ", "ㄴㅋ") : ("첫", "줄끝")
    for (stop, kept) in [("\n", rest + "\r"), ("\r\n", rest), ("\r", rest)] {
      for (_, written) in texts(language, after: first, WritingSettings(length: 30, stops: [stop]))
      {
        #expect(written.text.values == kept.values && written.finishReason == .stop)
        #expect(written.stop == stop)
        let symbols = written.symbols + written.rest
        #expect(language.tokenizer.decode(symbols).values == kept.values)
      }
    }
    let session = texts(language, after: first, WritingSettings(length: 30, stops: ["\n"]))[0]
      .session
    let other = language.session()
    other.read(first)
    for text in [rest, "\r"] { other.read(language.tokenizer.encode(text).ids) }
    #expect(session.continuation() == other.continuation())
  }

  /// A conversation goes on behind the line's end, as it stands in the text.
  @Test(arguments: ends) func conversationsGoOnBehindIt(_ end: String) throws {
    let language = try language(.scalar, end)
    let conversation = Conversation(language.session())
    _ = conversation.read("첫")
    _ = conversation.write { session, _ in
      var sampler = Sampler(SamplingSettings(temperature: 0), seed: 1)
      return session.write(WritingSettings(length: 30, untilLine: true), sampler: &sampler)
    }
    #expect(conversation.continuation("").values == end.values)
    #expect(conversation.continuation("첫").values == (end + "첫").values)
  }
}
