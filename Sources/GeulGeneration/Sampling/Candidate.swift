/// A symbol that may come next.
public struct Candidate: Sendable, Equatable {
  /// The symbol.
  public let id: UInt32
  /// ln p under the model with the repetition penalty, before temperature: what greedy choice and deterministic beam
  /// search rank by.
  public let score: Float
  /// The probability with which it is drawn: tempered, filtered, of sum 1 over all candidates.
  public let probability: Double
  /// ln `probability`, exact where that underflows.
  public let logProbability: Double
}
