import Foundation
import Testing

/// A program on a terminal whose screen can be read: tmux, with a server of its own.
final class TerminalScreen {
  /// Where tmux is; nil if it is not installed, and tests that need it are skipped.
  static let program: String? = (ProcessInfo.processInfo.environment["PATH"] ?? "")
    .split(separator: ":").map { $0 + "/tmux" }
    .first { FileManager.default.isExecutableFile(atPath: $0) }

  private let socket: TemporaryFolder
  private let program: String

  /// Starts `command` in a window of 80 columns and 24 rows; its environment is `environment` and nothing else but
  /// the path and a UTF-8 locale.
  init(
    _ command: [String], environment: [String: String] = [:], columns: Int = 80, rows: Int = 24
  ) throws {
    program = try #require(Self.program)
    socket = try TemporaryFolder()
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    let whole = ["PATH": path, "LC_ALL": "C.UTF-8", "TERM": "screen"]
      .merging(ProcessInfo.processInfo.environment.filter { $0.key == "LSAN_OPTIONS" }) { $1 }
      .merging(environment) { $1 }
    let words = ["/usr/bin/env", "-i"] + whole.sorted { $0.key < $1.key }.map { "\($0)=\($1)" }
    // The screen of a program that has ended can still be read.
    try tmux(
      ["set-option", "-g", "remain-on-exit", "on", ";", "new-session", "-d"]
        + ["-x", "\(columns)", "-y", "\(rows)"] + words + command)
  }

  deinit {
    // Nothing can be done about a server that is gone already.
    do { try tmux(["kill-server"]) } catch {}
  }

  /// Types text as it is.
  func type(_ text: String) throws {
    // tmux takes a last semicolon for its own.
    let text = text.hasSuffix(";") ? text.dropLast() + "\\;" : text
    try tmux(["send-keys", "-l", "--", text])
  }

  /// Presses keys by tmux's names: `C-c`, `Up`, `BSpace`, `Tab`, `Enter`.
  func press(_ keys: String...) throws { try tmux(["send-keys"] + keys) }

  /// Pastes text of any length.
  func paste(_ text: String) throws { try pasteBytes(Array(text.utf8)) }

  /// Pastes bytes, whatever they are.
  func pasteBytes(_ bytes: [UInt8]) throws {
    let file = try socket.write("paste", bytes)
    try tmux(["load-buffer", file, ";", "paste-buffer", "-r"])
  }

  /// Pastes text as a terminal does: between marks, if the program has asked for them.
  func pasteMarked(_ text: String) throws {
    let file = try socket.write("paste", text)
    try tmux(["load-buffer", file, ";", "paste-buffer", "-p"])
  }

  /// The rows of the screen, without the blank ones at the end.
  func screen() throws -> [String] {
    var rows = try tmux(["capture-pane", "-p"]).output.split(
      separator: "\n", omittingEmptySubsequences: false
    ).map(String.init)
    while rows.last?.isEmpty == true { rows.removeLast() }
    return rows
  }

  /// The cursor, from 0.
  func cursor() throws -> [Int] {
    try tmux(["display-message", "-p", "#{cursor_x} #{cursor_y}"]).output
      .split { " \n".contains($0) }.compactMap { Int($0) }
  }

  /// Waits until the screen fulfils `condition`; returns it.
  @discardableResult
  func wait(
    _ what: String = "a condition", until condition: ([String]) -> Bool
  ) throws -> [String] {
    let deadline = ContinuousClock.now + .patience
    while true {
      let rows = try screen()
      if condition(rows) { return rows }
      guard ContinuousClock.now < deadline else {
        throw TestFailure("expected \(what), found:\n" + rows.joined(separator: "\n"))
      }
      usleep(20_000)
    }
  }

  /// Waits until the last rows of the screen are these, scalar by scalar.
  func expectEnd(_ rows: String..., sourceLocation: SourceLocation = #_sourceLocation) throws {
    try wait("at the end:\n" + rows.joined(separator: "\n")) { screen in
      // Blanks at a row's end cannot be seen.
      let wanted = rows.map { $0.unicodeScalars.reversed().drop { $0 == " " }.reversed() }
      let found = screen.suffix(rows.count).map {
        $0.unicodeScalars.reversed().drop { $0 == " " }.reversed()
      }
      return found.count == wanted.count && zip(found, wanted).allSatisfy { $0.elementsEqual($1) }
    }
  }

  /// Changes the size of the window.
  func resize(columns: Int, rows: Int) throws {
    try tmux(["resize-window", "-x", "\(columns)", "-y", "\(rows)"])
  }

  /// The modes of the terminal, as `stty -a` says them.
  func modes() throws -> Set<Substring> {
    let name = try tmux(["display-message", "-p", "#{pane_tty}"]).output.dropLast()
    let result = try Geul.shell("stty -a -F \"$1\"", [String(name)])
    return Set(result.output.split { " \n;".contains($0) })
  }

  /// The program's process id.
  func processID() throws -> Int32 {
    let text = try tmux(["display-message", "-p", "#{pane_pid}"]).output.dropLast()
    return try #require(Int32(text))
  }

  /// Waits for the program's end; returns its exit code, nil if a signal ended it.
  func finish() throws -> Int? {
    let deadline = ContinuousClock.now + .patience
    while true {
      // The terminal can be closed before the program's end is known.
      let output = try tmux(
        ["display-message", "-p", "#{pane_dead} #{pane_dead_status} signal #{pane_dead_signal}"]
      ).output
      let words = output.split { " \n".contains($0) }
      if words.count == 3, let status = Int(words[1]) { return status }
      if words.count == 3, words[1] == "signal" { return nil }
      if words == ["1", "signal"], let ended = try unreaped() {
        return ended & 0x7F == 0 ? ended >> 8 & 0xFF : nil
      }
      guard ContinuousClock.now < deadline else {
        throw TestFailure("the program did not end; on its screen:\n\(try screen())")
      }
      usleep(20_000)
    }
  }

  /// How the program ended if tmux never noticed, as tmux 3.3 at times does not; as of `waitpid`.
  private func unreaped() throws -> Int? {
    let path = "/proc/\(try processID())/stat"
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    let fields = try String(contentsOfFile: path, encoding: .utf8).split { " \n".contains($0) }
    return fields.count > 2 && fields.contains("Z") ? fields.last.flatMap { Int($0) } : nil
  }

  @discardableResult
  private func tmux(_ arguments: [String]) throws -> CommandResult {
    let result = try ChildProcess(
      program, ["-S", socket.path("socket"), "-f", "/dev/null", "-u"] + arguments,
      environment: ["TERM": "xterm", "LC_ALL": "C.UTF-8", "TMUX": ""]
    ).finish()
    guard result.status == 0 else {
      throw TestFailure("tmux \(arguments.prefix(3)) failed: \(result.errors)")
    }
    return result
  }
}
