import Foundation
import Testing

/// Nobody reads standard output any more: a command ends soon and quietly, a training run goes on.
@Suite struct ClosedOutputTests {
  let run: TrainedRun
  /// A pipe that nobody writes, and that never ends.
  let pipe: String

  init() throws {
    run = try TrainedRun()
    pipe = run.folder.path("pipe.txt")
    try #require(mkfifo(pipe, 0o600) == 0)
  }

  /// Runs the command with standard output to a pipe whose reader goes at once; its exit code is the result's output.
  private func withoutReader(_ arguments: [String]) throws -> CommandResult {
    try Geul.shell(
      "exec 3>&1; { \"$0\" \"$@\" <> \"$GEUL_PIPE\"; echo $? >&3; } | :", arguments,
      environment: ["GEUL_PIPE": pipe])
  }

  private func expectQuietEnd(_ arguments: String...) throws {
    let result = try withoutReader(arguments)
    #expect(result.output == "0\n" && result.errors.isEmpty, "\(arguments): \(result.errors)")
  }

  @Test func whatWritesLittleEndsToo() throws {
    try expectQuietEnd("generate", run.path, "--json", "--length", "100000000")
    try expectQuietEnd("eval", run.path, pipe)
    try expectQuietEnd("bench", "--hidden", "32", "--steps", "9999999")
    try expectQuietEnd("corpus", "inspect", pipe)
    try expectQuietEnd("corpus", "synthesize", "--length", "4000000000")
    try expectQuietEnd("repl", run.path)
  }

  @Test func theFirstBytesAreWhatTheyAre() throws {
    let result = try Geul.shell(
      "\"$0\" generate \"$1\" --prompt 'The ' --length 100000000 | head -c 4", [run.path])
    #expect(result.output == "The " && result.errors.isEmpty)
  }

  @Test func nothingIsLeftOfAFileThatWasBegun() throws {
    let before = try names(in: run.folder.path)
    try expectQuietEnd(
      "corpus", "synthesize", "--length", "4000000000", "--out", run.folder.path("out.txt"))
    #expect(try names(in: run.folder.path) == before)
  }

  @Test(arguments: [["--json"], []])
  func trainingGoesOn(_ flags: [String]) throws {
    let out = run.folder.path("other")
    let result = try withoutReader(
      ["train", run.corpus, "--out", out, "--steps", "40"] + TrainedRun.sizes + flags)
    #expect(result.output == "0\n", "\(result.errors)")
    #expect(try names(in: out).contains("step-00000040"))
  }
}
