import GeulCompute
import GeulGeneration
import GeulLanguage
import GeulModel
import GeulText
import Testing

/// Texts written beside each other.
struct SamplesTests {
  private static let languages: [LanguageModel] = [
    .random(Tokenizer(scalarsOf: "abc가나다\n ")),
    .random(Tokenizer(scalarsOf: "xyz \n"), cell: .gru, layers: 1, hidden: 33),
    .random(.bytes, cell: .rnn, layers: 2, hidden: 40),
  ]

  @Test(arguments: languages.indices, [ProductKind.fp32, .int8])
  func eachIsWhatItWouldBeAlone(_ index: Int, _ kind: ProductKind) {
    let language = Self.languages[index]
    let settings = WritingSettings(length: 60, stops: ["a가", "x"])
    let chain = SamplingSettings(
      temperature: 1.1, topK: 30, topP: 0.98, minP: 0.001, typical: 0.99, repetitionPenalty: 1.1)
    for threads in [1, 2] {
      let session = TextSession(language, kind: kind, pool: WorkerPool(count: threads))
      session.read("a나x ")
      var texts: [Int: Generation] = [:]
      var streamed: [Int: String] = [:]
      // More than are written at a time.
      session.writeSamples(
        settings, samplers: (0..<70).map { Sampler(chain, seed: UInt64($0)) },
        emit: { streamed[$0, default: ""] += $1 }, ended: { texts[$0] = $1 })
      #expect(texts.count == 70)
      for number in [0, 1, 2, 33, 63, 64, 69] {
        let alone = TextSession(language, kind: kind, pool: WorkerPool(count: 1))
        alone.read("a나x ")
        var sampler = Sampler(chain, seed: UInt64(number))
        let expected = alone.write(settings, sampler: &sampler)
        #expect(texts[number]?.symbols == expected.symbols)
        #expect(texts[number]?.text.values == expected.text.values)
        #expect(texts[number]?.finishReason == expected.finishReason)
        #expect(texts[number]?.logProbabilities == expected.logProbabilities)
        #expect((streamed[number] ?? "").values == expected.text.values)
      }
      #expect(Set(texts.values.map(\.text)).count > 10)
    }
  }

  @Test func theSessionStaysWhereItIs() {
    let (session, other) = (Self.languages[0].session(), Self.languages[0].session())
    for one in [session, other] { one.read("가나") }
    session.writeSamples(
      WritingSettings(length: 9),
      samplers: [Sampler(1, temperature: 1), Sampler(2, temperature: 1)],
      ended: { _, _ in })
    #expect(session.symbolCount == other.symbolCount)
    #expect(session.continuation() == other.continuation())
  }

  @Test func askedToStopAllEnd() {
    let stopping = StopAfter(10)
    var reasons: [Generation.FinishReason] = []
    Self.languages[0].session().writeSamples(
      WritingSettings(length: 1_000), samplers: (0..<5).map { Sampler($0, temperature: 1) },
      stop: stopping.stop, emit: { _, _ in stopping.count() },
      ended: { reasons.append($1.finishReason) })
    #expect(reasons == Array(repeating: .stopped, count: 5))
  }
}
