import GeulKit
import Testing

/// Reports have the keys that scripts hold on to, in their order.
@Suite struct ReportTests {
  private func keys(_ value: JSONValue) throws -> [String] {
    try JSONReader(value.serialized(), file: "report").object().members.map(\.key)
  }

  @Test func anEvaluationsKeys() throws {
    let folder = try TemporaryFolder()
    let corpus = try folder.write("moon.txt", SmallModel.text)
    let evaluation = try SmallModel.train(corpus).evaluate(on: [corpus], lanes: 1)
    let report = EvaluationReport(
      model: "moon", corpus: "text", evaluation: evaluation, seconds: 2)
    #expect(report.symbolsPerSecond == 300)
    #expect(
      try keys(report.json) == [
        "model", "corpus", "symbols", "unknown_symbols", "spelled_scalars", "nats_per_symbol",
        "bits_per_symbol", "perplexity", "scalars", "bits_per_character", "graphemes",
        "bits_per_grapheme", "syllables", "bits_per_syllable", "words", "bits_per_word", "bytes",
        "bits_per_byte", "nats_total", "standard_error", "lanes", "warm_up", "windows", "seconds",
        "symbols_per_second",
      ])
  }

  @Test(arguments: [nil, 2]) func aGenerationsKeys(beam: Int?) throws {
    let session = try SmallModel.decoding(SmallModel.short { $0.beam = beam })
    var reports: [JSONValue] = []
    let tokenizer = session.session.tokenizer
    session.writeTexts(alternatives: 2) {
      guard case .ended(let text) = $0 else { return }
      reports.append(
        GenerationReport(text, prompt: "달", kind: session.kind, tokenizer: tokenizer).json)
    }
    let ranked = beam == nil ? [] : ["rank", "score"]
    #expect(
      try keys(reports[0]) == [
        "prompt", "text", "symbols", "log_probability", "finish_reason", "stop", "precision",
        "seed",
      ] + ranked + ["symbols_per_second", "log_probabilities"])
    let symbols = try JSONReader(reports[0].serialized(), file: "report").elements(
      at: "log_probabilities")
    #expect(symbols.count == 12)
    #expect(
      try symbols[0].object().members.map(\.key) == [
        "id", "symbol", "log_probability", "alternatives",
      ])
  }

  @Test func aSynthesizedTextsKeys() throws {
    var settings = SynthesisSettings()
    settings.source = .hidden
    let json = SynthesisReport(synthesizer: Synthesizer(settings), length: 10, file: nil).json
    #expect(
      try keys(json) == [
        "source", "order", "states", "symbols", "alphabet", "concentration", "seed", "length",
        "nats_per_symbol", "bits_per_symbol", "perplexity", "stationary_residual", "path",
      ])
  }

  @Test func figuresAreForPeople() {
    #expect(
      [0, 999, 1_000, -1_234_567].map(Figures.grouped) == ["0", "999", "1,000", "-1,234,567"])
    #expect(Figures.fixed(1.25, 1) == "1.2" && Figures.fixed(.nan, 2) == "–")
    #expect(
      [45, 185, 7_800, 1e11].map(Figures.duration) == ["45 s", "3 min 05 s", "2 h 10 min", "–"])
    #expect(Figures.duration(-1e300) == "–")
    #expect(Figures.grouped(1234.9) == "1,234")
    #expect([Double.infinity, .nan, -1e300].allSatisfy { Figures.grouped($0) == "–" })
  }
}
