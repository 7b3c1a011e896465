import Glibc

/// How often a source is in each of its states in the long run, π.
public struct StationaryDistribution: Sendable {
  /// π: (S), adding up to 1.
  public let probabilities: [Double]
  /// Σ |πP - π|: how far π is from being stationary, a few times the rounding error.
  public let residual: Double
  /// Steps of the iteration.
  public let steps: Int

  /// Iterates π ← πP until the residual is that of rounding alone; the source must be aperiodic.
  ///
  /// Only sums, products and quotients are taken, which are the same on every machine. Costs S N a
  /// step: some tens of steps where every state soon leads to all others, and never more than
  /// some 2,500 where each leads to one state with probability 1/64, for then the distance to π
  /// shrinks by 1/64 a step (Doeblin, 1938).
  init(of source: UnifilarSource) {
    let states = source.stateCount
    var current = [Double](repeating: 1 / Double(states), count: states)
    var best = current
    var least = Double.infinity
    var steps = 0
    var stale = 0
    // Rounding leaves some units in the last place; there the residual wanders.
    while least > 0, stale < 32, steps < Self.mostSteps {
      var next = Self.advance(current, source)
      let residual = zip(next, current).reduce(0) { $0 + abs($1.0 - $1.1) }
      stale += 1
      if residual < least { (least, best, stale) = (residual, current, 0) }
      let sum = next.reduce(0, +)
      for state in 0..<states { next[state] /= sum }
      current = next
      steps += 1
    }
    probabilities = best
    residual = least
    self.steps = steps
  }

  private static let mostSteps = 100_000

  /// πP.
  private static func advance(_ current: [Double], _ source: UnifilarSource) -> [Double] {
    var next = [Double](repeating: 0, count: current.count)
    let symbols = source.symbolCount
    for (state, share) in current.enumerated() {
      let unit = share / Double(UnifilarSource.total)
      for cell in state * symbols..<(state + 1) * symbols where source.weights[cell] > 0 {
        next[Int(source.successors[cell])] += unit * Double(source.weights[cell])
      }
    }
    return next
  }
}

extension UnifilarSource {
  /// h = Σ π(s) H(P(·|s)), in nats per symbol.
  public func entropyRate(_ stationary: StationaryDistribution) -> Double {
    var rate = 0.0
    for (state, share) in stationary.probabilities.enumerated() {
      var entropy = 0.0
      for symbol in 0..<symbolCount {
        let probability = probability(of: symbol, in: state)
        if probability > 0 { entropy -= probability * log(probability) }
      }
      rate += share * entropy
    }
    return rate
  }
}
