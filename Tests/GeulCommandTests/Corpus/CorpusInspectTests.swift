import GeulStorage
import Testing

/// `geul corpus inspect`.
@Suite struct CorpusInspectTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func inspect(_ arguments: String..., input: [UInt8]? = nil) throws -> CommandResult {
    try Geul.run(["corpus", "inspect"] + arguments, input: input)
  }

  private func json(_ result: CommandResult) throws -> JSONReader {
    try JSONReader(Array(result.output.utf8), file: "standard output")
  }

  @Test func theTableIsForPeople() throws {
    let file = try folder.write("한글.txt", "나라 말\r\nㅋㅋ\u{1B}[0m\r\n")
    let result = try inspect(file)
    expectSuccess(result)
    #expect(result.errors.isEmpty)
    for part in [
      "한글.txt", "lines end", "CR LF (2)", "hangul syllable", "compatibility jamo", "U+001B",
      "--newlines lf", "advice",
    ] {
      #expect(result.output.contains(part), "\(part) in \(result.output)")
    }
    #expect(!result.output.unicodeScalars.contains { $0.value == 0x1B || $0.value == 0x0D })
  }

  @Test func theNumbersAreInTheJSON() throws {
    try folder.write("texts/a.txt", "가나\n")
    try folder.write("texts/b.txt", "e\u{301}")
    let result = try inspect(folder.path("texts"), "--json")
    expectSuccess(result)
    let reader = try json(result)
    #expect(try reader.integer(at: "scalars") == 5)
    #expect(try reader.integer(at: "graphemes") == 4)
    #expect(try reader.integer(at: "lines") == 2)
    let place = try reader.member(at: "normal_form").member(at: "first_not_nfc")
    #expect(try place.string(at: "file").hasSuffix("b.txt"))
    #expect(try place.integer(at: "utf8_offset") == 0)
  }

  @Test func standardInputAndAnEmptyText() throws {
    let result = try inspect("-", "--json", input: Array("아".utf8))
    expectSuccess(result)
    #expect(try json(result).integer(at: "utf8_bytes") == 3)
    let empty = try inspect(try folder.write("empty.txt", ""))
    expectSuccess(empty)
    #expect(empty.output.contains("There is no text"))
  }

  @Test func whatCannotBeReadIsRefused() throws {
    expectRefusal(try inspect(folder.path("none.txt")), 66, saying: ["none.txt"])
    expectRefusal(
      try inspect(
        try folder.write("bad.txt", Array("one\n".utf8) + [0xE2, 0x28]), "--invalid", "error"),
      65, saying: ["bad.txt", "byte offset 4", "line 2"])
    let told = try inspect(folder.path("bad.txt"))
    expectSuccess(told)
    #expect(told.output.contains("ill-formed") || told.output.contains("invalid"), "\(told.output)")
    let tokens = folder.path("a.tokens")
    expectSuccess(
      try Geul.run("corpus", "encode", try folder.write("a.txt", "a"), "--out", tokens))
    expectRefusal(try inspect(tokens), 64, saying: [tokens, "decode"])
    expectRefusal(
      try inspect(try folder.write("a.txt", "a"), "--rarest", "10001"), 64, saying: ["--rarest"])
    #expect(try inspect().status == 64)
    #expect(try Geul.run("corpus", "inspct", "a").status == 64)
  }

  @Test func helpShowsExamples() throws {
    for line in [["corpus"], ["corpus", "inspect"]] {
      let result = try Geul.run(line + ["--help"])
      expectSuccess(result)
      #expect(result.output.contains("\n  geul corpus inspect corpora/korean.txt"))
    }
  }
}
