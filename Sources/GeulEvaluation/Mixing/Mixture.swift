import Glibc

/// A mixture of distributions: p = Σ wₖ pₖ, the weights not negative and of sum 1.
public struct Mixture: Sendable, Equatable {
  /// wₖ
  public let weights: [Double]

  /// The mixture that makes a text likeliest of which model k gives symbol i the loss `losses`[k][i] in nats: by
  /// expectation and maximization (Dempster et al. 1977), which ends at the one maximum there is.
  public init(fitting losses: [[Float]]) {
    let (count, symbols) = (losses.count, losses.first?.count ?? 0)
    precondition(count >= 1 && symbols >= 1, "\(count) models of \(symbols) symbols")
    var weights = [Double](repeating: 1 / Double(count), count: count)
    var shares = [Double](repeating: 0, count: count)
    for _ in 0..<Self.mostRounds {
      var sums = [Double](repeating: 0, count: count)
      for symbol in 0..<symbols {
        let total = Self.parts(losses, weights, symbol, into: &shares).total
        for model in 0..<count { sums[model] += shares[model] / total }
      }
      let next = sums.map { $0 / Double(symbols) }
      let change = zip(next, weights).reduce(0) { max($0, abs($1.0 - $1.1)) }
      weights = next
      if change < 1e-6 { break }
    }
    self.weights = weights
  }

  private static let mostRounds = 500

  /// The loss of each symbol in nats.
  public func losses(_ losses: [[Float]]) -> [Float] {
    precondition(losses.count == weights.count, "\(losses.count) models, \(weights.count) weights")
    var shares = [Double](repeating: 0, count: weights.count)
    return (0..<(losses.first?.count ?? 0)).map { symbol in
      let (total, least) = Self.parts(losses, weights, symbol, into: &shares)
      return Float(least - log(total))
    }
  }

  /// shares: wₖ pₖ, all over e to the minus `least`.
  private static func parts(
    _ losses: [[Float]], _ weights: [Double], _ symbol: Int, into shares: inout [Double]
  ) -> (total: Double, least: Double) {
    var least = Double.infinity
    for model in losses.indices { least = min(least, Double(losses[model][symbol])) }
    var total = 0.0
    for model in losses.indices {
      shares[model] = weights[model] * exp(least - Double(losses[model][symbol]))
      total += shares[model]
    }
    // What no model gives any weight is left to the likeliest.
    return (max(total, .leastNormalMagnitude), least)
  }
}
