import Foundation
import GeulStorage
import Testing

/// Signals to `geul train`: what was trained is saved, and the exit code says what came.
@Suite struct TrainSignalTests {
  let folder: TemporaryFolder
  let corpus: String

  init() throws {
    folder = try TemporaryFolder()
    corpus = try folder.write("corpus.txt", Sample.english)
  }

  private var run: String { folder.path("run") }

  private var arguments: [String] {
    ["train", corpus, "--out", run, "--json"] + TrainedRun.sizes + ["--steps", "100000000"]
  }

  /// Starts the command behind a line of shell, and waits until it has trained some steps.
  private func start(after line: String = ":") throws -> ChildProcess {
    let child = try ChildProcess(
      "/bin/sh", ["-c", line + "; exec \"$0\" \"$@\"", Geul.path] + arguments)
    #expect(try child.wait { $0.output.count > 5_000 })
    return child
  }

  private func expectSaved(
    _ result: CommandResult, _ status: Int32, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    #expect(result.status == status, "\(result.errors)", sourceLocation: sourceLocation)
    let finished = try #require(try Events(result).lines.last)
    #expect(try finished.bool(at: "interrupted"), sourceLocation: sourceLocation)
    let model = try finished.string(at: "checkpoint") + "/model.safetensors"
    #expect(try bytes(of: model).count > 100, sourceLocation: sourceLocation)
  }

  @Test(arguments: [
    (SIGHUP, "SIGHUP"), (SIGINT, "SIGINT"), (SIGQUIT, "SIGQUIT"), (SIGTERM, "SIGTERM"),
    (SIGUSR1, "SIGUSR1"), (SIGUSR2, "SIGUSR2"), (SIGALRM, "SIGALRM"), (SIGVTALRM, "SIGVTALRM"),
    (SIGPROF, "SIGPROF"), (SIGXCPU, "SIGXCPU"), (SIGPOLL, "SIGIO"), (SIGPWR, "SIGPWR"),
    (SIGSTKFLT, "SIGSTKFLT"), (37, "SIGRTMIN+3"),
  ])
  func everySignalSaves(_ signal: Int32, _ name: String) throws {
    let child = try start()
    child.send(signal)
    let result = try child.finish()
    try expectSaved(result, 128 + signal)
    #expect(result.errors.contains("\(name): saving a checkpoint"), "\(result.errors)")
    let log = String(decoding: try bytes(of: run + "/log.jsonl"), as: UTF8.self)
    #expect(log.contains("\"cause\":\"\(name)\""), "\(log)")
  }

  @Test func aHangupThatWasIgnoredStaysIgnored() throws {
    let child = try start(after: "trap '' HUP")
    child.send(SIGHUP)
    let before = child.output.count
    #expect(try child.wait { $0.output.count > before + 200_000 })
    child.send(SIGTERM)
    let result = try child.finish()
    try expectSaved(result, 143)
    #expect(!result.errors.contains("SIGHUP"), "\(result.errors)")
  }

  /// As a shell has them ignored for what it starts in the background.
  @Test func othersAreCaughtThoughIgnored() throws {
    let child = try start(after: "trap '' INT QUIT")
    child.send(SIGINT)
    try expectSaved(try child.finish(), 130)
  }

  @Test func twoAtOnceAreOne() throws {
    let child = try start()
    // Both are there when it goes on, whatever else the machine does.
    child.send(SIGSTOP)
    child.send(SIGINT)
    child.send(SIGTERM)
    child.send(SIGCONT)
    let result = try child.finish()
    #expect([130, 143].contains(result.status))
    try expectSaved(result, result.status)
  }

  /// A step of this model takes longer than any test needs to notice that the first has come.
  @Test func aSecondLeavesAtOnce() throws {
    let child = try Geul.start(
      arguments + ["--layers", "2", "--hidden", "1000", "--batch", "64", "--sequence", "64"])
    #expect(try child.wait { $0.output.count > 100 })
    child.send(SIGTERM)
    #expect(try child.wait { String(decoding: $0.errors, as: UTF8.self).contains("saving") })
    child.send(SIGSTOP)
    usleep(200_000)
    child.send(SIGINT)
    child.send(SIGCONT)
    let result = try child.finish()
    #expect(result.status == 130)
    #expect(result.errors.contains("SIGINT: a second signal; left at once"), "\(result.errors)")
    #expect(try !names(in: run).contains { $0.hasPrefix("step-") })
  }

  @Test func aClosedTerminalSaves() throws {
    let child = try ChildProcess(
      Geul.path, ["train", corpus, "--out", run] + TrainedRun.sizes + ["--steps", "100000000"],
      onTerminal: true)
    #expect(try child.wait { String(decoding: $0.output, as: UTF8.self).contains("step 1") })
    child.hangUp()
    #expect(try child.finish().status == 129)
    #expect(try names(in: run).contains { $0.hasPrefix("step-") })
  }

  /// The corpus is a pipe that somebody may still write to.
  @Test func aStopWhileEncodingLeavesNothing() throws {
    let pipe = folder.path("pipe.txt")
    try #require(mkfifo(pipe, 0o600) == 0)
    let writer = open(pipe, O_RDWR | O_CLOEXEC)
    defer { close(writer) }
    let out = folder.path("runs/new")
    for signal in [SIGTERM, SIGHUP] {
      let child = try Geul.start(["train", pipe, "--out", out] + TrainedRun.sizes)
      try wait("the run's folder") { FileManager.default.fileExists(atPath: out) }
      child.send(signal)
      let result = try child.finish()
      #expect(result.status == 128 + signal, "\(result.errors)")
      #expect(try names(in: folder.path) == ["corpus.txt", "pipe.txt"])
    }
  }

  @Test func aFolderThatWasThereStays() throws {
    let pipe = folder.path("pipe.txt")
    try #require(mkfifo(pipe, 0o600) == 0)
    try FileManager.default.createDirectory(atPath: run, withIntermediateDirectories: false)
    let child = try Geul.start(["train", pipe, "--out", run] + TrainedRun.sizes)
    try wait("signals caught") { try child.catchesSignals }
    child.send(SIGINT)
    #expect(try child.finish().status == 130)
    #expect(try names(in: run).isEmpty)
  }
}
