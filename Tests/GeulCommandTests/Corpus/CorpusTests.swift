import GeulStorage
import Testing

/// Which texts train, and why the others do not.
@Suite struct CorpusTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func train(_ corpus: String..., flags: [String] = [], input: [UInt8]? = nil) throws
    -> CommandResult
  {
    try Geul.run(
      ["train"] + corpus + ["--out", folder.path("run"), "--steps", "3", "--quiet"]
        + TrainedRun.sizes + flags, input: input)
  }

  /// Symbols and vocabulary of the run that was just trained.
  private func encoded() throws -> (symbols: Int, vocabulary: Int) {
    let file = folder.path("run") + "/step-00000003/config.json"
    let reader = try JSONReader(try bytes(of: file), file: file)
    return (
      try reader.member(at: "corpus").integer(at: "symbols"),
      try reader.member(at: "model").integer(at: "vocabulary")
    )
  }

  @Test func missingModelAndCorpus() throws {
    expectRefusal(try train(folder.path("none.txt")), 66, saying: ["none.txt"])
    for subcommand in ["eval", "generate", "repl"] {
      expectRefusal(
        try Geul.run(subcommand, folder.path("no model")), 66,
        saying: ["no model", "train a model"])
    }
    expectRefusal(try Geul.run("train"), 64, saying: ["corpus"])
  }

  @Test func aFolderWithoutACheckpointIsNoModel() throws {
    expectRefusal(try Geul.run("generate", folder.path), 66, saying: ["no checkpoint"])
  }

  @Test func malformedUTF8IsFoundAtItsPlace() throws {
    let file = try folder.write("bad.txt", Array("one\ntwo\nthr".utf8) + [0xE2, 0x28, 0xA1, 0x0A])
    expectRefusal(try train(file), 65, saying: ["bad.txt", "byte offset 11", "line 3"])
    let run = try TrainedRun()
    expectRefusal(
      try run.run("eval", file), 65, saying: ["bad.txt", "byte offset 11", "line 3"])
    expectRefusal(
      try run.run("generate", "--prompt", "@" + file), 65,
      saying: ["bad.txt", "byte offset 11", "line 3"])
  }

  @Test func truncatedUTF8() throws {
    let file = try folder.write("cut.txt", Array("가나".utf8).dropLast())
    expectRefusal(try train(file), 65, saying: ["cut.txt", "byte offset 3", "line 1"])
  }

  @Test(arguments: [[], [0xEF, 0xBB, 0xBF]] as [[UInt8]])
  func emptyCorpus(_ content: [UInt8]) throws {
    expectRefusal(
      try train(try folder.write("empty.txt", content)), 65, saying: ["empty.txt"])
  }

  @Test func oneSymbolIsTooShort() throws {
    expectRefusal(
      try train(try folder.write("one.txt", "a")), 65, saying: ["at least 2 symbols", "1 of 1"])
  }

  @Test func oneRepeatedCharacterTrains() throws {
    expectSuccess(
      try train(try folder.write("same.txt", String(repeating: "아", count: 500))))
    #expect(try encoded() == (500, 257))
    let written = try Geul.run(
      "generate", folder.path("run"), "--length", "20", "--prompt", "아", "--no-echo")
    #expect(written.output == String(repeating: "아", count: 20) + "\n")
  }

  @Test(arguments: ["ab", "abc", "short"]) func shorterThanAChunkTrains(_ text: String) throws {
    expectSuccess(
      try train(
        try folder.write("short.txt", text), flags: ["--batch", "64", "--sequence", "64"]))
    #expect(try encoded().symbols == text.utf8.count)
  }

  @Test func koreanTrains() throws {
    expectSuccess(try train(try folder.write("한국어 글.txt", Sample.korean)))
    #expect(try encoded().symbols == Sample.korean.unicodeScalars.count)
  }

  @Test func standardInputTrains() throws {
    expectSuccess(try train("-", input: Array(Sample.english.utf8)))
    #expect(try encoded().symbols == Sample.english.utf8.count)
    expectRefusal(try Geul.run(["train", "-", "--out", folder.path("b")]), 65, saying: ["input"])
  }

  @Test func aFolderIsItsTextsInNameOrder() throws {
    try folder.write("texts/b.txt", "bbb")
    try folder.write("texts/a.txt", "aa")
    try folder.write("texts/c/d.txt", "ddddd")
    try folder.write("texts/notes.md", "mmmm")
    expectSuccess(try train(folder.path("texts")))
    // With a line feed after each file but the last.
    #expect(try encoded() == (12, 260))
    try folder.write("other/notes.md", "mmmm")
    expectRefusal(
      try Geul.run("train", folder.path("other")), 66, saying: ["other", ".txt"])
  }

  @Test func bytesTrain() throws {
    expectSuccess(
      try train(try folder.write("k.txt", Sample.korean), flags: ["--units", "byte"]))
    #expect(try encoded() == (Sample.korean.utf8.count, 256))
  }
}
