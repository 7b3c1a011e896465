import Foundation
import Testing

/// `--model ngram` from the command line.
@Suite struct NGramCommandTests {
  @Test func trainsScoresWritesAndSearches() throws {
    let folder = try TemporaryFolder()
    let corpus = try folder.write("corpus.txt", Sample.korean)
    let run = folder.path("run")
    let trained = try Geul.run(
      "train", corpus, "--out", run, "--model", "ngram", "--order", "4", "--json")
    expectSuccess(trained)
    let events = try Events(trained)
    let start = try events.first("start")
    #expect(try start.string(at: "model") == "ngram")
    #expect(try start.integer(at: "order") == 4)
    #expect(try start.string(at: "smoothing") == "kneser-ney")
    let finished = try events.first("finished")
    #expect(try finished.integer(at: "parameters") > 100)
    let scored = try Geul.run("eval", run, "--json")
    expectSuccess(scored)
    let best = try finished.member(at: "best").number(at: "nats_per_symbol")
    #expect(try abs(Events(scored).lines[0].number(at: "nats_per_symbol") - best) < 1e-9)
    for flags in [["--temperature", "0"], ["--beam", "3"], ["--count", "2"]] {
      let written = try Geul.run(["generate", run, "--prompt", "비가 ", "--length", "40"] + flags)
      expectSuccess(written)
      #expect(written.output.contains("부두"))
    }
    let talk = try Geul.run(
      ["repl", run], input: Array("/score 비가 늦게\n/next 3\n/quit\n".utf8))
    expectSuccess(talk)
    #expect(talk.output.contains("bits"))
    for command in ["eval", "generate", "repl"] {
      expectRefusal(
        try Geul.run(command, run, "--precision", "fp32"), 64, saying: ["--precision", "ngram"])
    }
    expectSuccess(try Geul.run("train", "--resume", "--out", run))
    expectRefusal(
      try Geul.run("train", "--resume", "--out", run, "--order", "3"), 64, saying: ["--order"])
    expectRefusal(
      try Geul.run("train", "--resume", "--out", run, "--hidden", "3"), 64,
      saying: ["--hidden", "--model lstm"])
  }

  @Test func benchTimesIt() throws {
    for task in ["train", "eval", "generate"] {
      let result = try Geul.run(
        "bench", "--model", "ngram", "--order", "2", "--task", task, "--steps", "1", "--json")
      expectSuccess(result)
      let figures = try Events(result).lines[0]
      #expect(try figures.number(at: "symbols_per_second") > 0)
      #expect(try figures.optionalNumber(at: "gflops") == nil)
    }
  }

  /// A table by model holds what only that one takes, and is of no concern to the others.
  @Test func aConfigurationHasATableForEachModel() throws {
    let folder = try TemporaryFolder()
    let corpus = try folder.write("corpus.txt", Sample.english)
    let file = try folder.write(
      "run.toml",
      """
      json = true
      validation = 0.2
      [ngram]
      order = 2
      smoothing = "witten-bell"
      [rnn]
      activation = "relu"
      hidden = 7
      [window]
      window = 3
      hidden = 6
      """)
    func start(_ flags: String...) throws -> CommandResult {
      try Geul.run(
        [
          "train", corpus, "--config", file, "--out",
          folder.path("run-" + (flags.count > 1 ? flags[1] : "")),
        ] + flags)
    }
    let counted = try Events(try start("--model", "ngram")).first("start")
    #expect(try counted.integer(at: "order") == 2)
    #expect(try counted.string(at: "smoothing") == "witten-bell")
    let plain = try Events(try start("--model", "rnn", "--steps", "2", "--threads", "1"))
    #expect(try plain.first("start").string(at: "activation") == "relu")
    #expect(try plain.first("start").integer(at: "hidden") == 7)
    let window = try Events(try start("--model", "window", "--steps", "2", "--threads", "1"))
    #expect(try window.first("start").integer(at: "window") == 3)
    #expect(try window.first("start").integer(at: "hidden") == 6)
    let other = try Events(
      try start(
        "--model", "gru", "--steps", "2", "--threads", "1", "--hidden", "5", "--layers", "1"))
    #expect(try other.first("start").integer(at: "hidden") == 5)
  }

  /// A run that goes on has the table of its own model, which is the one that it began with.
  @Test func aTableIsTheRunsOwnWhenItGoesOn() throws {
    let folder = try TemporaryFolder()
    let corpus = try folder.write("corpus.txt", Sample.english)
    let file = try folder.write("run.toml", "[ngram]\norder = 2\n[rnn]\nhidden = 7")
    let flags = ["--config", file, "--out", folder.path("run")]
    expectSuccess(try Geul.run(["train", corpus, "--model", "ngram"] + flags))
    expectSuccess(try Geul.run(["train", "--resume"] + flags))
    _ = try folder.write("run.toml", "[ngram]\norder = 7")
    expectRefusal(try Geul.run(["train", "--resume"] + flags), 64, saying: ["--order"])
    expectRefusal(
      try Geul.run(["train", "--resume", "--out", folder.path("run"), "--pseudocount", "0.1"]), 64,
      saying: ["--smoothing add-k"])
    expectRefusal(
      try Geul.run(["train", "--resume", "--out", folder.path("run"), "--precision", "auto"]), 64,
      saying: ["--precision"])
  }

  @Test func aTableRefusesWhatItsModelDoesNotTake() throws {
    let folder = try TemporaryFolder()
    let corpus = try folder.write("corpus.txt", Sample.english)
    for (table, named) in [
      ("[ngram]\nhidden = 3", "hidden"), ("[ngram]\nordre = 3", "'order'"),
      ("[ngrm]\norder = 3", "[ngram]"), ("[train]\nhidden = 8", "tables that are models"),
      ("[gru]\nhidden = \"many\"", "[gru]"),
    ] {
      let file = try folder.write("run.toml", table)
      expectRefusal(
        try Geul.run("train", corpus, "--config", file), 65, saying: [named])
    }
  }
}
