/// What a model of any kind remembers of B streams: a value.
public enum ModelState: LaneState, Equatable {
  /// Hidden states and cells.
  case recurrent(RecurrentState)
  /// The symbols read last.
  case window(WindowState)
  /// Contexts.
  case ngram(NGramState)

  /// B
  public var lanes: Int {
    switch self {
    case .recurrent(let state): state.lanes
    case .window(let state): state.lanes
    case .ngram(let state): state.lanes
    }
  }

  /// The lanes `sources`, in that order; a lane may come several times, or not at all.
  public func gathering(_ sources: [Int]) -> ModelState {
    switch self {
    case .recurrent(let state): .recurrent(state.gathering(sources))
    case .window(let state): .window(state.gathering(sources))
    case .ngram(let state): .ngram(state.gathering(sources))
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
    case (.ngram(var state), .ngram(let other)):
      state.replace(lane: lane, with: other, lane: source)
      self = .ngram(state)
    default: Self.refuse(self, other)
    }
  }

  /// How far a lane is from a lane of another state of the same model.
  public func disagreement(lane: Int, with other: ModelState, lane source: Int) -> Double {
    switch (self, other) {
    case (.recurrent(let state), .recurrent(let other)):
      state.disagreement(lane: lane, with: other, lane: source)
    case (.window(let state), .window(let other)):
      state.disagreement(lane: lane, with: other, lane: source)
    case (.ngram(let state), .ngram(let other)):
      state.disagreement(lane: lane, with: other, lane: source)
    default: Self.refuse(self, other)
    }
  }

  /// States of two kinds are of two models.
  private static func refuse(_ state: ModelState, _ other: ModelState) -> Never {
    preconditionFailure("a state of \(state.kind.rawValue) meets one of \(other.kind.rawValue)")
  }

  /// The kind of model whose state it is.
  var kind: ModelKind {
    switch self {
    case .recurrent: .recurrent
    case .window: .window
    case .ngram: .ngram
    }
  }
}
