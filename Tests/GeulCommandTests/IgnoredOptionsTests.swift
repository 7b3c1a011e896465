import Foundation
import Testing

/// Options that nothing would come of are refused, and told what they belong to.
@Suite struct IgnoredOptionsTests {
  @Test func whatWouldBeIgnoredIsRefused() throws {
    let run = try TrainedRun(Sample.english, flags: ["--steps", "4"])
    let checkpoint = try #require(
      try FileManager.default.contentsOfDirectory(atPath: run.path).first {
        $0.hasPrefix("step-")
      })
    for command in ["generate", "repl", "eval"] {
      expectRefusal(
        try Geul.run(command, run.path + "/" + checkpoint + "/", "--which", "latest"), 64,
        saying: ["--which", "run"])
    }
    let tokens = run.path + "/corpus.tokens"
    for option in ["--encoding=utf-8", "--invalid=skip"] {
      expectRefusal(
        try Geul.run("eval", run.path, tokens, option), 64,
        saying: [String(option.prefix { $0 != "=" }), "token file"])
    }
    for text in [[run.corpus], ["--split", "train"]] {
      expectRefusal(
        try Geul.run(["eval", run.path, "--lanes", "1", "--warm-up", "5"] + text), 64,
        saying: ["--warm-up"])
    }
    // Of the validation text, one lane does read what stands before it.
    expectSuccess(try run.run("eval", "--lanes", "1", "--warm-up", "5"))
    expectSuccess(try run.run("eval", run.corpus, "--lanes", "1", "--warm-up", "0"))
  }

  /// What the chosen model, optimizer or task would ignore, and whose it is.
  @Test(arguments: [
    (["train", "corpus.txt", "--activation", "relu"], "--model rnn"),
    (["train", "corpus.txt", "--model", "gru", "--activation", "tanh"], "--model rnn"),
    (["train", "corpus.txt", "--window", "4"], "--model window"),
    (["train", "corpus.txt", "--model", "rnn", "--window", "4"], "--model window"),
    (["train", "corpus.txt", "--model", "window", "--window", "0"], "--window must be 1 to 4096"),
    (["bench", "--all", "--hidden", "64"], "--hidden"),
    (["bench", "--steps", "3", "--all"], "--steps"),
    (["bench", "--model", "gru", "--window", "4"], "--model window"),
    (["train", "corpus.txt", "--model", "ngram", "--hidden", "8"], "--model lstm"),
    (["train", "corpus.txt", "--model", "ngram", "--epochs", "3"], "by gradient"),
    (["train", "corpus.txt", "--model", "ngram", "--precision", "fp32"], "by gradient"),
    (["train", "corpus.txt", "--model", "ngram", "--chunks", "reset"], "by gradient"),
    (["train", "corpus.txt", "--order", "2"], "--model ngram"),
    (["train", "corpus.txt", "--model", "ngram", "--order=-1"], "--order must be 0 to 31"),
    (["train", "corpus.txt", "--model", "ngram", "--pseudocount", "1"], "--smoothing add-k"),
    (["bench", "--model", "ngram", "--batch", "4"], "by gradient"),
    (["bench", "--model", "ngram", "--task", "eval", "--precision", "int8"], "multiply"),
    (["train", "corpus.txt", "--weight-decay", "0.1"], "--optimizer adamw"),
    (["train", "corpus.txt", "--optimizer", "adamw", "--momentum", "0.5"], "--optimizer sgd"),
    (["bench", "--model", "lstm", "--activation", "relu"], "--model rnn"),
    (["bench", "--task", "generate", "--batch", "4"], "--task train"),
    (["bench", "--task", "generate", "--sequence", "4"], "--task train"),
    (["bench", "--task", "eval", "--filters"], "--task generate"),
  ])
  func whatHasNoPartIsNamedWithItsOwner(arguments: [String], owner: String) throws {
    let folder = try TemporaryFolder()
    _ = try folder.write("corpus.txt", Sample.english)
    expectRefusal(try Geul.run(arguments, folder: folder.path), 64, saying: [owner])
    #expect(try names(in: folder.path) == ["corpus.txt"])
  }

  /// Both spellings of warm-up are understood wherever there is one, and one is shown.
  @Test(arguments: ["train", "eval"])
  func warmUpIsSpelledOneWay(command: String) throws {
    let help = try Geul.run(command, "--help").output
    #expect(help.contains("--warm-up") && !help.contains("--warmup"))
    for spelling in ["--warm-up", "--warmup"] {
      let result = try Geul.run(command, "somewhere", spelling + "=-1")
      #expect(result.status == 64 && result.errors.contains("--warm-up"), "\(result.errors)")
    }
  }
}
