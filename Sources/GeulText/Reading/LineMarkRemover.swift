/// Removes byte order marks that begin a line, of text that arrives in blocks.
struct LineMarkRemover {
  /// How many were removed.
  private(set) var removed = 0
  private var startsLine = true

  private static let mark: UInt32 = 0xFEFF

  /// Removes them from what was appended since `start`.
  mutating func remove(from scalars: inout [UInt32], since start: Int) {
    guard scalars.count > start else { return }
    var kept = start
    for position in start..<scalars.count {
      let scalar = scalars[position]
      if scalar == Self.mark, startsLine {
        removed += 1
        continue
      }
      startsLine = scalar == 0x0A || scalar == 0x0D
      scalars[kept] = scalar
      kept += 1
    }
    scalars.removeSubrange(kept...)
  }
}
