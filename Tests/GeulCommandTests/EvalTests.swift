import Foundation
import GeulStorage
import Testing

/// `geul eval`: what is counted, and that it is counted once.
@Suite struct EvalTests {
  let run: TrainedRun

  init() throws {
    run = try TrainedRun(
      Sample.english, flags: ["--steps", "60", "--validation", "0.2", "--test", "0.1"])
  }

  private func figures(_ arguments: String...) throws -> JSONReader {
    let result = try Geul.run(["eval", run.path, "--json", "--threads", "1"] + arguments)
    expectSuccess(result)
    return try #require(try Events(result).lines.first)
  }

  private func nats(_ reader: JSONReader) throws -> Double {
    try reader.number(at: "nats_per_symbol") * Double(try reader.integer(at: "symbols"))
  }

  @Test func everySymbolOfAFileCounts() throws {
    let text = "비 rain\r\nlate e\u{301}"
    let file = try run.folder.write("other.txt", text)
    for lanes in ["1", "2", "3", "7", "4096"] {
      let reader = try figures(file, "--lanes", lanes)
      // CR LF is one line feed, and é is one scalar of NFC.
      // What training has not seen is spelled in bytes: 비 in three, é in two.
      #expect(try reader.integer(at: "symbols") == 13 + 2 + 1)
      #expect(try reader.integer(at: "scalars") == 13)
      #expect(try reader.integer(at: "graphemes") == 13)
      #expect(try reader.integer(at: "bytes") == 16)
      #expect(try reader.integer(at: "unknown_symbols") == 0)
      #expect(try reader.integer(at: "spelled_scalars") == 2)
    }
    let told = try Geul.run("eval", run.path, file).errors
    #expect(told.contains("U+BE44 ×1") && told.contains("U+E9 ×1"), "\(told)")
  }

  @Test func lanesComeCloseToExact() throws {
    let exact = try figures(run.corpus, "--lanes", "1").number(at: "nats_per_symbol")
    for lanes in ["2", "8", "32"] {
      let figure = try figures(run.corpus, "--lanes", lanes).number(at: "nats_per_symbol")
      #expect(abs(figure - exact) < 0.01 * exact, "\(lanes) lanes: \(figure), exactly \(exact)")
    }
  }

  /// A short text is scored as exactly as a long one, whoever asks for nothing.
  @Test(arguments: [1, 2, 7, 50, 333, 1_600])
  func theDefaultIsExactForShortTexts(length: Int) throws {
    let file = try run.folder.write("short.txt", String(Sample.english.prefix(length)))
    let exact = try figures(file, "--lanes", "1").number(at: "nats_per_symbol")
    let figure = try figures(file).number(at: "nats_per_symbol")
    #expect(abs(figure - exact) < 1e-6 * exact, "\(length): \(figure), exactly \(exact)")
  }

  @Test func figuresAgreeWithEachOther() throws {
    let reader = try figures(run.corpus)
    let nats = try self.nats(reader)
    let bits = nats / log(2)
    func isNear(_ key: String, _ expected: Double) throws {
      let found = try reader.number(at: key)
      #expect(abs(found - expected) < 1e-9 * abs(expected), "\(key): \(found), \(expected)")
    }
    try isNear("perplexity", exp(try reader.number(at: "nats_per_symbol")))
    for (key, count) in [
      ("bits_per_symbol", "symbols"), ("bits_per_character", "scalars"),
      ("bits_per_grapheme", "graphemes"), ("bits_per_byte", "bytes"),
    ] {
      try isNear(key, bits / Double(try reader.integer(at: count)))
    }
  }

  /// What `generate` says its text is worth is what `eval` finds: for a text that begins with a line
  /// feed, after which generation begins, the nats of prompt and text less those of the prompt alone.
  @Test func lossIsTheSumOfLogProbabilities() throws {
    let result = try run.run("generate", "--prompt", "T", "--length", "200", "--json")
    let written = try #require(try Events(result).lines.first)
    let whole = try run.folder.write("whole.txt", "\nT" + written.string(at: "text"))
    let prompt = try run.folder.write("prompt.txt", "\nT")
    let difference =
      try nats(figures(whole, "--lanes", "1")) - nats(figures(prompt, "--lanes", "1"))
    let expected = -(try written.number(at: "log_probability"))
    #expect(abs(difference - expected) < 1e-4 * expected, "\(difference), \(expected)")
  }

  @Test func splitsAreThoseOfTraining() throws {
    let count = Sample.english.utf8.count
    let test = Int((Double(count) * 0.1).rounded())
    let validation = Int((Double(count) * 0.2).rounded())
    #expect(try figures("--split", "test").integer(at: "symbols") == test)
    #expect(try figures("--split", "validation").integer(at: "symbols") == validation)
    #expect(try figures().integer(at: "symbols") == validation)
    #expect(try figures("--split", "train").integer(at: "symbols") == count - test - validation)
    expectRefusal(
      try run.run("eval", run.corpus, "--split", "test"), 64, saying: ["--split"])
  }

  /// Without the run's own copy of its text.
  @Test func aChangedCorpusIsRefusedForSplits() throws {
    try FileManager.default.removeItem(atPath: run.path + "/corpus.tokens")
    try run.folder.write("corpus.txt", Sample.english + ".")
    for split in ["train", "validation", "test"] {
      expectRefusal(
        try run.run("eval", "--split", split), 65,
        saying: ["corpus.txt", "\(Sample.english.utf8.count) symbols"])
    }
    expectSuccess(try run.run("eval", run.corpus))
    let moved = try Geul.shell("mv \"$1\" \"$1.bak\"", [run.corpus])
    expectSuccess(moved)
    expectRefusal(try run.run("eval"), 66, saying: ["corpus.txt"])
  }

  @Test func filesOfTheirOwnForValidationAndTest() throws {
    let validation = try run.folder.write("validation.txt", "The rain.\n")
    let test = try run.folder.write("test.txt", "nobody")
    let path = run.folder.path("own")
    expectSuccess(
      try Geul.run(
        ["train", run.corpus, "--out", path, "--steps", "3", "--quiet"] + TrainedRun.sizes + [
          "--validation-file", validation, "--test-file", test,
        ]))
    for (split, symbols) in [("validation", 10), ("test", 6), ("train", Sample.english.utf8.count)]
    {
      let result = try Geul.run("eval", path, "--json", "--split", split)
      expectSuccess(result)
      let reader = try #require(try Events(result).lines.first)
      #expect(try reader.integer(at: "symbols") == symbols)
    }
    for flag in ["--validation-file", "--test-file"] {
      expectRefusal(
        try Geul.run(
          ["train", run.corpus, "--out", run.folder.path("c"), "--quiet", "--steps", "3"]
            + TrainedRun.sizes + [flag, run.folder.path("none.txt")]), 66, saying: ["none.txt"])
    }
  }

  @Test func oneSymbolAndNone() throws {
    let one = try figures(try run.folder.write("one.txt", "T"))
    #expect(try one.integer(at: "symbols") == 1)
    expectRefusal(
      try run.run("eval", try run.folder.write("none.txt", "")), 65, saying: ["none.txt"])
  }

  @Test func aSignalStopsTheScoring() throws {
    let text = String(repeating: Sample.english, count: 2000)
    let file = try run.folder.write("long.txt", text)
    for (signal, status) in [(SIGINT, 130), (SIGTERM, 143)] as [(Int32, Int32)] {
      let child = try Geul.start(
        ["eval", run.path, file, "--lanes", "1"], environment: ["TERM": "xterm"], onTerminal: true)
      #expect(
        try child.wait { String(decoding: $0.output, as: UTF8.self).contains("scored") })
      child.send(signal)
      let result = try child.finish()
      #expect(result.status == status, "\(result.output)")
      #expect(!result.output.contains("perplexity"))
    }
  }

  @Test func standardInputIsScored() throws {
    let result = try run.run("eval", "-", "--json", input: Array("The rain".utf8))
    expectSuccess(result)
    #expect(try Events(result).lines.first?.integer(at: "symbols") == 8)
  }
}
