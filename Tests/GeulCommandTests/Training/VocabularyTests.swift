import Testing

/// `--vocabulary` of files that Geul has not written, and what is told of a model that has no products.
@Suite struct VocabularyTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("corpus.txt", Sample.korean)
  }

  private func train(_ flags: String...) throws -> CommandResult {
    try Geul.run(
      ["train", "corpus.txt", "--out", "run", "--steps", "1"] + TrainedRun.sizes + flags,
      folder: folder.path)
  }

  @Test func itsCharactersAreTaken() throws {
    try folder.write(
      "other.json",
      """
      {"normalizer": null, "model": {"type": "WordLevel", "unk_token": "<unk>",
       "vocab": {"<unk>": 0, "비": 1, "가": 2, " ": 3, ".": 4}}}
      """)
    let result = try train("--vocabulary", "other.json")
    expectSuccess(result)
    #expect(
      result.errors.contains("other.json: not made by Geul; its 4 characters are taken"),
      "\(result.errors)")
  }

  @Test(arguments: ["", "[1, 2]", "{\"name\": \"x\"}", "{\"the\": 1}", "no JSON"])
  func othersAreNotMadeByGeul(_ text: String) throws {
    try folder.write("other.json", text)
    expectRefusal(
      try train("--vocabulary", "other.json", "--quiet"), 65,
      saying: ["other.json: not made by Geul: "])
    #expect(try names(in: folder.path) == ["corpus.txt", "other.json"])
  }

  @Test func whatCountsHasNoPrecision() throws {
    expectSuccess(
      try Geul.run(
        ["train", "corpus.txt", "--model", "ngram", "--out", "run", "--quiet"], folder: folder.path
      ))
    let result = try Geul.run(["generate", "run", "--length", "3", "--json"], folder: folder.path)
    #expect(result.output.contains("\"precision\":null"), "\(result.output)")
  }
}
