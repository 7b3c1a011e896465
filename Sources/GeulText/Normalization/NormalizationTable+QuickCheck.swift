extension NormalizationTable {
  /// The longest beginning of text that is known to be normalized, up to a safe cut or to the end.
  ///
  /// This is the quick check of UAX #15: nothing to replace or to join, and marks in order. `scalars`
  /// from `start` on begin at a safe cut and end at one. Cost: linear in the length of what it accepts.
  func endOfNormalized(in scalars: Span<UInt32>, from start: Int) -> Int {
    let entries = entries.span
    var position = start
    var cut = start
    var previousClass: UInt32 = 0
    // Where a chunk may be tried next: not at once, because text to change is changed word by word.
    var nextChunk = start + 16
    while position < scalars.count {
      if position >= nextChunk, previousClass == 0 {
        let skipped = endOfInertChunks(in: scalars, from: position)
        nextChunk = skipped + InertRanges.chunk
        if skipped > position {
          cut = skipped - 1
          position = skipped
          continue
        }
      }
      let scalar = scalars[unchecked: position]
      let entry =
        scalar < Self.limit ? entries[unchecked: Int(scalar)] : Self.inert
      let combiningClass = entry & 0xFF
      if entry & Self.cutBefore != 0 { cut = position }
      guard entry & Self.unchanged != 0, combiningClass == 0 || combiningClass >= previousClass
      else { return cut }
      previousClass = combiningClass
      position += 1
    }
    return position
  }

  /// Where whole chunks of inert scalars end.
  @inline(__always)
  private func endOfInertChunks(in scalars: Span<UInt32>, from start: Int) -> Int {
    var position = start
    while position <= scalars.count - InertRanges.chunk,
      inertRanges.holdChunk(of: scalars, at: position) || isInertChunk(of: scalars, at: position)
    {
      position += InertRanges.chunk
    }
    return position
  }

  /// Whether each scalar of a chunk is inert by its entry; again without an early exit.
  @inline(__always)
  private func isInertChunk(of scalars: Span<UInt32>, at start: Int) -> Bool {
    let entries = entries.span
    guard !entries.isEmpty else { return true }
    var common = Self.inert
    for place in 0..<InertRanges.chunk {
      let scalar = scalars[unchecked: start &+ place]
      // Beyond the table everything is inert, as U+0000 is.
      let index = scalar < Self.limit ? scalar : 0
      common &= entries[unchecked: Int(index)]
    }
    return common == Self.inert
  }
}
