import GeulModel

/// How a long text is read in lanes side by side.
///
/// A recurrent model reads one symbol after another, but one stream uses a fraction of what the processor can do. So
/// the text is cut into B segments of S symbols, after the first W. Lane 0 goes on from the state before the text; the
/// others begin W symbols before their segment with nothing read. At each seam the state with which a lane entered its
/// segment is compared with the one in which the lane before it left its own: where they agree, what the model keeps of
/// the past beyond the warm-up is little, and fades further over the segment.
public struct LaneReading: Sendable {
  /// B
  public var lanes: Int
  /// W: symbols that a lane reads before its segment.
  public var warmUp: Int
  /// Symbols of a lane that are read by one call.
  public var steps: Int
  /// Symbols that are read side by side at a time, which bounds memory.
  public var blockSymbols: Int
  /// Texts, or ends of texts, of fewer symbols are read in one lane.
  public var leastSymbols: Int

  /// The default suits models of some hundred units on two processors.
  public init(
    lanes: Int = 128, warmUp: Int = 512, steps: Int = 16, blockSymbols: Int = 1 << 20,
    leastSymbols: Int = 16384
  ) {
    precondition(
      lanes >= 2 && warmUp >= 1 && steps >= 1,
      "\(lanes) lanes, \(warmUp) to warm up, \(steps) steps")
    precondition(
      leastSymbols >= warmUp + lanes && blockSymbols >= leastSymbols,
      "blocks of \(blockSymbols) and at least \(leastSymbols) symbols for \(lanes) lanes")
    self.lanes = lanes
    self.warmUp = warmUp
    self.steps = steps
    self.blockSymbols = blockSymbols
    self.leastSymbols = leastSymbols
  }
}

/// What reading a text took.
public struct ReadingReport: Sendable, Equatable {
  /// Symbols that the state now stands behind.
  public internal(set) var symbols = 0
  /// Those of them that were read side by side.
  public internal(set) var sideBySide = 0
  /// Seams between lanes.
  public internal(set) var seams = 0
  /// Seams whose lanes disagreed after the warm-up, so that the segment was read again.
  public internal(set) var disagreed = 0
  /// Segments that were at last read one after another, because the model had not forgotten.
  public internal(set) var oneByOne = 0
  /// The largest disagreement that was let pass.
  public internal(set) var largestAccepted = 0.0
  /// Whether it was asked to stop, so that symbols are missing at the end.
  public internal(set) var wasStopped = false
}
