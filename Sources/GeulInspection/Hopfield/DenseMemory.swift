import Foundation

/// The modern Hopfield network of patterns and a state of numbers (Ramsauer et al. 2020, "Hopfield Networks is All You Need",
/// equations 1 to 3), of which attention is one step.
///
///     E(s) = -(1/β) ln Σ_μ e^(β ξ_μ·s) + ½ s·s + constant      s ← Σ_μ ξ_μ softmax_μ(β ξ·s)
///
/// Patterns are taken in units of their length, so that ξ·s is the overlap.
public struct DenseMemory: Sendable {
  private let patterns: [[Int8]]
  /// β
  public let sharpness: Double

  /// A memory of patterns of ±1.
  public init(_ patterns: [[Int8]], sharpness: Double = 50) {
    (self.patterns, self.sharpness) = (patterns, sharpness)
  }

  /// The weight of each pattern after so many steps from a state, and the energy at first and after each.
  public func recall(_ start: [Double], steps: Int = 5) -> (weights: [Double], energies: [Double]) {
    let units = Double(max(1, start.count))
    // s·s of a pattern is 1.
    var state = start
    var energies: [Double] = []
    var weights = [Double](repeating: 0, count: patterns.count)
    for step in 0...steps {
      let overlaps = patterns.map { pattern in
        var sum = 0.0
        for unit in state.indices { sum += Double(pattern[unit]) * state[unit] }
        return sum / units
      }
      let most = overlaps.max() ?? 0
      let powers = overlaps.map { exp(sharpness * ($0 - most)) }
      let total = powers.reduce(0, +)
      let square = state.reduce(0) { $0 + $1 * $1 } / units
      energies.append(-(most + log(total) / sharpness) + square / 2)
      if step == steps { break }
      weights = powers.map { $0 / total }
      state = [Double](repeating: 0, count: state.count)
      for (pattern, weight) in zip(patterns, weights) where weight > 1e-12 {
        for unit in state.indices { state[unit] += weight * Double(pattern[unit]) }
      }
    }
    return (weights, energies)
  }
}
