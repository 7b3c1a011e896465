import GeulStorage
import Testing

/// A text that occurs twice is told.
@Suite struct DuplicateTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    let text = (0..<50).map { "\($0 * 7 % 47)번째 배는 \($0 * 31 % 43)시에 항구 \($0 * $0 % 41)을 떠났다.\n" }
      .joined()
    try folder.write("twice/1.txt", text)
    try folder.write("twice/1 (copy).txt", text)
  }

  private func train(_ flags: String...) throws -> CommandResult {
    try Geul.run(
      ["train", folder.path("twice"), "--out", folder.path("run"), "--steps", "3"]
        + TrainedRun.sizes + flags)
  }

  @Test func trainingSaysSoInALine() throws {
    let result = try train()
    expectSuccess(result)
    let lines = result.errors.split(separator: "\n").filter { $0.contains("validation text") }
    #expect(lines.count == 1)
    for part in [
      "geul: 100 % of", "also in the training text", "1.txt repeats 1 (copy).txt", "flatter",
    ] {
      #expect(result.errors.contains(part), "\(result.errors)")
    }
  }

  @Test func theEventsHoldTheShare() throws {
    let result = try train("--json")
    #expect(!result.errors.contains("validation text"))
    let start = try Events(result).first("start")
    #expect(try start.number(at: "validation_share_trained_on") == 1)
  }

  @Test func silenceIsKept() throws { #expect(try train("--quiet").errors.isEmpty) }

  @Test func theDoctorNamesTheFiles() throws {
    let result = try Geul.run("corpus", "inspect", folder.path("twice"))
    expectSuccess(result)
    #expect(result.output.contains("1.txt is the same text as"), "\(result.output)")
    #expect(result.output.contains("occurs twice"))
    let json = try Geul.run("corpus", "inspect", folder.path("twice"), "--json")
    let found = try JSONReader(Array(json.output.utf8), file: "standard output")
      .member(at: "duplicates")
    #expect(try found.number(at: "validation_share") == 1)
    #expect(try found.elements(at: "files").first?.bool(at: "same") == true)
  }
}
