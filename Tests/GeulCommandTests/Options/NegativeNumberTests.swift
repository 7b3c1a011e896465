import Testing

@testable import geul

/// Numbers below zero behind an option are its value.
@Suite struct NegativeNumberTests {
  @Test(arguments: [
    ("generate m --temperature -1 --json", "generate m --temperature=-1 --json"),
    ("generate --length -.5 m", "generate --length=-.5 m"),
    ("generate m --top-p -1e3 --seed -7", "generate m --top-p=-1e3 --seed=-7"),
    ("repl m --temperature -inf", "repl m --temperature=-inf"),
    ("corpus synthesize --length -1", "corpus synthesize --length=-1"),
    // Text as it is, what has no value, what is no number, and what stands behind the end of options.
    ("generate m --prompt -1 --stop -2", "generate m --prompt -1 --stop -2"),
    ("generate m --prompt --seed -1", "generate m --prompt --seed -1"),
    ("generate m --json -1", "generate m --json -1"),
    ("generate m --length -n", "generate m --length -n"),
    ("generate m -- --length -1", "generate m -- --length -1"),
    ("generate m --length 1", "generate m --length 1"),
  ])
  func areJoinedToTheirOptions(_ line: String, _ joined: String) throws {
    let words = line.split(separator: " ").map(String.init)
    #expect(try GivenArguments.joined(words) == joined.split(separator: " ").map(String.init))
  }

  @Test(arguments: [
    ("--temperature -1", "--temperature must be from 0 to 100, not -1"),
    ("--temperature -inf", "--temperature must be from 0 to 100, not -inf"),
    ("--temperature -.5", "--temperature must be from 0 to 100, not -0.5"),
    ("--seed -1", "--seed must be from 0 to 9223372036854775807, not -1"),
    ("--length -1", "--length must be at least 0, not -1"),
    ("--length -1e3", "--length must be a whole number, not -1e3"),
    ("--top-p -1", "--top-p must be above 0 and at most 1, not -1"),
    ("--top-k -1", "--top-k must be at least 1, not -1"),
    ("--count -1", "--count must be from 1"), ("--threads -1", "--threads must be from 1 to 256"),
  ])
  func generateTellsTheRange(_ option: String, _ message: String) throws {
    let run = try TrainedRun()
    let words = option.split(separator: " ").map(String.init)
    expectRefusal(try Geul.run(["generate", run.path] + words), 64, saying: [message])
  }

  /// Every numeric option of every command says what it takes, and none is "missing".
  @Test func everyOptionOfEveryCommand() throws {
    let folder = try TemporaryFolder()
    let corpus = try folder.write("corpus.txt", Sample.english)
    let needs: [String: [String]] = [
      "window": ["--model", "window"], "order": ["--model", "ngram"],
      "momentum": ["--optimizer", "sgd"], "weight-decay": ["--optimizer", "adamw"],
      "pseudocount": ["--model", "ngram", "--smoothing", "add-k"],
    ]
    for option in [
      "layers", "hidden", "embedding", "window", "order", "dropout", "pseudocount", "validation",
      "test", "batch", "sequence", "epochs", "steps", "minutes", "learning-rate", "warm-up", "clip",
      "weight-decay", "momentum", "threads", "seed", "evaluate-every", "save-every", "keep",
      "sample-every", "minimum-count", "vocabulary-size",
    ] {
      let words = ["train", corpus, "--out", folder.path("run"), "--" + option, "-1"]
      let result = try Geul.run(words + (needs[option] ?? []))
      expectRefusal(result, 64, saying: ["--\(option) must be", "not -1"])
    }
    for option in ["steps", "batch", "sequence", "vocabulary", "hidden"] {
      expectRefusal(
        try Geul.run("bench", "--" + option, "-2"), 64, saying: ["--\(option) must be", "not -2"])
    }
    for option in ["length", "seed", "symbols", "order", "concentration"] {
      expectRefusal(
        try Geul.run("corpus", "synthesize", "--" + option, "-2"), 64,
        saying: ["--\(option) must be", "not -2"])
    }
    #expect(try names(in: folder.path) == ["corpus.txt"])
  }
}
