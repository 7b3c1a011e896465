import Foundation
import GeulStorage
import Testing

/// Runs whose disk, rate or length is not as it should be.
@Suite struct HardTimesTests {
  private func events(_ path: String) throws -> [String] {
    try String(decoding: bytes(of: path + "/log.jsonl"), as: UTF8.self)
      .split(separator: "\n").map { line in
        try JSONReader(Array(line.utf8), file: "log.jsonl").string(at: "event")
      }
  }

  /// A limit on the size of files stands for the full disk.
  @Test func aFullDiskIsToldBeforeAndAfterAndEndsNothing() throws {
    let folder = try TemporaryFolder()
    let corpus = try folder.write("corpus.txt", Sample.korean)
    let path = folder.path("run")
    let flags = [
      "train", corpus, "--out", path, "--steps", "30", "--layers", "1", "--hidden", "64",
      "--batch", "4", "--sequence", "8", "--threads", "1", "--save-every", "5",
    ]
    let result = try Geul.shell(
      "cd \"$1\" && shift && ulimit -f 60 && exec \"$0\" \"$@\"", [folder.path] + flags)
    #expect(result.status == 74, "\(result.errors)")
    #expect(result.errors.contains("cannot be saved until there is room"))
    #expect(result.errors.ranges(of: "saving is tried again").count == 1)
    #expect(result.errors.contains("is lost") && !result.errors.contains("done after"))
    #expect(try events(path).contains("failed_save"))
    #expect(try names(in: path).allSatisfy { !$0.contains("partial") && !$0.hasPrefix("step-") })
    // With room the same folder takes a run.
    expectSuccess(try Geul.run(flags + ["--quiet"]))
  }

  @Test func aRateBeyondReasonIsMendedOrEndsWithOne() throws {
    let folder = try TemporaryFolder()
    let corpus = try folder.write("corpus.txt", Sample.korean)
    for (rate, status) in [("50", Int32(0)), ("1e38", 1)] {
      let path = folder.path("run-\(rate)")
      let result = try Geul.run(
        ["train", corpus, "--out", path] + TrainedRun.sizes
          + ["--steps", "150", "--learning-rate", rate])
      #expect(result.status == status, "\(result.errors)")
      #expect(result.errors.contains("learning rate is now"))
      #expect(status == 0 || !result.errors.contains("done after"))
      #expect(try events(path).contains("guard"))
      expectSuccess(try Geul.run("runs", "verify", path))
      let evaluated = try Geul.run("eval", path, "--json")
      expectSuccess(evaluated)
      let figure = try JSONReader(evaluated.outputBytes, file: "output")
      #expect(try figure.number(at: "nats_per_symbol") < 5)
    }
  }

  @Test func goingOnWithNothingLeftToDoSaysWhatToGive() throws {
    let run = try TrainedRun()
    let result = try Geul.run("train", "--resume", "--out", run.path)
    expectSuccess(result)
    #expect(result.errors.contains("nothing was left to do: the run had its 12 steps"))
    #expect(result.errors.contains("--steps, --epochs or --minutes"))
    #expect(!result.errors.contains("done"))
  }

  @Test func goingOnForLongerTellsWhereTheRateGoes() throws {
    let run = try TrainedRun(flags: ["--steps", "40"])
    let longer = try Geul.run("train", "--resume", "--out", run.path, "--steps", "80")
    expectSuccess(longer)
    #expect(longer.errors.contains("goes on at 0.00105, where it stood at 0.0001"))
    let same = try Geul.run(
      "train", "--resume", "--out", run.path, "--steps", "90", "--schedule", "constant",
      "--learning-rate", "0.0001", "--json")
    expectSuccess(same)
    #expect(!same.errors.contains("where it stood"))
    #expect(
      try Events(same.outputBytes).all("step").allSatisfy {
        try $0.number(at: "learning_rate") == 0.0001
      })
  }

  @Test func aReadOnlyFolderIsToldAtOnce() throws {
    guard getuid() != 0 else { return }
    let run = try TrainedRun()
    chmod(run.path, 0o500)
    defer { chmod(run.path, 0o700) }
    #expect(try Geul.run("train", "--resume", "--out", run.path).status == 73)
  }
}
