import Glibc

/// How a beam searches for probable continuations.
public struct BeamSettings: Sendable, Equatable {
  /// How many hypotheses are kept side by side, K.
  public var width: Int
  /// α of the final ranking by Σ ln p / n^α, n being the number of symbols: 0 ranks by probability, 1 by the mean.
  public var lengthPenalty: Double
  /// How many of the hypotheses are returned at most.
  public var best: Int

  /// Settings; `flaw` says whether they make sense.
  public init(width: Int, lengthPenalty: Double = 1, best: Int = 1) {
    self.width = width
    self.lengthPenalty = lengthPenalty
    self.best = best
  }

  /// What is wrong with them, or nil.
  public var flaw: String? {
    if !(1...Self.widest).contains(width) {
      return "beam must be from 1 to \(Self.widest), not \(width)"
    }
    if !(lengthPenalty >= 0 && lengthPenalty <= Self.steepest) {
      return "length-penalty must be from 0 to \(Int(Self.steepest)), not \(lengthPenalty)"
    }
    if !(1...width).contains(best) {
      return "best must be from 1 to the beam's width, \(width), not \(best)"
    }
    return nil
  }

  /// What hypotheses of `count` symbols, whose ln p sum to `sum`, are ranked by in the end.
  func score(_ sum: Double, symbols count: Int) -> Double {
    sum / pow(Double(max(1, count)), lengthPenalty)
  }

  /// The most hypotheses side by side.
  public static let widest = 1_024
  /// The greatest α; beyond it nothing but the length counts.
  private static let steepest = 10.0
}
