import FoundationEssentials
import Testing

/// Whether assertions are compiled in.
private let isDebugBuild: Bool = {
  var isDebug = false
  assert(
    {
      isDebug = true
      return true
    }())
  return isDebug
}()

/// Programs beside the command that use the library alone.
@Suite struct ProgramTests {
  private static let text = String(
    repeating: "달이 밝은 밤이면 두더지가 웃는다. 새벽 시장에서 보았다.\n", count: 80)

  private func corpus(in folder: TemporaryFolder) throws -> String {
    try folder.write("moon.txt", Self.text)
  }

  /// A step with all that belongs to it (reader, trainer, metrics on disk) allocates nothing once it is warm, when it is
  /// compiled as it is shipped.
  @Test(
    .enabled(if: !isDebugBuild, "closures that do not escape are allocated without optimization"),
    arguments: [
      ("lstm", "adam", "fp32"), ("gru", "rmsprop", "fp32"), ("rnn", "sgd", "fp32"),
      ("lstm", "adamw", "fp32"), ("window", "adam", "fp32"),
    ])
  func aHundredStepsAllocateNothing(cell: String, optimizer: String, precision: String) throws {
    let folder = try TemporaryFolder()
    let result = try ChildProcess(
      Geul.program("CountAllocations"),
      [try corpus(in: folder), folder.path("run"), cell, optimizer, precision]
    ).finish()
    expectSuccess(result)
    #expect(result.output == "0\n")
  }

  @Test func aLoopOfOnesOwnTrainsSavesResumesScoresAndWrites() throws {
    let folder = try TemporaryFolder()
    let result = try ChildProcess(
      Geul.program("OwnLoop"), [try corpus(in: folder), folder.path("run")]
    ).finish()
    expectSuccess(result)
    let lines = result.output.split(separator: "\n").map(String.init)
    try #require(lines.count >= 6)
    #expect(lines[0].hasPrefix("step 20: loss ") && lines[3].hasPrefix("step 80: loss "))
    #expect(lines[4].hasSuffix(" bits per character"))
    #expect(result.output.split(separator: "character\n").last?.unicodeScalars.count == 61)
    let metrics = try String(
      contentsOfFile: folder.path("run") + "/metrics.jsonl", encoding: .utf8)
    #expect(metrics.split(separator: "\n").count == 84)
  }
}
