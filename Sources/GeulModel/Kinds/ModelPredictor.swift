/// A model of any kind reading streams; one choice a call, none within.
public enum ModelPredictor: SequencePredictor {
  /// A recurrent model reading.
  case recurrent(RecurrentPredictor)
  /// A window model reading.
  case window(WindowPredictor)
  /// An n-gram model reading.
  case ngram(NGramPredictor)

  /// B
  public var lanes: Int {
    switch self {
    case .recurrent(let predictor): predictor.lanes
    case .window(let predictor): predictor.lanes
    case .ngram(let predictor): predictor.lanes
    }
  }

  /// The most steps of one call.
  public var steps: Int {
    switch self {
    case .recurrent(let predictor): predictor.steps
    case .window(let predictor): predictor.steps
    case .ngram(let predictor): predictor.steps
    }
  }

  /// The most steps that one call can predict all of.
  public var mostPredictedSteps: Int {
    switch self {
    case .recurrent(let predictor): predictor.mostPredictedSteps
    case .window(let predictor): predictor.mostPredictedSteps
    case .ngram(let predictor): predictor.mostPredictedSteps
    }
  }

  /// How far the states of two lanes may be apart that have long read the same.
  public var stateTolerance: Double {
    switch self {
    case .recurrent(let predictor): predictor.stateTolerance
    case .window(let predictor): predictor.stateTolerance
    case .ngram(let predictor): predictor.stateTolerance
    }
  }

  /// What was read so far, as a value.
  public var state: ModelState {
    get {
      switch self {
      case .recurrent(let predictor): .recurrent(predictor.state)
      case .window(let predictor): .window(predictor.state)
      case .ngram(let predictor): .ngram(predictor.state)
      }
    }
    nonmutating set {
      switch (self, newValue) {
      case (.recurrent(let predictor), .recurrent(let state)): predictor.state = state
      case (.window(let predictor), .window(let state)): predictor.state = state
      case (.ngram(let predictor), .ngram(let state)): predictor.state = state
      case (_, let state):
        preconditionFailure("a state of \(state.kind.rawValue) is of another model")
      }
    }
  }

  /// A reader of the same model for other streams.
  public func sibling(lanes: Int, steps: Int) -> ModelPredictor {
    switch self {
    case .recurrent(let predictor): .recurrent(predictor.sibling(lanes: lanes, steps: steps))
    case .window(let predictor): .window(predictor.sibling(lanes: lanes, steps: steps))
    case .ngram(let predictor): .ngram(predictor.sibling(lanes: lanes, steps: steps))
    }
  }

  /// Takes up what the model's parameters are now; what was read stays as it was read.
  public func renew() {
    switch self {
    case .recurrent(let predictor): predictor.renew()
    case .window(let predictor): predictor.renew()
    case .ngram: break
    }
  }

  /// Forgets everything read.
  public func reset() {
    switch self {
    case .recurrent(let predictor): predictor.reset()
    case .window(let predictor): predictor.reset()
    case .ngram(let predictor): predictor.reset()
    }
  }

  /// Forgets what one lane has read.
  public func reset(lane: Int) {
    switch self {
    case .recurrent(let predictor): predictor.reset(lane: lane)
    case .window(let predictor): predictor.reset(lane: lane)
    case .ngram(let predictor): predictor.reset(lane: lane)
    }
  }

  /// Reads (T, B) symbols, time-major, and predicts what follows.
  public func read(_ symbols: [UInt32], predicting: PredictedSteps) {
    switch self {
    case .recurrent(let predictor): predictor.read(symbols, predicting: predicting)
    case .window(let predictor): predictor.read(symbols, predicting: predicting)
    case .ngram(let predictor): predictor.read(symbols, predicting: predicting)
    }
  }

  /// The same, where lane i goes on from what lane `sources`[i] has read.
  public func read(_ symbols: [UInt32], after sources: [Int], predicting: PredictedSteps) {
    switch self {
    case .recurrent(let predictor):
      predictor.read(symbols, after: sources, predicting: predicting)
    case .window(let predictor):
      predictor.read(symbols, after: sources, predicting: predicting)
    case .ngram(let predictor):
      predictor.read(symbols, after: sources, predicting: predicting)
    }
  }

  /// ln p of every symbol (rows, V) for the rows asked for last.
  public func withLogProbabilities<Result>(
    _ body: (UnsafeBufferPointer<Float>) throws -> Result
  ) rethrows -> Result {
    switch self {
    case .recurrent(let predictor): try predictor.withLogProbabilities(body)
    case .window(let predictor): try predictor.withLogProbabilities(body)
    case .ngram(let predictor): try predictor.withLogProbabilities(body)
    }
  }
}
