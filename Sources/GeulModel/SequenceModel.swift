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
  associatedtype State: Sendable

  /// B
  var lanes: Int { get }
  /// The most steps of one call, T.
  var steps: Int { get }
  /// What was read so far, as a value: keep it to go back.
  var state: State { get set }

  /// Forgets everything read.
  func reset()

  /// Forgets what one lane has read.
  func reset(lane: Int)

  /// Reads (T, B) symbols, time-major, and predicts what follows.
  func read(_ symbols: [UInt32], predicting: PredictedSteps)

  /// ln p of every symbol (rows, V) for the rows asked for last: all (T·B), or those of the last step (B).
  /// Valid until the next call.
  func withLogProbabilities<Result>(_ body: (UnsafeBufferPointer<Float>) throws -> Result) rethrows
    -> Result
}

/// After which of the symbols read a prediction is wanted.
public enum PredictedSteps: Sendable {
  case all
  case last
  case none
}
