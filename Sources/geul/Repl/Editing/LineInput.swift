import Foundation

/// Lines of standard input, read so that a signal can interrupt the waiting.
struct LineInput {
  /// What came.
  enum Result {
    /// A line, without its end.
    case line(String)
    /// Bytes that are not UTF-8.
    case malformed
    /// A signal, or the end of the program, before the line was whole; what was typed is dropped.
    case interrupted
    /// No more input.
    case end
  }

  private var buffer: [UInt8] = []

  /// The next line.
  mutating func next() -> Result {
    while true {
      if let end = buffer.firstIndex(of: 0x0A) {
        let line = Array(buffer[..<end])
        buffer.removeSubrange(...end)
        return Self.decode(line)
      }
      guard Self.waitForInput() else {
        buffer.removeAll()
        return .interrupted
      }
      var block = [UInt8](repeating: 0, count: 4096)
      let count = read(STDIN_FILENO, &block, block.count)
      if count < 0 && errno == EINTR { continue }
      if count <= 0 {
        guard !buffer.isEmpty else { return .end }
        let line = buffer
        buffer.removeAll()
        return Self.decode(line)
      }
      buffer.append(contentsOf: block[..<count])
    }
  }

  /// A line that was read already, so that it need not be waited for; nil where there is none.
  mutating func nextWaiting() -> Result? { buffer.contains(0x0A) ? next() : nil }

  /// Returns false where a signal comes first.
  private static func waitForInput() -> Bool {
    var entries = [
      pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0),
      pollfd(fd: Signals.pipe.descriptor, events: Int16(POLLIN), revents: 0),
    ]
    // What cannot be waited for is read at once.
    return poll(&entries, 2, -1) >= 0 ? entries[1].revents == 0 : errno != EINTR
  }

  private static func decode(_ bytes: [UInt8]) -> Result {
    let line = bytes.last == 0x0D ? Array(bytes.dropLast()) : bytes
    guard let text = String(validating: line, as: UTF8.self) else { return .malformed }
    return .line(text)
  }
}
