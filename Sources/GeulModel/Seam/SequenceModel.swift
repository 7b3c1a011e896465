import GeulCompute

/// A model of sequences of symbols: given what was read, it says how likely each symbol is to follow.
///
/// Evaluator, sampler, beam and sessions of text work with any of them and know none of them. `Model` is the one that a
/// program holds: whichever kind a checkpoint has.
public protocol SequenceModel: Sendable {
  associatedtype Predictor: SequencePredictor

  /// V: symbols are 0 ..< V.
  var vocabularySize: Int { get }

  /// How many of the latest symbols decide what follows; nil where what was read at any time may.
  var contextLength: Int? { get }

  /// A reader of `lanes` streams side by side that takes at most `steps` symbols of each at a time.
  func makePredictor(lanes: Int, steps: Int, kind: ProductKind, pool: WorkerPool) -> Predictor
}

extension SequenceModel {
  /// Without bound.
  public var contextLength: Int? { nil }
}
