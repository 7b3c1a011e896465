import Foundation
import Testing

/// What is said where no model is named, or none is there.
@Suite struct ModelAdviceTests {
  private static let commands = ["generate", "eval", "repl"]

  /// A folder in which a run is `checkpoints/moon`.
  private func home() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write("moon.txt", Sample.english)
    let flags = TrainedRun.sizes + ["--steps", "3", "--quiet"]
    expectSuccess(try Geul.run(["train", "moon.txt"] + flags, folder: folder.path))
    return folder
  }

  @Test(arguments: commands) func withoutAModel(_ command: String) throws {
    let empty = try TemporaryFolder()
    expectRefusal(
      try Geul.run([command], folder: empty.path), 64, saying: ["geul train FILE"])
    let folder = try home()
    expectRefusal(
      try Geul.run([command], folder: folder.path), 64, saying: ["checkpoints/moon"])
  }

  @Test func aFolderOfRunsIsListed() throws {
    let folder = try home()
    let counted = ["train", "moon.txt", "--model", "ngram", "--out", "checkpoints/sun", "--quiet"]
    expectSuccess(try Geul.run(counted, folder: folder.path))
    for command in Self.commands {
      let result = try Geul.run([command, "checkpoints/"], input: [], folder: folder.path)
      #expect(result.status == 66 && result.output.isEmpty)
      for part in ["checkpoints/moon", "lstm", "checkpoints/sun", "ngram", " nats ", "name one"] {
        #expect(result.errors.contains(part), "\(result.errors)")
      }
    }
  }

  @Test func namesThatAreNearOne() throws {
    let folder = try home()
    for name in ["moon", "checkpoints/mon", "checkpoints/moom"] {
      expectRefusal(
        try Geul.run(["generate", name], folder: folder.path), 66,
        saying: ["did you mean checkpoints/moon?"])
    }
    expectRefusal(
      try Geul.run(["generate", "moon.txt"], folder: folder.path), 66,
      saying: ["moon.txt", "no run or checkpoint"])
  }

  /// A file of a checkpoint stands for it, and so does `.` for where one stands.
  @Test func filesAndPlacesOfARun() throws {
    let folder = try home()
    let run = folder.path("checkpoints/moon")
    let step = "step-00000003"
    let expected = try Geul.run("generate", run, "--length", "9").output
    #expect(!expected.isEmpty)
    for (name, place) in [
      ("\(run)/\(step)/model.safetensors", ""), ("\(run)/\(step)/config.json", ""),
      ("\(run)/\(step)/tokenizer.json", ""), ("\(run)/run.json", ""), (".", "/" + step),
      ("model.safetensors", "/" + step), (".", ""), ("..", "/" + step),
    ] {
      let result = try Geul.run(["generate", name, "--length", "9"], folder: run + place)
      expectSuccess(result)
      #expect(result.output == expected, "\(name) in \(place)")
    }
    expectSuccess(try Geul.run(["eval", "config.json"], folder: "\(run)/\(step)"))
    expectSuccess(try Geul.run(["runs", "verify", "."], folder: "\(run)/\(step)"))
    expectSuccess(try Geul.run("runs", "verify", "\(run)/\(step)/model.safetensors"))
    let again = [
      "train", "moon.txt", "--vocabulary", "\(run)/\(step)/model.safetensors", "--steps", "1",
    ]
    expectSuccess(
      try Geul.run(again + TrainedRun.sizes + ["--out", "again"], folder: folder.path))
    expectRefusal(
      try Geul.run("generate", "\(run)/\(step)/config.json", "--which", "best"), 64,
      saying: ["--which"])
  }

  /// The run is named as the folder is really called.
  @Test func foldersAreCalledByTheirRealNames() throws {
    let folder = try TemporaryFolder()
    try folder.write("v1.real/in/text.txt", Sample.english)
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("link"), withDestinationPath: "v1.real")
    let flags = TrainedRun.sizes + ["--steps", "1", "--quiet"]
    for (name, place) in [
      (".", "v1.real"), ("./", "v1.real"), ("..", "v1.real/in"), ("../v1.real/", "v1.real"),
      ("link", "."), ("link/.", "."), ("v1.real/in/..", "."),
    ] {
      let runs = folder.path(place) + "/checkpoints"
      expectSuccess(try Geul.run(["train", name] + flags, folder: folder.path(place)))
      #expect(try names(in: runs) == ["v1.real"], "\(name) in \(place)")
      try FileManager.default.removeItem(atPath: runs)
    }
  }

  /// A run in training that has nothing yet, and then has.
  @Test func aRunThatIsTrained() throws {
    let folder = try TemporaryFolder()
    let corpus = try folder.write("corpus.txt", String(repeating: Sample.english, count: 40))
    let run = folder.path("run")
    let child = try Geul.start(
      ["train", corpus, "--out", run, "--quiet", "--steps", "100000000"] + TrainedRun.sizes
        + ["--evaluate-every", "1000000", "--save-every", "2s"])
    let hasBegun = try child.wait { _ in
      FileManager.default.fileExists(atPath: run + "/log.jsonl")
    }
    try #require(hasBegun)
    let early = try Geul.run("generate", run)
    if early.status != 0 {
      expectRefusal(early, 66, saying: ["has no checkpoint yet", "process \(child.process)"])
    }
    var result = early
    let deadline = ContinuousClock.now + .patience
    while result.status != 0, ContinuousClock.now < deadline {
      usleep(100_000)
      result = try Geul.run("generate", run, "--length", "5")
    }
    expectSuccess(result)
    child.send(SIGINT)
    #expect(try child.finish().status == 130)
  }
}
