import GeulCompute

/// A sequence model at work on B streams: a reference, which all who hold it see go on.
public protocol SequencePredictor {
  associatedtype State: LaneState

  /// B
  var lanes: Int { get }
  /// The most steps of one call, T.
  var steps: Int { get }
  /// The most steps that one call can predict all of, at least 1: predictions take T·B·V of memory.
  var mostPredictedSteps: Int { get }
  /// The most by which its arithmetic's rounding sets the states of two lanes apart that have long read the same:
  /// 0 where there is none.
  var stateTolerance: Double { get }
  /// What was read so far, as a value: keep it to go back.
  var state: State { get nonmutating set }

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

extension SequencePredictor {
  /// All steps.
  public var mostPredictedSteps: Int { steps }
}

/// After which of the symbols read a prediction is wanted.
public enum PredictedSteps: Sendable {
  case all
  case last
  case none
}
