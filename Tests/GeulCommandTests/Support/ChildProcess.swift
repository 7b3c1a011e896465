import Foundation

/// How a program ended and what it wrote.
struct CommandResult {
  /// The exit code, or the negative number of the signal that ended it.
  let status: Int32
  let outputBytes: [UInt8]
  let errorBytes: [UInt8]
  /// The time that processors worked at it and at what it waited for.
  var processorTime = Duration.zero

  /// Standard output, its ill-formed bytes as U+FFFD.
  var output: String { String(decoding: outputBytes, as: UTF8.self) }
  /// Standard error.
  var errors: String { String(decoding: errorBytes, as: UTF8.self) }
}

/// A program running with its streams on pipes, or on a terminal.
///
/// Foundation's `Process` cannot give a child a terminal of its own, so this spawns by itself.
final class ChildProcess {
  /// What came so far.
  private(set) var output: [UInt8] = []
  private(set) var errors: [UInt8] = []

  private let id: pid_t
  /// Its number.
  var process: Int32 { id }
  private var streams: ParentStreams
  private var pending: [UInt8]
  private let deadline: ContinuousClock.Instant
  private var status: Int32?

  /// Starts `executable`; `input` nil is an empty standard input. After `timeout` it is killed.
  init(
    _ executable: String, _ arguments: [String], input: [UInt8]? = nil,
    environment: [String: String] = [:], folder: String? = nil, onTerminal: Bool = false,
    timeout: Duration = .patience
  ) throws {
    let whole = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    var streams = try onTerminal ? ParentStreams.terminal() : ParentStreams.pipes(input != nil)
    id = try Spawn.start(
      Self.words([executable] + arguments, in: folder), environment: whole, streams: streams)
    streams.closeChildEnds()
    self.streams = streams
    pending = input ?? []
    deadline = .now + timeout
  }

  /// The call of posix_spawn that changes the folder is not imported, so a shell does it.
  private static func words(_ command: [String], in folder: String?) -> [String] {
    guard let folder else { return command }
    return ["/bin/sh", "-c", "cd \"$0\" && exec \"$@\"", folder] + command
  }

  deinit {
    if status == nil {
      kill(id, SIGKILL)
      waitpid(id, nil, 0)
    }
    streams.closeAll()
  }

  /// Whether it has a file of the folder open, one without a name among them.
  func hasOpenFile(in folder: String) -> Bool {
    let links = "/proc/\(id)/fd"
    do {
      return try FileManager.default.contentsOfDirectory(atPath: links).contains { name in
        do {
          return try FileManager.default.destinationOfSymbolicLink(atPath: links + "/" + name)
            .hasPrefix(folder + "/")
        } catch { return false }
      }
    } catch { return false }
  }

  /// Sends a signal.
  func send(_ signal: Int32) { kill(id, signal) }

  /// Closes its terminal, or the reading ends of its pipes.
  func hangUp() { streams.closeAll() }

  /// Whether the command has got so far that it catches signals: the last of them, which no shell does.
  var catchesSignals: Bool {
    get throws {
      let lines = try String(contentsOfFile: "/proc/\(id)/status", encoding: .utf8).split(
        separator: "\n")
      let caught = lines.first { $0.hasPrefix("SigCgt:") }?.split(separator: "\t").last
      return caught.flatMap { UInt64($0, radix: 16) }.map { $0 >> 63 == 1 } ?? false
    }
  }

  /// Bytes of its output that nobody has read.
  var unreadOutput: Int { streams.unreadOutput }

  /// Whether it has ended, though nobody has read all of its output.
  var hasEnded: Bool {
    get throws {
      let line = try String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8)
      return line.split(separator: ")").last?.hasPrefix(" Z") ?? false
    }
  }

  /// Hands over more input, typed at the terminal if there is one.
  func type(_ text: String) { pending += Array(text.utf8) }

  /// Waits until `condition` holds; returns whether it did before the output ended.
  func wait(until condition: (ChildProcess) -> Bool) throws -> Bool {
    while !condition(self) {
      guard streams.isReadable else { return false }
      try pump()
    }
    return true
  }

  /// Reads on for so long.
  func wait(_ duration: Duration) throws {
    let end = ContinuousClock.now + duration
    while streams.isReadable, ContinuousClock.now < end { try pump(until: end) }
  }

  /// Waits for the end.
  func finish() throws -> CommandResult {
    while streams.isReadable || !pending.isEmpty && streams.input != nil { try pump() }
    var raw: Int32 = 0
    var usage = rusage()
    while wait4(id, &raw, WNOHANG, &usage) == 0 {
      try checkTime()
      usleep(500)
    }
    let ended = raw & 0x7F == 0 ? raw >> 8 & 0xFF : -(raw & 0x7F)
    status = ended
    return CommandResult(
      status: ended, outputBytes: output, errorBytes: errors,
      processorTime: Duration(usage.ru_utime) + Duration(usage.ru_stime))
  }

  /// Moves what can be moved without waiting for more than a moment.
  private func pump(until end: ContinuousClock.Instant? = nil) throws {
    try checkTime()
    if pending.isEmpty && !streams.isTerminal { streams.closeInput() }
    let moment = end.map { min(100, max(1, Int(($0 - .now) / .milliseconds(1)))) } ?? 100
    let ready = streams.poll(wantsToWrite: !pending.isEmpty, milliseconds: Int32(moment))
    if ready.canWrite { pending.removeFirst(streams.write(pending)) }
    if ready.hasOutput { output += streams.readOutput() }
    if ready.hasErrors { errors += streams.readErrors() }
  }

  private func checkTime() throws {
    guard ContinuousClock.now >= deadline else { return }
    kill(id, SIGKILL)
    throw TestFailure(
      "the program did not end in time; it wrote: \(String(decoding: output + errors, as: UTF8.self))"
    )
  }
}

/// Why a test cannot go on.
struct TestFailure: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}

extension Duration {
  fileprivate init(_ time: timeval) {
    self = .seconds(time.tv_sec) + .microseconds(time.tv_usec)
  }
}
