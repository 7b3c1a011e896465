import GeulCompute
import GeulGeneration
import GeulLanguage
import GeulModel
import GeulText
import Testing

/// What a session reads, writes, remembers and forgets.
struct TextSessionTests {
  private static let text = "그는 말했다: \"안녕, world!\"\n다음 날 아침에 비가 내렸다.\n"

  static let languages: [LanguageModel] = [
    .random(Tokenizer(scalarsOf: text)),
    .random(Tokenizer(scalarsOf: text, .nfd), cell: .gru, layers: 1, hidden: 18),
    .random(.bytes, cell: .rnn, layers: 3, hidden: 10),
  ]

  /// Longer than what the model reads at a time.
  private let prompt = String(repeating: text, count: 4)

  @Test(arguments: languages.indices, [1, 7, 63, 64, 65])
  func readingInPiecesEqualsReadingAtOnce(index: Int, length: Int) {
    let (whole, pieces) = (Self.languages[index].session(), Self.languages[index].session())
    whole.read(prompt)
    var rest = prompt[...]
    while !rest.isEmpty {
      pieces.read(String(rest.prefix(length)))
      rest = rest.dropFirst(length)
    }
    #expect(pieces.symbolCount == whole.symbolCount)
    #expect(pieces.symbolCount == Self.languages[index].tokenizer.encode(prompt).ids.count)
    #expect(pieces.continuation() == whole.continuation())
  }

  @Test(arguments: languages.indices)
  func readingNothingChangesNothing(index: Int) {
    let (plain, session) = (Self.languages[index].session(), Self.languages[index].session())
    #expect(session.read("") == [:])
    #expect(session.symbolCount == 0)
    #expect(session.continuation() == plain.continuation())
    session.read("")
    #expect(session.continuation() == plain.continuation())
  }

  /// Where characters are several symbols, a part may end only between them, and then the texts may part.
  @Test func writingInPartsEqualsWritingAtOnce() {
    let index = 0
    let (whole, parts) = (Self.languages[index].session(), Self.languages[index].session())
    var samplers = [Sampler(temperature: 1), Sampler(temperature: 1)]
    for session in [whole, parts] { session.read("안녕") }
    let expected = whole.write(WritingSettings(length: 50), sampler: &samplers[0])
    var symbols: [UInt32] = []
    for length in [1, 0, 17, 32] {
      symbols += parts.write(WritingSettings(length: length), sampler: &samplers[1]).symbols
    }
    #expect(expected.symbols == symbols)
    #expect(expected.symbols.count == 50 && expected.finishReason == .length)
    #expect(whole.symbolCount == parts.symbolCount)
    #expect(whole.continuation() == parts.continuation())
  }

  @Test(arguments: languages.indices)
  func markLeadsBackExactly(index: Int) {
    let session = Self.languages[index].session()
    let beginning = session.mark
    let first = session.continuation()
    session.reset()
    session.read(prompt)
    let mark = session.mark
    let (count, expected) = (session.symbolCount, session.continuation())
    session.read("다음 날")
    _ = session.continuation()
    session.mark = mark
    #expect(session.symbolCount == count)
    #expect(session.continuation() == expected)
    session.mark = beginning
    #expect(session.symbolCount == 0)
    #expect(session.continuation() == first)
    let other = Self.languages[index].session()
    other.mark = mark
    #expect(other.continuation() == expected)
  }

  @Test(arguments: languages.indices)
  func resetForgetsAll(index: Int) {
    let (new, session) = (Self.languages[index].session(), Self.languages[index].session())
    session.read(prompt)
    let after = session.continuation()
    session.reset()
    #expect(session.symbolCount == 0)
    let found = session.continuation()
    #expect(found == new.continuation())
    #expect(found != after, "what was read should matter")
  }

  @Test(arguments: languages.indices, [nil, 2] as [Int?])
  func logProbabilityIsThatOfTheModel(index: Int, topK: Int?) {
    let language = Self.languages[index]
    let session = language.session()
    session.read(prompt)
    var sampler = Sampler(temperature: 2, topK: topK)
    let generation = session.write(WritingSettings(length: 30), sampler: &sampler)

    let prompted = language.tokenizer.encode("\n" + prompt).ids
    let symbols = prompted + generation.symbols
    let predictor = language.model.makePredictor(
      lanes: 1, steps: 1, kind: .fp32, pool: WorkerPool(count: 1))
    var expected = 0.0
    for (place, symbol) in symbols.dropLast().enumerated() {
      predictor.read([symbol], predicting: .last)
      guard place + 1 >= prompted.count else { continue }
      expected += predictor.withLogProbabilities { Double($0[Int(symbols[place + 1])]) }
    }
    #expect(abs(generation.logProbability - expected) <= 1e-6 * abs(expected))
  }

  @Test func unknownScalarsAreCountedAndRead() {
    let language = LanguageModel.random(Tokenizer(scalarsOf: "abc\n"))
    let (session, replaced) = (language.session(), language.session())
    #expect(session.read("aéxb\u{1F600}xc") == [0xE9: 1, 0x78: 2, 0x1F600: 1])
    #expect(session.symbolCount == 7)
    #expect(session.read("한글") == [0xD55C: 1, 0xAE00: 1])
    #expect(session.read("cab") == [:])
    replaced.read("a??b??c??cab")
    #expect(session.continuation() == replaced.continuation())
  }

  @Test func bytesKnowEverything() {
    let session = LanguageModel.random(.bytes).session()
    #expect(session.read("e\u{301}한\u{1F600}\0") == [:])
    #expect(session.symbolCount == 2 + 3 + 4 + 1)
  }

  @Test(arguments: languages.indices)
  func lengthZeroWritesNothing(index: Int) {
    let (plain, session) = (Self.languages[index].session(), Self.languages[index].session())
    var sampler = Sampler(temperature: 1)
    let (generation, pieces) = session.pieces(0, &sampler)
    #expect(pieces == [] && generation.text == "" && generation.symbols == [])
    #expect(generation.logProbability == 0 && generation.finishReason == .length)
    #expect(session.symbolCount == 0)
    #expect(session.continuation() == plain.continuation())
  }

  @Test(arguments: [0, 1, 9])
  func stoppingKeepsWhatWasWritten(limit: Int) {
    let index = 0
    let (whole, session) = (Self.languages[index].session(), Self.languages[index].session())
    var samplers = [Sampler(temperature: 1), Sampler(temperature: 1)]
    let expected = whole.write(WritingSettings(length: 25), sampler: &samplers[0])
    let stopping = StopAfter(limit)
    var text = ""
    let stopped = session.write(
      WritingSettings(length: 25), sampler: &samplers[1], stop: stopping.stop,
      emit: {
        text += $0
        stopping.count()
      })
    #expect(stopped.finishReason == .stopped && stopped.finishReason.rawValue == "stopped")
    #expect(stopped.symbols == Array(expected.symbols.prefix(limit)))
    #expect(stopped.text.values == text.values)
    #expect(session.symbolCount == limit)
    let rest = session.write(WritingSettings(length: 25 - limit), sampler: &samplers[1])
    #expect(rest.finishReason == .length)
    #expect(stopped.symbols + rest.symbols == expected.symbols)
    #expect(abs(stopped.logProbability + rest.logProbability - expected.logProbability) < 1e-9)
  }

  /// A text begins after a line feed where the vocabulary has one, else after the commonest symbol.
  @Test func aTextBeginsAfterALineFeed() throws {
    let tokenizer = Tokenizer(
      form: .nfc, vocabulary: Vocabulary(scalars: [0x41, 0x42, 0x43], unknown: .symbol))
    for (text, tokenizer) in [("\nxy", Tokenizer(scalarsOf: "xy\n")), ("ABC", tokenizer)] {
      let session = try LanguageModel.cycle(text, tokenizer).session()
      var sampler = Sampler(temperature: 0)
      #expect(
        session.write(WritingSettings(length: 3), sampler: &sampler).text == text.dropFirst()
          + text.prefix(1))
    }
  }
}
