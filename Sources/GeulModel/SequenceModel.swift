import GeulCompute

/// A model of sequences of symbols: given what was read, it says how likely each symbol is to follow.
///
/// The evaluator, the sampler and the REPL work with any of them and know none of them.
public protocol SequenceModel: Sendable {
  associatedtype Predictor: SequencePredictor

  /// V: symbols are 0 ..< V.
  var vocabularySize: Int { get }

  /// A reader of `lanes` streams side by side that takes at most `steps` symbols of each at a time.
  func makePredictor(lanes: Int, steps: Int, kind: ProductKind, pool: WorkerPool) -> Predictor
}

/// A sequence model at work on B streams.
public protocol SequencePredictor: AnyObject {
  associatedtype State: LaneState

  /// B
  var lanes: Int { get }
  /// The most steps of one call, T.
  var steps: Int { get }
  /// The most by which its arithmetic's rounding sets the states of two lanes apart that have long read the same:
  /// 0 where there is none.
  var stateTolerance: Double { get }
  /// What was read so far, as a value: keep it to go back.
  var state: State { get set }

  /// A reader of the same model for other streams, which shares what was prepared of it and has read nothing.
  func sibling(lanes: Int, steps: Int) -> Self

  /// Forgets everything read.
  func reset()

  /// Forgets what one lane has read.
  func reset(lane: Int)

  /// Reads (T, B) symbols, time-major, and predicts what follows.
  func read(_ symbols: [UInt32], predicting: PredictedSteps)

  /// The same, where lane i goes on from what lane `sources`[i] has read; a lane may be gone on from several times.
  func read(_ symbols: [UInt32], after sources: [Int], predicting: PredictedSteps)

  /// ln p of every symbol (rows, V) for the rows asked for last: all (T·B), or those of the last step (B).
  /// Valid until the next call.
  func withLogProbabilities<Result>(_ body: (UnsafeBufferPointer<Float>) throws -> Result) rethrows
    -> Result
}

/// What a reader remembers of B streams: a value.
public protocol LaneState: Sendable {
  /// B
  var lanes: Int { get }

  /// The lanes `sources`, in that order; a lane may come several times, or not at all.
  func gathering(_ sources: [Int]) -> Self

  /// Makes a lane what a lane of another state of the same model is.
  mutating func replace(lane: Int, with other: Self, lane source: Int)

  /// How far a lane is from a lane of another state of the same model: 0 where they are equal, and comparable with
  /// `SequencePredictor.stateTolerance`.
  func disagreement(lane: Int, with other: Self, lane source: Int) -> Double
}

/// After which of the symbols read a prediction is wanted.
public enum PredictedSteps: Sendable {
  case all
  case last
  case none
}
