import Foundation
import GeulStorage
import Testing

/// What a kill at any moment leaves behind.
@Suite struct KillTests {
  /// A generator of delays, the same on every run (Marsaglia 2003, xorshift).
  private struct Delays {
    private var state: UInt64 = 0x9E37_79B9_7F4A_7C15

    mutating func next(upTo most: UInt64) -> Duration {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return .microseconds(Int64(state % (most * 1000)))
    }
  }

  @Test func fiftyKillsWhileSaving() throws {
    let folder = try TemporaryFolder()
    let corpus = try folder.write("corpus.txt", Sample.english)
    let path = folder.path("run")
    let flags =
      ["train", corpus, "--json"] + TrainedRun.sizes + [
        "--schedule", "constant", "--evaluate-every", "100000000",
      ]
    var delays = Delays()
    var begun = false
    var saved = 0
    for kill in 1...50 {
      let start =
        begun
        ? ["train", "--resume", "--out", path, "--json"]
        : flags + ["--out", path, "--save-every", "1", "--steps", "100000000"]
      let child = try Geul.start(start)
      // The first moments of the process save nothing; every other one is let come further.
      let saves = kill % 2 == 0 ? 3 : 0
      _ = try child.wait { !$0.output.isEmpty && Self.checkpoints($0.output) >= saves }
      try child.wait(delays.next(upTo: 60))
      child.send(SIGKILL)
      let result = try child.finish()
      #expect(result.status == -SIGKILL, "kill \(kill): \(result.errors)")
      saved = max(saved, try lastAnnounced(result.outputBytes))
      let generated = try Geul.run("generate", path, "--which", "latest", "--length", "3")
      begun = begun || generated.status == 0
      #expect(generated.status == (begun ? 0 : 66), "kill \(kill): \(generated.errors)")
      #expect(try newest(path) >= saved, "kill \(kill): a checkpoint that was announced is gone")
    }
    #expect(saved > 50)
    try finish(path, flags, folder)
  }

  private func finish(_ path: String, _ flags: [String], _ folder: TemporaryFolder) throws {
    // How far it came depends on the disk; the rate does not depend on how far it is to come.
    let last = try newest(path) + 200
    let rest = ["--quiet", "--save-every", "1000000", "--steps", String(last)]
    expectSuccess(try Geul.run(["train", "--resume", "--out", path] + rest))
    let whole = folder.path("whole")
    expectSuccess(try Geul.run(flags.filter { $0 != "--json" } + ["--out", whole] + rest))
    // Every file is whole, every line too, and no step stands twice.
    expectSuccess(try Geul.run("runs", "verify", path))
    let step = "step-" + String(repeating: "0", count: 8 - String(last).count) + String(last)
    let name = "/\(step)/model.safetensors"
    #expect(try bytes(of: path + name) == bytes(of: whole + name))
    #expect(
      try names(in: path) == [
        ".lock", "corpus.tokens", "log.jsonl", "metrics.jsonl", "run.json", step,
      ])
  }

  /// The step of the last checkpoint that the events tell of; the last line may be cut.
  private func lastAnnounced(_ output: [UInt8]) throws -> Int {
    let whole = output[...(output.lastIndex(of: 0x0A) ?? -1)]
    return try Events(Array(whole)).all("checkpoint").last?.integer(at: "step") ?? 0
  }

  /// How many checkpoints the events tell of.
  private static func checkpoints(_ output: [UInt8]) -> Int {
    String(decoding: output, as: UTF8.self).ranges(of: "\"checkpoint\"").count
  }

  private func newest(_ run: String) throws -> Int {
    try names(in: run).compactMap { $0.hasPrefix("step-") ? Int($0.dropFirst(5)) : nil }.max() ?? 0
  }
}
