/// Cuts bytes after their line feeds, wherever blocks end, for decoders that work line by line.
enum LineCutter {
  /// A longer line is cut between two of its characters.
  static let longest = 1 << 20

  /// The lines that are complete, in order; what follows the last is the beginning of another.
  static func lines(
    _ bytes: UnsafeBufferPointer<UInt8>, isLast: Bool
  ) -> [Range<Int>] {
    var lines: [Range<Int>] = []
    var start = 0
    var position = 0
    while position < bytes.count {
      if bytes[position] == 0x0A || position - start == longest - 1 {
        let end =
          bytes[position] == 0x0A
          ? position + 1 : start + length(UnsafeBufferPointer(rebasing: bytes[start...position]))
        lines.append(start..<end)
        (start, position) = (end, end)
      } else {
        position += 1
      }
    }
    if isLast, start < bytes.count { lines.append(start..<bytes.count) }
    return lines
  }

  /// How many bytes at the front of a line are whole characters, whichever encoding they are in.
  ///
  /// A space and what is below it are a character each in all encodings that are read by lines, and an escape begins
  /// something new. Where there is none near the end, UTF-8 is told by the first bytes of its characters; other text is
  /// then taken for pairs of high bytes.
  private static func length(_ line: UnsafeBufferPointer<UInt8>) -> Int {
    if let cut = line[(line.count / 2)...].lastIndex(where: { $0 <= 0x20 }) {
      return line[cut] == 0x1B ? cut : cut + 1
    }
    if let cut = line.suffix(4).lastIndex(where: { $0 & 0xC0 != 0x80 }), cut > 0,
      UTF8Decoder.decode(UnsafeBufferPointer(rebasing: line[..<cut])).invalidSequences == 0
    {
      return cut
    }
    var place = 0
    while true {
      let next = place + (line[place] < 0x81 ? 1 : 2)
      guard next < line.count else { return max(1, place) }
      place = next
    }
  }
}
