import Foundation

/// What is typed, scalar by scalar, and the signals that come while waiting for it.
struct LineEditorInput {
  /// What came.
  enum Event {
    case scalar(Unicode.Scalar)
    /// A text that the terminal says was pasted, its line ends line feeds.
    case paste(String)
    /// A byte that belongs to no UTF-8.
    case malformed
    case signal(LineEditorSignals.Notice)
    /// The terminal is gone, or the program is to end.
    case end
  }

  var bytes: [UInt8] = []
  var start = 0

  /// Whether text came together with what was taken last, as it does when it is pasted.
  var isPasting: Bool { bytes[start...].contains { $0 >= 0x20 } }

  /// Forgets what was typed and not taken.
  mutating func drop() {
    bytes.removeAll()
    start = 0
    tcflush(STDIN_FILENO, TCIFLUSH)
  }

  /// Waits for the next event.
  mutating func next() -> Event {
    while true {
      if let event = pasted() ?? decode() { return event }
      var entries = [
        pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0),
        pollfd(fd: LineEditorSignals.descriptor, events: Int16(POLLIN), revents: 0),
        pollfd(fd: Signals.pipe.descriptor, events: Int16(POLLIN), revents: 0),
      ]
      guard poll(&entries, 3, -1) > 0 || errno == EINTR else { return .end }
      if entries[2].revents != 0 { return .end }
      if let notice = LineEditorSignals.take() { return .signal(notice) }
      if entries[0].revents != 0 && !fill() { return .end }
    }
  }

  /// Reads what is there; false at the end.
  mutating func fill() -> Bool {
    bytes.removeSubrange(..<start)
    start = 0
    var block = [UInt8](repeating: 0, count: 1 << 16)
    let count = read(STDIN_FILENO, &block, block.count)
    if count < 0 { return errno == EINTR || errno == EAGAIN }
    bytes += block[..<count]
    return count > 0
  }

  /// The next scalar, nil if its bytes are not all there.
  private mutating func decode() -> Event? {
    guard start < bytes.count else { return nil }
    let length = Self.length(leading: bytes[start])
    for count in 1..<max(2, length + 1) {
      guard start + count <= bytes.count else { return nil }
      if count > 1 && bytes[start + count - 1] & 0xC0 != 0x80 { break }
      if count == length,
        let text = String(validating: bytes[start..<start + count], as: UTF8.self),
        let scalar = text.unicodeScalars.first
      {
        start += count
        return .scalar(scalar)
      }
    }
    start += 1
    return .malformed
  }

  private static func length(leading byte: UInt8) -> Int {
    switch byte {
    case 0..<0x80: 1
    case 0xC2..<0xE0: 2
    case 0xE0..<0xF0: 3
    case 0xF0..<0xF5: 4
    default: 0
    }
  }
}
