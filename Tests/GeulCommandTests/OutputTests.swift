import GeulStorage
import Testing

/// Folders that cannot be written, and checkpoints that cannot be read.
@Suite struct OutputTests {
  @Test func belowARegularFileNothingCanBeCreated() throws {
    let folder = try TemporaryFolder()
    let corpus = try folder.write("corpus.txt", Sample.english)
    for out in [corpus + "/run", corpus] {
      let result = try Geul.run(["train", corpus, "--out", out] + TrainedRun.sizes)
      expectRefusal(result, 73, saying: ["corpus.txt"])
    }
    #expect(try bytes(of: corpus) == Array(Sample.english.utf8))
  }

  @Test func aRunThatCannotBeginLeavesNoFolder() throws {
    let folder = try TemporaryFolder()
    let corpus = try folder.write("corpus.txt", Array("text".utf8) + [0xFF, 0x0A])
    func refuse(_ out: String) throws {
      let result = try Geul.run([
        "train", corpus, "--out", folder.path(out), "--encoding", "utf-8",
      ])
      expectRefusal(result, 65, saying: [corpus])
    }
    try refuse("runs/new/")
    #expect(try names(in: folder.path) == ["corpus.txt"])
    // What was there before, empty or not, stays.
    try folder.write("runs/note.txt", "mine")
    try refuse("runs/new")
    #expect(try names(in: folder.path("runs")) == ["note.txt"])
  }

  @Test func aRunIsNotOverwritten() throws {
    let run = try TrainedRun()
    let before = try names(in: run.path)
    let result = try Geul.run(["train", run.corpus, "--out", run.path] + TrainedRun.sizes)
    expectRefusal(result, 73, saying: [run.path, "--resume", "--out"])
    #expect(try names(in: run.path) == before)
  }

  @Test func aFileThatMayNotGrowIsAnInputOutputFailure() throws {
    let folder = try TemporaryFolder()
    let corpus = try folder.write("corpus.txt", Sample.english)
    // The signal for an exceeded limit is ignored, so that writing fails as on a full disk.
    let result = try Geul.shell(
      "trap '' XFSZ; ulimit -f 40; exec \"$0\" train \"$1\" --out \"$2\" --steps 2 --quiet",
      [corpus, folder.path("run")])
    #expect(result.status == 74, "\(result.errors)")
    #expect(result.errors.contains(folder.path("run")))
    #expect(
      try names(in: folder.path("run")) == [
        ".lock", "corpus.tokens", "log.jsonl", "metrics.jsonl", "run.json",
      ])
  }

  @Test func fullStandardOutput() throws {
    let run = try TrainedRun()
    for rest in ["--json", "--length 2000"] {
      let result = try Geul.shell("\"$0\" generate \"$1\" \(rest) > /dev/full", [run.path])
      expectRefusal(result, 74, saying: ["standard output"])
    }
  }

  @Test(
    arguments: ["config.json", "tokenizer.json", "model.safetensors"], ["cut", "empty", "noise"])
  func damagedCheckpointsAreNamed(_ file: String, _ damage: String) throws {
    let run = try TrainedRun()
    let name = "run/step-00000012/" + file
    let good = try bytes(of: run.folder.path(name))
    let bad: [UInt8] =
      switch damage {
      case "cut": Array(good.dropLast(good.count / 2))
      case "empty": []
      default: good.map { $0 ^ 0x55 }
      }
    try run.folder.write(name, bad)
    for subcommand in ["generate", "eval", "repl"] {
      expectRefusal(try run.run(subcommand), 65, saying: [file])
    }
    let resumed = try Geul.run("train", "--resume", "--out", run.path, "--quiet")
    #expect(resumed.status == 65)
    #expect(resumed.errors.contains(file), "\(resumed.errors)")
  }

  @Test(arguments: ["config.json", "tokenizer.json"])
  func missingFilesOfACheckpointAreNamed(_ file: String) throws {
    let run = try TrainedRun()
    let moved = try Geul.shell(
      "mv \"$1\" \"$2\"",
      [
        run.path + "/step-00000012/" + file, run.folder.path("elsewhere"),
      ])
    expectSuccess(moved)
    expectRefusal(try run.run("generate"), 66, saying: [file])
  }

  @Test func otherSizesThanTheTensorsAreRefused() throws {
    let run = try TrainedRun()
    let name = "run/step-00000012/config.json"
    try run.unseal()
    let text = String(decoding: try bytes(of: run.folder.path(name)), as: UTF8.self)
    try run.folder.write(name, text.replacing("\"hidden\": 8", with: "\"hidden\": 9"))
    expectRefusal(try run.run("generate"), 65, saying: ["model.safetensors"])
  }

  @Test(arguments: [
    ("config.json", "\"validation\": 0.1", "\"validation\": 2"),
    ("config.json", "\"batch\": 4", "\"batch\": 0"),
    ("config.json", "\"hidden\": 8", "\"hidden\": 60000"),
    ("training.json", "\"chunk\": 12", "\"chunk\": 99999"),
    ("training.json", "\"step\": 12,", "\"step\": 9223372036854775807,"),
    ("training.json", "\"lanes\": 4", "\"lanes\": 5"),
  ])
  func numbersThatNoRunCanHave(_ file: String, _ good: String, _ bad: String) throws {
    let run = try TrainedRun()
    let name = "run/step-00000012/" + file
    try run.unseal()
    let text = String(decoding: try bytes(of: run.folder.path(name)), as: UTF8.self)
    try #require(text.contains(good), "\(text)")
    try run.folder.write(name, text.replacing(good, with: bad))
    let resumed = try Geul.run("train", "--resume", "--out", run.path, "--steps", "20", "--quiet")
    #expect(resumed.status == 65)
    #expect(resumed.errors.contains("step-00000012/"), "\(resumed.errors)")
    if file == "config.json" { expectRefusal(try run.run("eval"), 65) }
  }

  /// The checkpoints know themselves which of them is the best.
  @Test func aRunWhoseIndexIsDamagedStillGenerates() throws {
    let run = try TrainedRun()
    let best = try run.run("generate", "--seed", "3").output
    for damage in ["", "{", "[]", "{\"best\": 1.5}"] {
      try run.folder.write("run/run.json", damage)
      let result = try run.run("generate", "--seed", "3")
      expectSuccess(result)
      #expect(result.output == best)
    }
    expectSuccess(try Geul.run("train", "--resume", "--out", run.path, "--steps", "13", "--quiet"))
    expectSuccess(try Geul.run("runs", "verify", run.path))
  }

  @Test func noEscapeSequencesWithoutATerminal() throws {
    let folder = try TemporaryFolder()
    let corpus = try folder.write("corpus.txt", Sample.english)
    for environment in [[:], ["TERM": "dumb"], ["TERM": "xterm", "NO_COLOR": "1"]] {
      let out = folder.path("run \(environment.count) \(environment["TERM"] ?? "")")
      let train = try Geul.run(
        ["train", corpus, "--out", out, "--steps", "30"] + TrainedRun.sizes,
        environment: environment)
      let eval = try Geul.run(["eval", out], environment: environment)
      for result in [train, eval] {
        expectSuccess(result)
        #expect(!result.errorBytes.contains(0x1B) && !result.errorBytes.contains(0x0D))
        #expect(!result.outputBytes.contains(0x1B))
      }
      #expect(train.output == out + "/step-00000030\n")
    }
  }
}
