import Foundation
import Testing

/// Memory that is not granted is told in a line.
@Suite struct MemoryTests {
  private func limited(_ kibibytes: Int, _ arguments: [String]) throws -> CommandResult {
    try Geul.shell("ulimit -c 0; ulimit -v \(kibibytes); exec \"$0\" \"$@\"", arguments)
  }

  @Test func aModelThatDoesNotFitIsNotBegun() throws {
    let folder = try TemporaryFolder()
    let corpus = try folder.write("corpus.txt", Sample.english)
    let result = try limited(
      700_000,
      ["train", corpus, "--out", folder.path("run"), "--hidden", "4000", "--threads", "1"])
    expectRefusal(result, 64, saying: ["--hidden 4000", "MiB are to be had (ulimit -v)"])
    #expect(try names(in: folder.path) == ["corpus.txt"])
  }

  /// Nothing is reckoned beforehand here, so an allocation fails.
  @Test func anAllocationThatFailsIsToldInALine() throws {
    let result = try limited(
      700_000, ["bench", "--hidden", "8000", "--threads", "1", "--precision", "fp32"])
    expectRefusal(result, 70, saying: ["no memory for", "ulimit -v", "choose a smaller model"])
  }

  @Test func aThreadThatCannotBeStartedIsToldInALine() throws {
    let result = try limited(
      700_000, ["bench", "--hidden", "8", "--threads", "250", "--precision", "fp32"])
    expectRefusal(result, 70, saying: ["worker thread", "of 250", "--threads"])
  }
}
