import Foundation
import Testing

/// Signals to the commands that have nothing to save: they end soon, with 128 and the signal's number.
@Suite struct SignalTests {
  let run: TrainedRun
  /// A pipe that nobody writes, and that never ends.
  let pipe: String

  init() throws {
    run = try TrainedRun()
    pipe = run.folder.path("pipe.txt")
    try #require(mkfifo(pipe, 0o600) == 0)
  }

  private func expectEnd(_ arguments: [String]) throws {
    for signal in [SIGHUP, SIGQUIT, SIGUSR1, SIGTERM] {
      let child = try Geul.start(arguments)
      try wait("signals caught") { try child.catchesSignals }
      child.send(signal)
      let result = try child.finish()
      #expect(result.status == 128 + signal, "\(arguments): \(result.errors)")
      #expect(result.errors.split(separator: "\n").count == 1, "\(result.errors)")
      #expect(result.errors.hasPrefix("geul: SIG"), "\(result.errors)")
    }
  }

  @Test func benchEnds() throws {
    try expectEnd(["bench", "--hidden", "32", "--steps", "9999999"])
  }

  @Test func generateEnds() throws {
    try expectEnd(["generate", run.path, "--json", "--length", "100000000"])
    try expectEnd(["generate", run.path, "--prompt", "@" + pipe])
  }

  @Test func evalEnds() throws { try expectEnd(["eval", run.path, pipe]) }

  @Test func corpusCommandsEnd() throws {
    let out = run.folder.path("out")
    let before = try names(in: run.folder.path)
    for arguments in [
      ["inspect", pipe], ["encode", pipe, "--out", out],
      ["synthesize", "--length", "4000000000", "--out", out],
    ] { try expectEnd(["corpus"] + arguments) }
    #expect(try names(in: run.folder.path) == before)
  }

  /// A program that waits for the reader of its output can be stopped all the same.
  @Test func whatWaitsForItsReaderEnds() throws {
    let child = try Geul.start(["generate", run.path, "--length", "100000000"])
    try wait("a full pipe") { child.unreadOutput >= 1 << 16 }
    child.send(SIGTERM)
    try wait("its end") { try child.hasEnded }
    #expect(try child.finish().status == 143)
  }

  @Test func theReplEnds() throws {
    for signal in [SIGHUP, SIGQUIT, SIGTERM, SIGINT] {
      let child = try ChildProcess(
        "/bin/sh", ["-c", "exec \"$0\" repl \"$1\" <> \"$2\"", Geul.path, run.path, pipe])
      try wait("signals caught") { try child.catchesSignals }
      child.send(signal)
      #expect(try child.finish().status == 128 + signal)
    }
  }

  /// The tables of a model that counts are read where they lie.
  @Test func aModelThatWasCutShortIsToldInALine() throws {
    let counted = run.folder.path("counted")
    expectSuccess(try Geul.run("train", run.corpus, "--out", counted, "--model", "ngram"))
    let model = counted + "/step-00000001/model.safetensors"
    let child = try ChildProcess(
      Geul.path, ["repl", counted],
      environment: ["TERM": "dumb", "XDG_STATE_HOME": run.folder.path("state")], onTerminal: true)
    #expect(try child.wait { String(decoding: $0.output, as: UTF8.self).contains("> ") })
    try #require(truncate(model, 0) == 0)
    child.type("The rain\n")
    let result = try child.finish()
    #expect(result.status == 74, "\(result.output)")
    #expect(result.output.contains("\(model): reading failed"), "\(result.output)")
  }
}
