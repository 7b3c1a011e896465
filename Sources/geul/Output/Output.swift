import Foundation
import GeulKit
import Synchronization

/// Writing to standard output and standard error, at once and whole.
///
/// What a terminal would obey is escaped here, so that no caller can forget: on standard output if that is a terminal,
/// since results that go elsewhere are kept to the byte, and on standard error always.
enum Output {
  private static let writing = Atomic(false)
  private static let midLine = Atomic(false)

  /// Whether a write of standard output is under way, which may wait for its reader.
  static var isWriting: Bool { writing.load(ordering: .relaxed) }

  /// Whether the cursor of a terminal stands behind something that we have written in its line.
  static var isMidLine: Bool { midLine.load(ordering: .relaxed) }

  /// Nobody reads standard output any more, which ends the program quietly.
  struct Closed: Error {}

  /// Standard output cannot be written.
  struct Unwritable: Error, CustomStringConvertible {
    let description: String
  }

  /// Whether standard output goes to a reader that may leave.
  static var hasReader: Bool {
    var status = stat()
    guard fstat(STDOUT_FILENO, &status) == 0 else { return false }
    return [S_IFIFO, S_IFSOCK].contains(status.st_mode & S_IFMT)
  }

  /// Writes results.
  ///
  /// Throws `Unwritable` if that cannot be done, `Closed` if nobody reads them, and `WorkStopped` if a signal comes while
  /// their reader lets them wait.
  static func write(_ text: String) throws {
    try draw(isTerminal ? VisibleText.running(text) : text)
  }

  /// Writes results that are UTF-8, whole characters at a time; throws as for text.
  static func write(_ bytes: RawSpan) throws {
    guard !isTerminal else {
      return try write(bytes.withUnsafeBytes { String(decoding: $0, as: UTF8.self) })
    }
    try check(bytes.withUnsafeBytes { send($0.bindMemory(to: UInt8.self), to: STDOUT_FILENO) })
  }

  /// Writes bytes of whatever kind, as they are.
  static func send(_ bytes: [UInt8]) throws {
    try check(bytes.withUnsafeBufferPointer { send($0, to: STDOUT_FILENO) })
  }

  /// Writes to standard output as it is: colours and movements of our own, around text that is visible already.
  static func draw(_ text: String) throws {
    var text = text
    try check(text.withUTF8 { send($0, to: STDOUT_FILENO) })
  }

  private static func check(_ status: Int32) throws {
    switch status {
    case 0: return
    case EPIPE: throw Closed()
    case EINTR: throw WorkStopped()
    default:
      throw Unwritable(
        description:
          "standard output: cannot be written (\(String(cString: strerror(status)))); "
          + "make room, or write elsewhere")
    }
  }

  /// Writes a line of results, which is one on a terminal whatever names it holds, but broken between words where that is
  /// narrower.
  static func line(_ text: String) throws {
    try draw((isTerminal ? fitted(text, to: columns) : text) + "\n")
  }

  /// Writes a JSON value on a line of its own, the same bytes wherever they go.
  static func json(_ value: JSONValue) throws {
    try draw(String(decoding: value.serialized(), as: UTF8.self) + "\n")
  }

  /// Writes a line to standard error, broken between words where a terminal is narrower; nothing can be done if that
  /// fails.
  static func error(_ line: String) {
    drawError(fitted(line) + "\n")
  }

  /// A line so that it can be seen on standard error: as it is where it has room, else in several.
  static func fitted(_ line: String) -> String {
    fitted(line, to: errorIsTerminal ? columns : Int.max)
  }

  private static func fitted(_ line: String, to columns: Int) -> String {
    let line = VisibleText.line(line)
    return DisplayWidth.columns(line) <= columns
      ? line : TextTable.wrapped(line, columns: columns, indent: 2)
  }

  /// Writes text of several lines to standard error.
  static func notes(_ text: String) { drawError(VisibleText.running(text)) }

  /// Writes to standard error as it is: movements of our own, around text that is visible already.
  static func drawError(_ text: String) {
    var text = text
    _ = text.withUTF8 { send($0, to: STDERR_FILENO) }
  }

  /// Takes what stands in the terminal's line away.
  static func clearLine() {
    drawError("\r\u{1B}[K")
    midLine.store(false, ordering: .relaxed)
  }

  /// Whether standard output is a terminal.
  static let isTerminal = isatty(STDOUT_FILENO) == 1

  /// Whether standard error is a terminal that can move its cursor.
  static let errorIsTerminal =
    isatty(STDERR_FILENO) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"

  /// Columns of the terminal.
  static var columns: Int {
    var size = winsize()
    guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }

  private static func send(_ bytes: UnsafeBufferPointer<UInt8>, to descriptor: Int32) -> Int32 {
    if descriptor == STDOUT_FILENO { writing.store(true, ordering: .relaxed) }
    defer { if descriptor == STDOUT_FILENO { writing.store(false, ordering: .relaxed) } }
    var sent = 0
    while sent < bytes.count {
      let count = Foundation.write(
        descriptor, bytes.baseAddress.map { $0 + sent }, bytes.count - sent)
      if count < 0 {
        let isGivenUp = descriptor == STDOUT_FILENO && Signals.ending.isRequested
        if errno == EINTR && !isGivenUp { continue }
        return errno
      }
      sent += count
    }
    if let last = bytes.last, descriptor == STDOUT_FILENO ? isTerminal : errorIsTerminal {
      midLine.store(last != UInt8(ascii: "\n"), ordering: .relaxed)
    }
    return 0
  }
}
