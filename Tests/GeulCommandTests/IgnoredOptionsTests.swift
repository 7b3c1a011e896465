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
        try Geul.run("eval", run.path, tokens, option), 64, saying: ["--encoding", "token file"])
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
}
