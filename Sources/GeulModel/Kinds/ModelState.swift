/// What a model of any kind remembers of B streams: a value.
public enum ModelState: LaneState, Equatable {
  /// Hidden states and cells.
  case recurrent(RecurrentState)
  /// The symbols read last.
  case window(WindowState)

  /// B
  public var lanes: Int {
    switch self {
    case .recurrent(let state): state.lanes
    case .window(let state): state.lanes
    }
  }

  /// The lanes `sources`, in that order; a lane may come several times, or not at all.
  public func gathering(_ sources: [Int]) -> ModelState {
    switch self {
    case .recurrent(let state): .recurrent(state.gathering(sources))
    case .window(let state): .window(state.gathering(sources))
    }
  }

  /// Makes a lane what a lane of another state of the same model is.
  public mutating func replace(lane: Int, with other: ModelState, lane source: Int) {
    switch (self, other) {
    case (.recurrent(var state), .recurrent(let other)):
      state.replace(lane: lane, with: other, lane: source)
      self = .recurrent(state)
    case (.window(var state), .window(let other)):
      state.replace(lane: lane, with: other, lane: source)
      self = .window(state)
    case (.recurrent, _), (.window, _): preconditionFailure("a state of another kind of model")
    }
  }

  /// How far a lane is from a lane of another state of the same model.
  public func disagreement(lane: Int, with other: ModelState, lane source: Int) -> Double {
    switch (self, other) {
    case (.recurrent(let state), .recurrent(let other)):
      state.disagreement(lane: lane, with: other, lane: source)
    case (.window(let state), .window(let other)):
      state.disagreement(lane: lane, with: other, lane: source)
    case (.recurrent, _), (.window, _): preconditionFailure("a state of another kind of model")
    }
  }
}
