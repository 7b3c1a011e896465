/// What a model of any kind remembers of B streams: a value.
public enum ModelState: LaneState, Equatable {
  /// Hidden states and cells.
  case recurrent(RecurrentState)

  /// B
  public var lanes: Int {
    switch self {
    case .recurrent(let state): state.lanes
    }
  }

  /// The lanes `sources`, in that order; a lane may come several times, or not at all.
  public func gathering(_ sources: [Int]) -> ModelState {
    switch self {
    case .recurrent(let state): .recurrent(state.gathering(sources))
    }
  }

  /// Makes a lane what a lane of another state of the same model is.
  public mutating func replace(lane: Int, with other: ModelState, lane source: Int) {
    switch (self, other) {
    case (.recurrent(var state), .recurrent(let other)):
      state.replace(lane: lane, with: other, lane: source)
      self = .recurrent(state)
    }
  }

  /// How far a lane is from a lane of another state of the same model.
  public func disagreement(lane: Int, with other: ModelState, lane source: Int) -> Double {
    switch (self, other) {
    case (.recurrent(let state), .recurrent(let other)):
      state.disagreement(lane: lane, with: other, lane: source)
    }
  }
}
