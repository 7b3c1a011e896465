/// A block of a text that is read in lanes side by side: lane i reads W + S symbols from i · S on, the last S of them as
/// its segment.
struct LaneBlock {
  /// All symbols of the block.
  let symbols: [UInt32]
  /// S
  let segment: Int
  /// W
  let warmUp: Int

  /// A lane's own symbols.
  func segment(ofLane lane: Int) -> ArraySlice<UInt32> {
    symbols[warmUp + lane * segment..<warmUp + (lane + 1) * segment]
  }
}
