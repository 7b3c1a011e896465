import Foundation
import Testing

/// `geul corpus encode` and `decode`, and training on what they make.
@Suite struct CorpusEncodeTests {
  let folder: TemporaryFolder
  let tokens: String

  init() throws {
    folder = try TemporaryFolder()
    tokens = folder.path("c.tokens")
  }

  private func encode(_ path: String, _ flags: String...) throws -> CommandResult {
    let result = try Geul.run(["corpus", "encode", path, "--out", tokens] + flags)
    expectSuccess(result)
    return result
  }

  @Test(arguments: ["scalar", "grapheme", "jamo", "byte"])
  func decodingGivesTheNormalizedText(_ units: String) throws {
    let text = "훈민정음 ㅋㅋ e\u{301}\r\n\u{1112}\u{119E}\u{11AB} 😀\n"
    let file = try folder.write("a.txt", text)
    let told = try encode(file, "--units", units).output
    #expect(told.contains("vocabulary"), "\(told)")
    let decoded = try Geul.run("corpus", "decode", tokens)
    expectSuccess(decoded)
    let expected = "훈민정음 ㅋㅋ \u{E9}\n\u{1112}\u{119E}\u{11AB} 😀\n"
    #expect(decoded.outputBytes == Array(expected.utf8))
    #expect(try encode(file, "--units", units).output.contains("unchanged"))
  }

  @Test func jsonHasTheFigures() throws {
    let file = try folder.write("a.txt", "가나\r\n다")
    let line = try #require(try Events(encode(file, "--json", "--minimum-count", "2")).lines.first)
    #expect(try line.bool(at: "reused") == false)
    #expect(try line.integer(at: "bytes") == 11)
    #expect(try line.integer(at: "scalars") == 4)
    #expect(try line.integer(at: "spelled_scalars") == 4)
    #expect(try line.integer(at: "symbols") == 10)
    #expect(try line.integer(at: "vocabulary") == 256)
    #expect(try line.integer(at: "newlines_converted") == 1)
  }

  @Test func aTokenFileTrains() throws {
    let file = try folder.write("a.txt", Sample.korean)
    _ = try encode(file, "--units", "jamo")
    let run = folder.path("run")
    expectSuccess(
      try Geul.run(
        ["train", tokens, "--out", run, "--steps", "6", "--quiet"] + TrainedRun.sizes))
    expectSuccess(try Geul.run("train", "--resume", "--out", run, "--steps", "8", "--quiet"))
    expectSuccess(try Geul.run("eval", run))
    expectRefusal(
      try Geul.run("train", tokens, "--out", folder.path("b"), "--units", "byte"), 64,
      saying: ["--units", tokens])
    expectRefusal(
      try Geul.run("train", tokens, file, "--out", folder.path("b")), 64, saying: [tokens])
  }

  @Test func aVocabularyIsTakenFromElsewhere() throws {
    let first = try folder.write("a.txt", Sample.korean)
    let second = try folder.write("b.txt", "비가 늦게 왔고, 낮에는 갰다.\n")
    let run = folder.path("run")
    expectSuccess(
      try Geul.run(["train", first, "--out", run, "--steps", "3", "--quiet"] + TrainedRun.sizes))
    let told = try encode(second, "--vocabulary", run)
    #expect(told.errors.contains("spelled in bytes"), "\(told.errors)")
    let other = folder.path("other")
    expectSuccess(
      try Geul.run(
        ["train", second, "--vocabulary", tokens, "--out", other, "--steps", "3", "--quiet"]
          + TrainedRun.sizes))
    for (run, tokenizer) in [(run, "/step-00000003/"), (other, "/step-00000003/")] {
      let path = run + tokenizer + "tokenizer.json"
      #expect(
        try bytes(of: path) == bytes(of: folder.path("run") + tokenizer + "tokenizer.json"))
    }
    expectRefusal(
      try Geul.run(
        "train", second, "--vocabulary", run, "--units", "jamo", "--out", folder.path("c")), 64,
      saying: ["--units"])
  }

  /// A text that has changed since does not take the place of the one the run began with.
  @Test func aRunGoesOnWithItsOwnText() throws {
    let run = try TrainedRun(Sample.korean)
    let before = try bytes(of: run.path + "/corpus.tokens")
    try "다른 글이다.\n".write(toFile: run.corpus, atomically: true, encoding: .utf8)
    for command in [
      ["eval", run.path], ["train", "--resume", "--out", run.path, "--steps", "14"],
    ] {
      let told = try Geul.run(command)
      expectSuccess(told)
      #expect(told.errors.contains("is not as it was when the run began"), "\(told.errors)")
    }
    #expect(try bytes(of: run.path + "/corpus.tokens") == before)
    expectRefusal(
      try Geul.run("corpus", "encode", run.corpus, "--out", run.corpus), 73, saying: [run.corpus])
  }

  @Test func aTokenFileIsScored() throws {
    let run = try TrainedRun(Sample.korean)
    let text = try folder.write("a.txt", "비가 늦게 왔다.\n")
    _ = try encode(text, "--vocabulary", run.path)
    let scored = try Geul.run("eval", run.path, tokens, "--json").output
    let again = try Geul.run("eval", run.path, text, "--json").output
    #expect(
      try Events(Array(scored.utf8)).lines.first?.number(at: "nats_per_symbol")
        == Events(Array(again.utf8)).lines.first?.number(at: "nats_per_symbol"))
    _ = try encode(text)
    expectRefusal(try Geul.run("eval", run.path, tokens), 65, saying: [tokens, "--vocabulary"])
    expectRefusal(
      try Geul.run("eval", run.path, "--encoding", "johab"), 64, saying: ["--encoding"])
  }

  /// The run's own token file stands in for a text that is gone, and is made anew where it is damaged.
  @Test func aRunKeepsItsText() throws {
    let run = try TrainedRun(Sample.korean)
    let exact = try run.run("eval").output
    try FileManager.default.removeItem(atPath: run.corpus)
    let told = try Geul.run("train", "--resume", "--out", run.path, "--steps", "14", "--quiet")
    expectSuccess(told)
    #expect(told.errors.contains("the run's own copy"), "\(told.errors)")
    try FileManager.default.removeItem(atPath: run.path + "/corpus.tokens")
    expectRefusal(try run.run("eval"), 66, saying: [run.corpus])
    try Sample.korean.write(toFile: run.corpus, atomically: true, encoding: .utf8)
    expectSuccess(try run.run("eval"))
    #expect(!exact.isEmpty)
  }

  @Test func standardInputCanBeResumed() throws {
    let run = folder.path("run")
    expectSuccess(
      try Geul.run(
        ["train", "-", "--out", run, "--steps", "5", "--quiet"] + TrainedRun.sizes,
        input: Array(Sample.english.utf8)))
    expectSuccess(try Geul.run("train", "--resume", "--out", run, "--steps", "9", "--quiet"))
    expectSuccess(try Geul.run("eval", run))
  }

  @Test(arguments: [
    ("--minimum-count 0", 64), ("--vocabulary-size 256", 64), ("--units byte --unknown symbol", 64),
    ("--units byte --vocabulary-size 300", 64), ("--vocabulary none.json", 66),
  ])
  func wrongFlagsAreRefused(_ flags: String, _ status: Int32) throws {
    let file = try folder.write("a.txt", "가나다")
    let result = try Geul.run(
      ["corpus", "encode", file, "--out", tokens]
        + flags.split(separator: " ").map(String.init))
    expectRefusal(result, status, saying: [])
  }

  @Test func whatIsNoTokenFileIsRefused() throws {
    let file = try folder.write("a.txt", "가나다")
    expectRefusal(try Geul.run("corpus", "decode", file), 65, saying: [file, "corpus encode"])
    expectRefusal(
      try Geul.run("corpus", "decode", folder.path("none")), 66, saying: [folder.path("none")])
  }

  @Test func compatibilityFormsWarnOfKorean() throws {
    let file = try folder.write("a.txt", "그래 ㅋㅋㅋ ㅠㅠ")
    let told = try encode(file, "--normalize", "nfkc").errors
    #expect(told.contains("ㅋ U+314B ×3") && told.contains("nfc"), "\(told)")
    #expect(!(try encode(file).errors.contains("warning")))
  }
}
