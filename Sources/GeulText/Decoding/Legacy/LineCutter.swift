/// Cuts bytes after their line feeds, wherever blocks end, for decoders that work line by line.
enum LineCutter {
  /// Where a longer line is cut.
  static let longest = 1 << 20

  /// The lines that are complete, in order; what follows the last is the beginning of another.
  static func lines(
    _ bytes: UnsafeBufferPointer<UInt8>, isLast: Bool
  ) -> [Range<Int>] {
    var lines: [Range<Int>] = []
    var start = 0
    for position in bytes.indices
    where bytes[position] == 0x0A || position - start == longest - 1 {
      lines.append(start..<position + 1)
      start = position + 1
    }
    if isLast, start < bytes.count { lines.append(start..<bytes.count) }
    return lines
  }
}
