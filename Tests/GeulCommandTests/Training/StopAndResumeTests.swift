import Foundation
import GeulStorage
import Testing

/// Stopped and resumed equals uninterrupted, in bits.
@Suite struct StopAndResumeTests {
  let folder: TemporaryFolder
  let corpus: String
  private let steps = 3000

  init() throws {
    folder = try TemporaryFolder()
    corpus = try folder.write("corpus.txt", Sample.english)
  }

  private var flags: [String] {
    TrainedRun.sizes + [
      "--steps", String(steps), "--dropout", "0.1", "--layers", "2", "--seed", "5",
      "--evaluate-every", "100", "--save-every", "1000", "--schedule", "plateau",
    ]
  }

  private func uninterrupted() throws -> [UInt8] {
    let path = folder.path("whole")
    expectSuccess(try Geul.run(["train", corpus, "--out", path, "--quiet"] + flags))
    return try model(path)
  }

  /// The last model of a run.
  private func model(_ run: String) throws -> [UInt8] {
    try bytes(of: run + "/step-0000\(steps)/model.safetensors")
  }

  @Test(arguments: [(SIGINT, 130), (SIGTERM, 143)] as [(Int32, Int32)])
  func aSignalSavesAndResumingIsExact(_ signal: Int32, _ status: Int32) throws {
    let path = folder.path("run")
    let child = try Geul.start(["train", corpus, "--out", path, "--json"] + flags)
    #expect(try child.wait { $0.output.count > 20_000 })
    child.send(signal)
    let stopped = try child.finish()
    #expect(stopped.status == status, "\(stopped.errors)")
    let finished = try #require(try Events(stopped).lines.last)
    let step = try finished.integer(at: "step")
    #expect(step > 50 && step < steps)
    #expect(try finished.bool(at: "interrupted"))
    #expect(try bytes(of: finished.string(at: "checkpoint") + "/model.safetensors").count > 100)

    let resumed = try Geul.run("train", "--resume", "--out", path, "--json")
    expectSuccess(resumed)
    let events = try Events(resumed)
    #expect(try events.first("start").integer(at: "step") == step)
    #expect(try events.first("step").integer(at: "step") == step + 1)
    #expect(try model(path) == uninterrupted())
  }

  /// Nearly all of this run's time is evaluation, so that is where the signals come.
  @Test func anEvaluationThatWasStoppedIsMadeUpFor() throws {
    let corpus = try folder.write("long.txt", String(repeating: Sample.english, count: 40))
    func flags(_ run: String) -> [String] {
      ["train", corpus, "--out", folder.path(run), "--json"] + TrainedRun.sizes + [
        "--steps", "8", "--validation", "0.97", "--evaluate-every", "1", "--schedule", "plateau",
        "--learning-rate", "0.5",
      ]
    }
    let whole = try Events(try Geul.run(flags("whole")))
    var evaluations: [JSONReader] = []
    var result = CommandResult(status: 130, outputBytes: [], errorBytes: [])
    for session in 0..<50 where result.status == 130 {
      let child = try Geul.start(
        session == 0 ? flags("run") : ["train", "--resume", "--out", folder.path("run"), "--json"])
      // Two lines, the start and a step or an evaluation, so that every session comes further.
      _ = try child.wait { $0.output.count { $0 == 0x0A } > 1 }
      child.send(SIGINT)
      result = try child.finish()
      evaluations += try Events(result).all("evaluation")
    }
    expectSuccess(result)
    func figures(_ events: [JSONReader]) throws -> [Double] {
      try events.map { try $0.number(at: "nats_per_symbol") }
    }
    #expect(try figures(evaluations) == figures(whole.all("evaluation")))
    let name = "/step-00000008/model.safetensors"
    #expect(try bytes(of: folder.path("run") + name) == bytes(of: folder.path("whole") + name))
  }

  @Test func aFinishedRunResumedIsDone() throws {
    let run = try TrainedRun()
    let before = try names(in: run.path)
    for _ in 0..<2 {
      let again = try Geul.run("train", "--resume", "--out", run.path)
      expectSuccess(again)
      #expect(again.output == run.path + "/step-00000012\n")
      #expect(try names(in: run.path) == before)
    }
    let longer = try Geul.run("train", "--resume", "--out", run.path, "--steps", "15", "--quiet")
    expectSuccess(longer)
    #expect(try names(in: run.path).contains("step-00000015"))
  }

  @Test func resumingRefuses() throws {
    let run = try TrainedRun()
    expectRefusal(
      try Geul.run("train", "--resume", "--out", run.path, "--hidden", "9"), 64,
      saying: ["--hidden", "--resume"])
    expectRefusal(
      try Geul.run("train", "--resume", "--out", run.folder.path("none")), 66, saying: ["none"])
    #expect(!FileManager.default.fileExists(atPath: run.folder.path("none")))
    // Another text, named, or in the place of one of which the run has no copy.
    let other = try run.folder.write("corpus.txt", Sample.english + "!")
    expectRefusal(
      try Geul.run("train", other, "--resume", "--out", run.path), 65,
      saying: ["corpus.txt", "symbols"])
    try FileManager.default.removeItem(atPath: run.path + "/corpus.tokens")
    expectRefusal(
      try Geul.run("train", "--resume", "--out", run.path), 65, saying: ["corpus.txt", "symbols"])
    #expect(!FileManager.default.fileExists(atPath: run.path + "/corpus.tokens"))
  }

  /// The choice of chunks is kept with the run, said in its events, and cannot be changed on the way.
  @Test(arguments: ["carried", "reset", "random"])
  func chunksAreKept(order: String) throws {
    let folder = try TemporaryFolder()
    let corpus = try folder.write("corpus.txt", Sample.english)
    let config = try folder.write("chunks.toml", "chunks = \"\(order)\"\n")
    func train(_ run: String, _ flags: [String]) throws -> Events {
      let result = try Geul.run(["train", "--out", folder.path(run), "--json"] + flags)
      expectSuccess(result)
      return try Events(result)
    }
    // A mean would depend on where a run was scored, and one that ends is scored at its end.
    let sizes =
      [corpus, "--config", config] + TrainedRun.sizes
      + ["--schedule", "constant", "--average", "none"]
    let whole = try train("whole", sizes + ["--steps", "15"])
    #expect(try whole.first("start").string(at: "chunks") == order)
    _ = try train("run", sizes + ["--steps", "7"])
    let resumed = try train("run", ["--resume", "--steps", "15"])
    #expect(try resumed.first("start").string(at: "chunks") == order)
    let name = "/step-00000015/model.safetensors"
    #expect(try bytes(of: folder.path("run") + name) == bytes(of: folder.path("whole") + name))
    let other = order == "reset" ? "random" : "reset"
    expectRefusal(
      try Geul.run("train", "--resume", "--out", folder.path("run"), "--chunks", other), 64,
      saying: ["--chunks cannot be changed"])
  }

  /// What the run has anyhow may be said again, as a configuration file does.
  @Test func resumingTakesWhatDoesNotChange() throws {
    let run = try TrainedRun()
    let same = TrainedRun.sizes + ["--seed", "1", "--precision", "auto", "--prior", "unigram"]
    expectSuccess(try Geul.run(["train", "--resume", "--out", run.path, "--quiet"] + same))
  }

  @Test func resumingFromDamagedCheckpointsOnlyIsBadData() throws {
    let run = try TrainedRun()
    for name in try names(in: run.path) where name.hasPrefix("step-") {
      try run.folder.write("run/\(name)/training.json", "{")
    }
    let resumed = try Geul.run("train", "--resume", "--out", run.path, "--quiet")
    #expect(resumed.status == 65)
    #expect(resumed.errors.contains("damaged"), "\(resumed.errors)")
  }

  /// A checkpoint of a newer program is neither passed over nor moved.
  @Test func resumingLeavesANewerFormatAlone() throws {
    let run = try TrainedRun(flags: ["--steps", "12", "--save-every", "6", "--keep", "9"])
    let file = "run/step-00000012/config.json"
    let text = String(decoding: try bytes(of: run.folder.path(file)), as: UTF8.self)
    try run.folder.write(
      file, text.replacingOccurrences(of: "\"format\": 1", with: "\"format\": 2"))
    try FileManager.default.removeItem(
      atPath: run.folder.path("run/step-00000012/contents.json"))
    let before = try names(in: run.path)
    expectRefusal(
      try Geul.run("train", "--resume", "--out", run.path, "--quiet"), 65, saying: ["format 2"])
    #expect(try names(in: run.path) == before)
  }

  /// A checkpoint that cannot be read is passed over, and in the way of none that follow.
  @Test func resumingPassesOverADamagedCheckpoint() throws {
    let flags = ["--steps", "40", "--save-every", "10", "--keep", "9"]
    let whole = try TrainedRun(flags: flags)
    let run = try TrainedRun(flags: flags)
    try run.folder.write("run/step-00000040/training.json", "{")
    let resumed = try Geul.run(
      "train", "--resume", "--out", run.path, "--save-every", "1", "--keep", "1", "--steps", "40")
    expectSuccess(resumed)
    #expect(resumed.errors.contains("step-00000040/training.json"), "\(resumed.errors)")
    #expect(resumed.errors.contains("going on from step 30"), "\(resumed.errors)")
    let name = "/step-00000040/model.safetensors"
    #expect(try bytes(of: run.path + name) == bytes(of: whole.path + name))
  }
}
