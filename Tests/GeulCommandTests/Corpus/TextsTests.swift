import Testing

/// What `geul train` says of texts that are not what they seem, and what it reads of them.
@Suite struct TextsTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Encodes files and gives the text again, with what was told on the way.
  private func text(of names: String..., flags: [String] = []) throws -> (
    text: String, told: String
  ) {
    let tokens = folder.path("t.tokens")
    let encoded = try Geul.run(
      ["corpus", "encode"] + names.map(folder.path) + ["--out", tokens] + flags)
    expectSuccess(encoded)
    let decoded = try Geul.run("corpus", "decode", tokens)
    expectSuccess(decoded)
    return (decoded.output, encoded.errors)
  }

  private func train(_ name: String, flags: [String] = []) throws -> CommandResult {
    try Geul.run(
      [
        "train", folder.path(name), "--out", folder.path("run"), "--steps", "1", "--validation",
        "0",
      ]
        + TrainedRun.sizes + flags)
  }

  private static let line = "첫눈이 오던 밤 삼촌은 편지를 태웠다.\n"

  /// Neither is an encoding asked for, nor is a page of nonsense written.
  @Test(arguments: [
    ("a.docx", Array("PK\u{3}\u{4}....word/document.xml".utf8), "a Word document"),
    (
      "a.hwp", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1] + Array("HWP Document File".utf8),
      "a Hancom document"
    ),
    (
      "a.txt", Array("version https://git-lfs.github.com/spec/v1\noid sha256:07\n".utf8),
      "git lfs pull"
    ),
    ("b.txt", [UInt8](repeating: 0, count: 4_000), "data that is no text"),
  ])
  func whatIsNoTextIsNamed(name: String, bytes: [UInt8], said: String) throws {
    let path = try folder.write(name, bytes)
    for result in [try train(name), try Geul.run("corpus", "inspect", path)] {
      expectRefusal(result, 65, saying: [path, said])
      #expect(!result.errors.contains("--encoding") && result.output.isEmpty)
    }
  }

  @Test func trainingSaysWhatTheDoctorWouldSayLoudest() throws {
    let said: [(String, String, String)] = [
      ("a.jsonl", "{\"text\": \"\\uccab\\ub208\"}\n", "[--text-of text]"),
      ("b.txt", "<p>첫&#45576;이&nbsp;</p>\n", "[--text-of html]"),
      ("c.txt", "\u{FEFF}하나\n\u{FEFF}둘\n", "[--byte-order-marks lines]"),
      ("d.txt", "하나\0둘 셋 넷 다섯 여섯\n", "12 control"),
    ]
    for (name, text, expected) in said {
      try folder.write(name, String(repeating: text, count: 12))
      let result = try train(name, flags: ["--out", folder.path("run-\(name)")])
      expectSuccess(result)
      #expect(
        result.errors.contains("warning: ") && result.errors.contains(expected), "\(result.errors)")
    }
    try folder.write("plain.txt", String(repeating: Self.line, count: 12))
    #expect(try !train("plain.txt").errors.contains("warning"))
  }

  @Test func theTextIsTakenOutOfStructuredFiles() throws {
    try folder.write("a.jsonl", "{\"id\":1,\"text\":\"\\uccab\\ub208\"}\n{\"text\":\"둘\"}\n")
    try folder.write("b.csv", "id,text\n1,\"셋, 넷\"\n")
    let (text, told) = try text(of: "a.jsonl", "b.csv", flags: ["--text-of", "text"])
    #expect(text == "첫눈\n둘\n셋, 넷")
    #expect(told.contains("took the text out of 2 documents"))
    try folder.write("c.html", "<p>하나 &amp; <b>둘</b></p>")
    #expect(try self.text(of: "c.html", flags: ["--text-of", "html"]).text == "하나 & 둘\n")
  }

  @Test func foldersAreReadWholeAndCounted() throws {
    for (name, text) in [("t/A.TXT", "하나"), ("t/b.txt", "둘"), ("t/c.md", "셋"), ("t/d", "넷")] {
      try folder.write(name, text)
    }
    let (text, told) = try text(of: "t")
    #expect(text == "하나\n둘")
    #expect(told.contains("reading 2 files, passing over 1 without ending, 1 .md"))
    #expect(told.contains("read 4 characters of 2 files"))
    #expect(try self.text(of: "t", flags: ["--include", "*.MD", "--include", "d"]).text == "셋\n넷")
  }

  /// A file of settings may hold several patterns, and a packed text names its run as the text does.
  @Test func patternsOfASettingsFileAndThePackedName() throws {
    try folder.write("t/a.md", String(repeating: Self.line, count: 9))
    try folder.write("t/b.rst", String(repeating: Self.line, count: 9))
    let settings = try folder.write("s.toml", "include = ['*.md', '*.rst']\n")
    let result = try train("t", flags: ["--config", settings])
    expectSuccess(result)
    #expect(result.errors.contains("reading 2 files"))
    let packed = try Geul.shell(
      "gzip -c \"$1\" > \"$2\"", [folder.path("t/a.md"), folder.path("글.txt.gz")])
    expectSuccess(packed)
    expectSuccess(
      try Geul.run(["train", "글.txt.gz", "--steps", "1"] + TrainedRun.sizes, folder: folder.path))
    #expect(try names(in: folder.path("checkpoints")) == ["글"])
  }

  /// Mixed lines are told by their numbers, and read if that is asked for. 강 in CP949 is B0 AD.
  @Test func linesOfTwoEncodings() throws {
    let old: [UInt8] = [
      0xB0, 0xAD, 0xB0, 0xA1, 0xBF, 0xA1, 0xBC, 0xAD, 0x20, 0xB0, 0xAD, 0xC0, 0xBB, 0x0A,
    ]
    try folder.write("a.txt", Array(Self.line.utf8) + old + old)
    expectRefusal(
      try train("a.txt"), 65, saying: ["UTF-8 to line 1, CP949 from line 2", "--encoding mixed"])
    let (text, _) = try text(of: "a.txt", flags: ["--encoding", "mixed"])
    #expect(text == Self.line + "강가에서 강을\n강가에서 강을\n")
  }

  @Test func aNameInAnotherNormalFormIsFound() throws {
    let jamo = "\u{1112}\u{1161}\u{11AB}\u{1100}\u{1173}\u{11AF}"
    try folder.write(jamo + ".txt", String(repeating: Self.line, count: 12))
    for name in ["한글.txt", jamo + ".txt"] {
      let result = try Geul.run(
        ["train", name, "--steps", "1", "--out", "run-\(name.utf8.count)"] + TrainedRun.sizes,
        folder: folder.path)
      expectSuccess(result)
    }
    let run = try Geul.run(
      ["train", jamo + ".txt", "--steps", "1"] + TrainedRun.sizes, folder: folder.path)
    expectSuccess(run)
    #expect(try names(in: folder.path("checkpoints")).map(\.unicodeScalars.count) == [2])
    expectSuccess(try Geul.run(["eval", "checkpoints/" + jamo], folder: folder.path))
  }

  /// 새벽 in CP949, and in UTF-16 with its mark.
  @Test func promptsAreReadAsTextsAre() throws {
    let run = try TrainedRun(Sample.korean)
    let wide = "새벽에".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    let files: [([UInt8], [String])] = [
      ([0xBB, 0xF5, 0xBA, 0xAE, 0xBF, 0xA1], ["--encoding", "cp949"]), ([0xFF, 0xFE] + wide, []),
      ([0xBB, 0xF5, 0xBA, 0xAE, 0xBF, 0xA1], []),
    ]
    for (bytes, flags) in files {
      let path = try run.folder.write("prompt.txt", bytes)
      let result = try Geul.run(
        ["generate", run.path, "--prompt", "@" + path, "--length", "1"] + flags)
      expectSuccess(result)
      #expect(result.output.hasPrefix("새벽에"), "\(result.output)")
      #expect(result.errors.contains("read as") == flags.isEmpty)
    }
  }

  /// What was asked for and would change nothing is refused.
  @Test func flagsWithoutEffectAreRefused() throws {
    let path = try folder.write("a.txt", Array(Self.line.utf8))
    expectRefusal(
      try Geul.run("corpus", "inspect", path, "--documents", "blank-line"), 64,
      saying: ["--documents"])
    for command in [
      ["corpus", "inspect", path], ["corpus", "encode", path, "--out", folder.path("t")],
      ["train", path, "--out", folder.path("r")],
    ] {
      expectRefusal(
        try Geul.run(command + ["--include", "*.md"]), 64, saying: ["--include '*.md'", "folder"])
    }
    expectRefusal(
      try Geul.run("train", "-", "--validation-file", "-"), 64, saying: ["named twice"])
  }

  /// A few lines of CP949 in a long text of UTF-8, and the doctor's advice read out of it.
  @Test func linesOfAnotherEncodingAreCounted() throws {
    let older: [UInt8] = [
      0xBA, 0xF1, 0xB0, 0xA1, 0x20, 0xBF, 0xC0, 0xB4, 0xC2, 0x20, 0xB3, 0xAF, 0x20, 0xC7, 0xD2,
      0xB8, 0xD3, 0xB4, 0xCF, 0xB4, 0xC2, 0x0A,
    ]
    let front = String(repeating: Self.line, count: 1_200)
    let path = try folder.write("a.txt", Array(front.utf8) + older + Array(Self.line.utf8))
    let advice = try Geul.run("corpus", "inspect", path)
    expectSuccess(advice)
    #expect(advice.output.contains("[--encoding mixed]"))
    let (text, told) = try text(of: "a.txt", flags: ["--encoding", "mixed"])
    #expect(text == front + "비가 오는 날 할머니는\n" + Self.line)
    #expect(told.contains("read 1,201 lines of UTF-8, 1 line of CP949"))
  }

  /// The same bytes are another text where the file's ending says that they are something else.
  @Test func anotherEndingIsAnotherText() throws {
    let page = Array("<d><script>하나</script>\n<p>둘</p></d>".utf8)
    for name in ["a.xml", "a.html"] { try folder.write(name, page) }
    let (first, _) = try text(of: "a.xml", flags: ["--text-of", "html"])
    let (second, told) = try text(of: "a.html", flags: ["--text-of", "html"])
    #expect(first.contains("하나") && !second.contains("하나"), "\(told)")
  }
}
