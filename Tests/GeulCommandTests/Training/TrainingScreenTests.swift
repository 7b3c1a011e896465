import Foundation
import GeulStorage
import Testing

/// What somebody who trains sees.
@Suite(.enabled(if: TerminalScreen.program != nil))
struct TrainingScreenTests {
  let folder: TemporaryFolder
  let corpus: String

  init() throws {
    folder = try TemporaryFolder()
    corpus = try folder.write("corpus.txt", Sample.korean)
  }

  private func train(_ flags: String..., columns: Int) throws -> TerminalScreen {
    try TerminalScreen(
      [Geul.path, "train", corpus, "--out", folder.path("run")] + TrainedRun.sizes + flags,
      columns: columns, rows: 40)
  }

  /// The time left is there, and nothing is cut.
  @Test(arguments: [60, 80])
  func progressFitsWhole(columns: Int) throws {
    let terminal = try train("--steps", "1000000", "--evaluate-every", "1000000", columns: columns)
    let rows = try terminal.wait("progress") { $0.last?.contains(" left") ?? false }
    let progress = try #require(rows.last)
    #expect(progress.contains("/1000000") && progress.contains("loss "), "\(progress)")
    for field in progress.components(separatedBy: "  ") {
      let isWhole =
        ["left", "char/s"].contains { field.hasSuffix($0) }
        || ["step", "loss", "bits/char", "epoch"].contains { field.hasPrefix($0 + " ") }
      #expect(isWhole, "\(field) of \(progress)")
    }
    // The introduction is longer than the screen is wide, and broken between words.
    #expect(rows.joined(separator: " ").contains("1 thread"))
    #expect(rows.allSatisfy { $0.count <= columns && !$0.hasSuffix("-") })
    try terminal.press("C-c")
    #expect(try terminal.finish() == 130)
    let end = try terminal.screen().joined(separator: "\n")
    #expect(!end.contains("^C"), "\(end)")
    #expect(end.contains("SIGINT") && end.contains("--resume"), "\(end)")
  }

  /// Nor where no progress is shown.
  @Test func aStopLeavesNoTraceInSilence() throws {
    let terminal = try train("--steps", "1000000", "--quiet", columns: 80)
    try terminal.wait("notes") { _ in
      FileManager.default.fileExists(atPath: folder.path("run/log.jsonl"))
    }
    try terminal.press("C-c")
    #expect(try terminal.finish() == 130)
    let end = try terminal.screen().joined(separator: "\n")
    // The terminal's own word on the program's end takes the first row.
    #expect(!end.contains("^C") && end.contains("without it"), "\(end)")
  }

  @Test func aSampleIsShownByTheClock() throws {
    let terminal = try train("--steps", "1000000", "--sample-every", "1s", columns: 80)
    let rows = try terminal.wait("a sample") { $0.contains("---") }
    #expect(rows.contains { $0.hasPrefix("--- sample at step ") })
    try terminal.press("C-c")
    #expect(try terminal.finish() == 130)
  }

  @Test func evaluationsSayWhatWasAndWhatTrainingIs() throws {
    let result = try Geul.run(
      ["train", corpus, "--out", folder.path("run"), "--steps", "60", "--evaluate-every", "10"]
        + TrainedRun.sizes)
    expectSuccess(result)
    let lines = result.errors.split(separator: "\n").filter { $0.contains("validation ") }
    #expect(lines.contains { $0.contains("(best so far)") })
    #expect(lines.contains { $0.contains("(best so far, was ") })
    #expect(lines.filter { $0.hasPrefix("step ") }.allSatisfy { $0.contains("(training ") })
    #expect(result.errors.contains("\nadvice: "), "\(result.errors)")
    let events = try Events(
      Geul.run(
        ["train", corpus, "--out", folder.path("other"), "--steps", "60", "--json"]
          + TrainedRun.sizes))
    let advice = try events.first("finished").member(at: "advice")
    try expect(advice, has: ["finding": .text, "message": .text, "best_step": .count(1)])
  }

  /// Samples are drawn beside the run, which is the same to the bit with and without. The time is one
  /// that every step takes, however fast the machine.
  @Test func samplesChangeNothing() throws {
    var models: [[UInt8]] = []
    for flags in [[], ["--sample-every", "2"], ["--sample-every", "0.000001s"]] {
      let out = folder.path("run-\(models.count)")
      let result = try Geul.run(
        ["train", corpus, "--out", out, "--steps", "40", "--quiet"] + TrainedRun.sizes + flags)
      expectSuccess(result)
      #expect(result.errors.contains("--- sample") == !flags.isEmpty)
      models.append(try bytes(of: out + "/step-00000040/model.safetensors"))
    }
    #expect(models[0] == models[1] && models[0] == models[2])
  }
}
