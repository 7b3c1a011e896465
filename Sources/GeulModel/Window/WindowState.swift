/// What a window model remembers of each lane's past: the symbols that it sees. A value, passed in and out.
public struct WindowState: LaneState, Equatable {
  /// B.
  public let lanes: Int
  /// (B, n): the last n symbols of each lane, the oldest first; V where nothing was read.
  public internal(set) var symbols: [UInt32]

  /// n.
  let window: Int
  /// V.
  let nothing: UInt32

  /// The state before anything was read.
  public init(_ configuration: WindowConfiguration, lanes: Int) {
    precondition(lanes >= 1, "a state needs at least 1 lane, not \(lanes)")
    self.lanes = lanes
    window = configuration.window
    nothing = UInt32(configuration.vocabulary)
    symbols = [UInt32](repeating: nothing, count: lanes * window)
  }

  /// Forgets what lane `lane` has read.
  public mutating func reset(lane: Int) {
    precondition(lane >= 0 && lane < lanes, "lane \(lane) of \(lanes)")
    for index in lane * window..<(lane + 1) * window { symbols[index] = nothing }
  }

  /// The lanes `sources`, in that order; a lane may come several times, or not at all.
  public func gathering(_ sources: [Int]) -> WindowState {
    var gathered: [UInt32] = []
    gathered.reserveCapacity(sources.count * window)
    for source in sources { gathered += self[source] }
    return WindowState(lanes: sources.count, symbols: gathered, window: window, nothing: nothing)
  }

  /// Makes lane `lane` what lane `source` of another state of the same model is.
  public mutating func replace(lane: Int, with other: WindowState, lane source: Int) {
    precondition(
      window == other.window && nothing == other.nothing,
      "states of \(window) of \(nothing) symbols and of \(other.window) of \(other.nothing)")
    precondition(lane >= 0 && lane < lanes, "lane \(lane) of \(lanes)")
    symbols.replaceSubrange(lane * window..<(lane + 1) * window, with: other[source])
  }

  /// 0 where the two lanes see the same symbols, and infinite where they do not.
  public func disagreement(lane: Int, with other: WindowState, lane source: Int) -> Double {
    self[lane] == other[source] ? 0 : .infinity
  }

  private subscript(lane: Int) -> ArraySlice<UInt32> {
    precondition(lane >= 0 && lane < lanes, "lane \(lane) of \(lanes)")
    return symbols[lane * window..<(lane + 1) * window]
  }

  private init(lanes: Int, symbols: [UInt32], window: Int, nothing: UInt32) {
    self.lanes = lanes
    self.symbols = symbols
    self.window = window
    self.nothing = nothing
  }
}
