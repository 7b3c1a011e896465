import Foundation

/// Bracketed paste: a terminal that was asked for it (`CSI ? 2004 h`) sends what is pasted between two marks.
extension LineEditorInput {
  private static let opening = Array("\u{1B}[200~".utf8)
  private static let closing = Array("\u{1B}[201~".utf8)
  /// How long the rest of something that was begun is waited for, in milliseconds.
  private static let patience: Int32 = 30

  /// A paste, if one is at hand; waits for its end.
  mutating func pasted() -> Event? {
    guard start < bytes.count, bytes[start] == 0x1B else { return nil }
    // A mark may be cut where the reading was.
    while bytes.count - start < Self.opening.count, Self.opening.starts(with: bytes[start...]),
      Self.isReadable(within: Self.patience), fill()
    {}
    guard bytes[start...].starts(with: Self.opening) else { return nil }
    start += Self.opening.count
    guard let end = closingMark() else { return .end }
    let text = Self.text(bytes[start..<end])
    start = end + Self.closing.count
    return text.map { .paste($0) } ?? .malformed
  }

  /// Where the paste ends, nil if the terminal or the program does before it.
  ///
  /// What was pasted may hold the mark itself: of several the last one counts, up to the next paste.
  private mutating func closingMark() -> Int? {
    var sought = 0
    while true {
      let all = bytes[start...]
      if let first = all.dropFirst(sought).firstRange(of: Self.closing)?.lowerBound {
        if first + Self.closing.count == bytes.count, Self.isReadable(within: Self.patience) {
          guard fill() else { return nil }
          continue
        }
        let next = bytes[first...].firstRange(of: Self.opening)?.lowerBound ?? bytes.endIndex
        return bytes[first..<next].ranges(of: Self.closing).last?.lowerBound ?? first
      }
      sought = max(0, all.count - Self.closing.count)
      guard Self.isReadable(within: -1), fill() else { return nil }
    }
  }

  /// Whether there is something to read before so many milliseconds have passed, or ever; false also where the program
  /// is to end.
  private static func isReadable(within milliseconds: Int32) -> Bool {
    while true {
      var entries = [
        pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0),
        pollfd(fd: Signals.pipe.descriptor, events: Int16(POLLIN), revents: 0),
      ]
      let count = poll(&entries, 2, milliseconds)
      if count < 0 && errno == EINTR { continue }
      return count > 0 && entries[1].revents == 0
    }
  }

  /// The text of a paste; nil if it is not UTF-8. While a line is edited the terminal takes CR for LF and LF for CR.
  private static func text(_ bytes: ArraySlice<UInt8>) -> String? {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var previous: UInt8?
    for byte in bytes {
      let isLineEnd = byte == 0x0A || byte == 0x0D
      if isLineEnd, previous == 0x0A, byte == 0x0D {
        // The second half of a CR LF.
        previous = nil
        continue
      }
      result.append(isLineEnd ? 0x0A : byte)
      previous = byte
    }
    return String(validating: result, as: UTF8.self)
  }
}
