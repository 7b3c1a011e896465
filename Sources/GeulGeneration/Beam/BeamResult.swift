/// A continuation that a beam search found.
public struct BeamResult<Text: HypothesisText> {
  /// Why it ended.
  public enum FinishReason: String, Sendable {
    /// The length was reached.
    case length
    /// Its text ended.
    case stop
    /// No symbol might follow.
    case exhausted
    /// The search was asked to stop.
    case stopped
  }

  /// Its symbols, the one that ended it included.
  public let symbols: [UInt32]
  /// ln p of each symbol under the model, before any filter.
  public let logProbabilities: [Float]
  /// What the results are ordered by, highest first: Σ ln p / n^α, each ln p after the repetition penalty; of a
  /// stochastic search the perturbed log-probability, in relation to the highest.
  public let score: Double
  /// Why it ended.
  public let finishReason: FinishReason
  /// Its text.
  public let text: Text

  /// Sum of ln p of the symbols under the model, before any filter.
  public var logProbability: Double { logProbabilities.reduce(0) { $0 + Double($1) } }
}

extension BeamResult: Sendable where Text: Sendable {}
