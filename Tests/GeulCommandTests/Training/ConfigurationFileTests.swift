import GeulStorage
import Testing

/// `--config FILE.toml`.
@Suite struct ConfigurationFileTests {
  let folder: TemporaryFolder
  let corpus: String

  init() throws {
    folder = try TemporaryFolder()
    corpus = try folder.write("corpus.txt", Sample.english)
  }

  private func train(_ toml: String, flags: [String] = []) throws -> CommandResult {
    let file = try folder.write("run.toml", toml)
    return try Geul.run(
      ["train", corpus, "--config", file] + flags, folder: folder.path)
  }

  @Test func keysApplyAndFlagsWin() throws {
    let result = try train(
      """
      # a small model
      out = "here"
      model = "gru"
      layers = 1
      hidden = 12
      embedding = "onehot"
      learning-rate = 1e-3
      evaluate_every = 2
      steps = 4
      batch = 2
      sequence = 8
      clip = 0
      precision = "fp32"
      threads = 1
      json = true
      quiet = false
      """, flags: ["--hidden", "5", "--steps", "6"])
    expectSuccess(result)
    let events = try Events(result)
    let start = try events.first("start")
    #expect(try start.string(at: "model") == "gru")
    #expect(try start.string(at: "embedding") == "onehot")
    #expect(try start.integer(at: "hidden") == 5)
    #expect(try start.string(at: "out") == "here")
    #expect(try events.all("step").count == 6)
    #expect(try events.all("evaluation").map { try $0.integer(at: "step") } == [2, 4, 6])
    #expect(try events.first("step").number(at: "learning_rate") == 1e-3)
    #expect(try names(in: folder.path("here")).contains("run.json"))
  }

  @Test(arguments: [
    ("hiden = 8", "'hiden'", "'hidden'"), ("learning_rat = 8", "'learning_rat'", "'learning-rate'"),
    ("Hidden = 8", "'Hidden'", "'hidden'"),
  ])
  func unknownKeySuggestsTheNearest(_ toml: String, _ key: String, _ nearest: String) throws {
    expectRefusal(try train(toml), 65, saying: ["run.toml", key, nearest])
  }

  @Test(arguments: [
    "resume = true", "config = \"other.toml\"", "corpus = \"c\"",
  ])
  func keysThatAreNoFlagsOfARun(_ toml: String) throws {
    expectRefusal(try train(toml), 65, saying: ["run.toml", "expected keys that are flags"])
  }

  @Test(arguments: [
    ("hidden = true", "hidden"), ("hidden = \"many\"", "hidden"), ("hidden = 8.5", "hidden"),
    ("hidden = [8]", "hidden"), ("hidden = { size = 8 }", "hidden"), ("dropout = \"\"", "dropout"),
    ("model = 3", "model"), ("json = 1", "json"), ("json = \"yes\"", "json"),
    ("seed = -1", "seed"),
  ])
  func wrongType(_ toml: String, _ key: String) throws {
    expectRefusal(try train(toml), 65, saying: ["run.toml", key])
  }

  @Test(arguments: [("steps = 3\nhidden = = 8\n", 2), ("a = 1\na = 2", 2), ("out = \"no end\n", 1)])
  func syntaxErrorHasItsLine(_ toml: String, _ line: Int) throws {
    expectRefusal(try train(toml), 65, saying: ["run.toml", "line \(line)"])
  }

  /// What the parser would end the program at.
  @Test(arguments: [
    "[가]", "[=]", "[.]", "[\u{1}\nx]", "[ \n]", "[[é", "steps = 3\n  [ #]\n", "[(", "[\r\n]",
    "[[\n", "a = 1\r[=]", "\u{A0}[#]", "a = 1\u{2028}[=]", "[\t\n]", "[\u{7F}]", "[ [x]]",
  ])
  func aHeaderWithoutAName(_ toml: String) throws {
    expectRefusal(try train(toml), 65, saying: ["run.toml", "line", "expected a table's name"])
  }

  /// Some that are no times end the parser, so none is handed to it.
  @Test(arguments: [
    "out = 2026-01-02", "l= 3----a--lr 0 =0#", "a.b.c = [1, { d = 1979-05-27T+:r", "x = 09:30",
    "# \"\nx = '''a\n''' \ny = 1979-05-27T",
  ])
  func aTimeIsNoValue(_ toml: String) throws {
    let line = toml.split(separator: "\n", omittingEmptySubsequences: false).count
    expectRefusal(
      try train(toml), 65,
      saying: ["run.toml: line \(line): ", "found ", "put text in quotation marks"])
  }

  @Test(arguments: [
    "a = [1, }", "a = [#\n}", "a = [{b = [}]}]", "cua.b.c = [1,\n}a\"ue\no 05c", "}",
  ])
  func aBraceThatClosesABracket(_ toml: String) throws {
    expectRefusal(try train(toml), 65, saying: ["run.toml: line ", "found }"])
  }

  @Test func aTimeInTextIsText() throws {
    let toml =
      "# 2026-01-02 09:30\nname = \"2026-01-02T09:30 \\\" 1979-05-27T+\"\nsteps = 'x 09:30'\n"
    let result = try train(toml)
    #expect(result.status != 0 && !result.errors.contains("put text in"), "\(result.errors)")
  }

  @Test func aBracketAtTheEndIsAFaultOfTheParsersOwn() throws {
    for toml in ["[", "[[", "[]", "[ ]", "steps = 3\n["] {
      expectRefusal(try train(toml), 65, saying: ["run.toml", "line"])
    }
  }

  /// A key of so many parts that to descend through them would take more than a thread's stack.
  @Test(arguments: ["", "[", "[["])
  func aKeyWithoutEnd(_ opening: String) throws {
    let key = Array(repeating: "a", count: 30_000).joined(separator: ".")
    expectRefusal(
      try train(opening + key), 65, saying: ["run.toml", "at most 1000 full stops, found 29999"])
  }

  @Test func aZeroByteAndAFileTooLong() throws {
    expectRefusal(try train("steps = 3\n\0hidden = 8"), 65, saying: ["run.toml", "UTF-8"])
    let long = String(repeating: "# a comment\n", count: 6_000)
    expectRefusal(try train(long), 65, saying: ["run.toml", "at most 65536 bytes"])
  }

  @Test func notUTF8() throws {
    let file = try folder.write("bad.toml", Array("out = \"".utf8) + [0xFF, 0x22])
    expectRefusal(
      try Geul.run("train", corpus, "--config", file), 65, saying: ["bad.toml", "UTF-8"])
  }

  @Test func missingFile() throws {
    expectRefusal(
      try Geul.run("train", corpus, "--config", folder.path("no.toml")), 66, saying: ["no.toml"])
  }

  @Test func valuesOutOfRangeAreToldToo() throws {
    let result = try train("hidden = 0")
    #expect(result.status == 64)
    #expect(result.errors.contains("hidden"))
  }

  /// What is wrong with a value is told of the key, where nobody typed the flag.
  @Test(
    arguments: [
      ("pseudocount = 0.5\n", 64, "run.toml: pseudocount: --pseudocount belongs to --model ngram"),
      (
        "model = \"ngram\"\n[ngram]\npseudocount = 0.5\n", 64,
        "run.toml: [ngram] pseudocount: --pseudocount belongs to"
      ),
      ("threads = 1000\n", 64, "run.toml: threads: --threads must be from 1 to 256, not 1000"),
      ("learning-rate = -0.5\n", 64, "run.toml: learning-rate: --learning-rate must be above 0"),
      ("momentum = 0.5\n", 64, "run.toml: momentum: --momentum belongs to --optimizer sgd"),
      ("seed = -3\n", 65, "run.toml: seed: --seed must be from 0"),
      ("encoding = \"nonsense\"\n", 64, "run.toml: encoding: expected the name"),
      ("hidden = \"x\"\n", 65, "run.toml: hidden: "),
    ] as [(String, Int32, String)])
  func theKeyIsNamed(_ toml: String, _ status: Int32, _ message: String) throws {
    let result = try train(toml)
    expectRefusal(result, status, saying: [message])
    #expect(!result.errors.contains("geul: --"))
  }

  @Test func whatWasTypedIsToldAsTyped() throws {
    let result = try train("momentum = 0.5\n", flags: ["--momentum", "0.6"])
    expectRefusal(result, 64, saying: ["geul: --momentum belongs to"])
  }
}
