import Foundation
import Testing

/// A run that fails before it trains leaves nothing behind.
@Suite struct LeftoverTests {
  private let folder: TemporaryFolder
  private let corpus: String

  init() throws {
    folder = try TemporaryFolder()
    corpus = try folder.write("corpus.txt", Sample.korean)
    try folder.write("bad.txt", [0xEA, 0xB0, 0x80, 0x0A, 0xFF, 0x61])
    try folder.write("empty.txt", "")
    try folder.write("bad.toml", "hidden = \"x\"\n")
  }

  @Test(
    arguments: [
      (["--encoding", "nonsense"], 64), (["--validation-file", "none.txt"], 66),
      (["--validation-file", "bad.txt"], 65), (["--validation-file", "empty.txt"], 65),
      (["--hidden", "65536", "--layers", "64"], 64), (["--config", "bad.toml"], 65),
      (["--config", "none.toml"], 66), (["--vocabulary", "empty.txt"], 65), (["--resume"], 66),
      (["--momentum", "0.5"], 64),
    ] as [([String], Int32)])
  func flagsThatFail(_ flags: [String], _ status: Int32) throws {
    let before = try names(in: folder.path)
    let result = try Geul.run(
      ["train", corpus, "--out", "deep/er/run", "--steps", "2"] + flags, folder: folder.path)
    expectRefusal(result, status)
    #expect(try names(in: folder.path) == before)
  }

  @Test(arguments: [("bad.txt", 65), ("empty.txt", 65), ("none.txt", 66)] as [(String, Int32)])
  func textsThatFail(_ text: String, _ status: Int32) throws {
    let before = try names(in: folder.path)
    expectRefusal(try Geul.run(["train", text, "--out", "run"], folder: folder.path), status)
    #expect(try names(in: folder.path) == before)
  }

  /// What was there before stays.
  @Test func aFolderOfOnesOwnStays() throws {
    try folder.write("run/notes.txt", "mine")
    let result = try Geul.run(
      ["train", corpus, "--out", "run", "--validation-file", "bad.txt"], folder: folder.path)
    expectRefusal(result, 65, saying: ["bad.txt"])
    #expect(try names(in: folder.path("run")) == ["notes.txt"])
  }
}
