import Foundation
import Testing

/// A run's folder has one writer, whom readers need not wait for.
@Suite struct OneWriterTests {
  private func endless(_ corpus: String, _ path: String, _ flags: [String] = []) -> [String] {
    ["train", corpus, "--out", path, "--json"] + TrainedRun.sizes + [
      "--steps", "100000000", "--evaluate-every", "100000000",
    ] + flags
  }

  private static func hasSteps(_ child: ChildProcess) -> Bool {
    String(decoding: child.output, as: UTF8.self).contains("\"step\":20,")
  }

  @Test func aSecondWriterIsToldWhoHasTheFolder() throws {
    let folder = try TemporaryFolder()
    let corpus = try folder.write("corpus.txt", Sample.korean)
    let path = folder.path("run")
    let first = try Geul.start(endless(corpus, path, ["--save-every", "5"]))
    _ = try first.wait { Self.hasSteps($0) }
    for second in [
      ["train", corpus, "--out", path] + TrainedRun.sizes, ["train", "--resume", "--out", path],
      ["train", corpus, "--out", path, "--model", "ngram"],
    ] {
      expectRefusal(try Geul.run(second), 75, saying: [path, "in use by process \(first.process)"])
    }
    first.send(SIGTERM)
    #expect(try first.finish().status == 143)
    expectSuccess(try Geul.run("runs", "verify", path))
    expectSuccess(try Geul.run("train", "--resume", "--out", path, "--steps", "1", "--quiet"))
  }

  /// The system gives back what a killed process had.
  @Test func aKilledWriterKeepsNobodyOut() throws {
    let folder = try TemporaryFolder()
    let corpus = try folder.write("corpus.txt", Sample.english)
    let path = folder.path("run")
    let first = try Geul.start(endless(corpus, path, ["--save-every", "5"]))
    _ = try first.wait { Self.hasSteps($0) }
    first.send(SIGKILL)
    #expect(try first.finish().status == -SIGKILL)
    let second = try Geul.start(["train", "--resume", "--out", path, "--json"])
    _ = try second.wait { !$0.output.isEmpty }
    second.send(SIGINT)
    #expect(try second.finish().status == 130)
  }

  /// Every step a checkpoint, of which one is kept: each reader finds one, and reads it whole.
  @Test func readersOfARunThatIsTrainedNeverFail() throws {
    let folder = try TemporaryFolder()
    let corpus = try folder.write("corpus.txt", Sample.english)
    let path = folder.path("run")
    let writer = try Geul.start(endless(corpus, path, ["--save-every", "1"]))
    _ = try writer.wait { Self.hasSteps($0) }
    for attempt in 1...40 {
      // What was told meanwhile must not fill the pipe.
      try writer.wait(.milliseconds(1))
      let which = attempt % 2 == 0 ? "latest" : "best"
      let result = try Geul.run("generate", path, "--which", which, "--length", "2")
      #expect(result.status == 0, "\(attempt): \(result.errors)")
    }
    writer.send(SIGTERM)
    #expect(try writer.finish().status == 143)
  }
}
