import Glibc

/// A symbol, and how likely it is to come next.
public struct SymbolChance: Sendable, Equatable {
  /// The symbol.
  public let id: UInt32
  /// ln p under the model, after the repetition penalty where there is one, before temperature: what greedy choice and
  /// deterministic beam search rank by.
  public let score: Float
  /// Its probability in the distribution at hand: the model's, or the one that a chain of filters leaves, whose sum is 1
  /// again.
  public let probability: Double
  /// ln `probability`, exact where that underflows.
  public let logProbability: Double

  /// A symbol of the model's own distribution, given its ln p.
  public init(id: UInt32, logProbability: Double) {
    self.init(
      id: id, score: Float(logProbability), probability: exp(logProbability),
      logProbability: logProbability)
  }

  init(id: UInt32, score: Float, probability: Double, logProbability: Double) {
    self.id = id
    self.score = score
    self.probability = probability
    self.logProbability = logProbability
  }

  /// The `count` most probable symbols of a distribution (V), the most probable first, ties to the lower id.
  ///
  /// Cost: one pass, and an insertion for each that is among the best so far.
  static func best(_ count: Int, of logs: UnsafeBufferPointer<Float>) -> [SymbolChance] {
    guard count > 0 else { return [] }
    var best: [(id: Int, log: Float)] = []
    best.reserveCapacity(count + 1)
    for (id, log) in logs.enumerated() {
      guard best.count < count || log > best[best.count - 1].log else { continue }
      var place = best.count
      while place > 0, best[place - 1].log < log { place -= 1 }
      best.insert((id, log), at: place)
      if best.count > count { best.removeLast() }
    }
    return best.map { SymbolChance(id: UInt32($0.id), logProbability: Double($0.log)) }
  }
}
