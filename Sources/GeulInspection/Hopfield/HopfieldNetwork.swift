import GeulCompute

/// Hopfield's associative memory of n units of ±1 (Hopfield 1982).
///
///     W = (1/n) Σ_μ ξ_μ ξ_μᵀ, without its diagonal          (Hebb)
///     W = (1/n) Σ_μν ξ_μ (C⁻¹)_μν ξ_νᵀ, C = ξᵀξ / n          (pseudo-inverse; Personnaz et al. 1986)
///     E(s) = -½ sᵀ W s
///
/// Units are updated one at a time, s_i ← sign Σ_j W_ij s_j, by which E never rises, until none changes.
public struct HopfieldNetwork: Sendable {
  /// How weights come of patterns.
  public enum Rule: String, Sendable, CaseIterable {
    case hebbian
    case pseudoInverse = "pseudo-inverse"
  }

  /// n
  public let units: Int
  /// (n, n), the diagonal zero.
  private let weights: [Float]

  /// A memory of patterns of ±1, each of n numbers; nil where the pseudo-inverse does not exist, since some patterns follow
  /// from others. Cost: n² P, and P³ of the pseudo-inverse.
  public init?(_ patterns: [[Int8]], rule: Rule) {
    guard let units = patterns.first?.count, units > 0 else { return nil }
    precondition(patterns.allSatisfy { $0.count == units }, "patterns of different lengths")
    self.units = units
    let right: [[Float]]
    switch rule {
    case .hebbian: right = patterns.map { $0.map { Float($0) / Float(units) } }
    case .pseudoInverse:
      guard let solved = Self.dual(patterns) else { return nil }
      right = solved
    }
    var weights = [Float](repeating: 0, count: units * units)
    weights.withUnsafeMutableBufferPointer { weights in
      for (pattern, other) in zip(patterns, right) {
        other.withUnsafeBufferPointer { other in
          for i in 0..<units {
            let sign = Float(pattern[i])
            for j in 0..<units { weights[i * units + j] += sign * other[j] }
          }
        }
      }
      for i in 0..<units { weights[i * units + i] = 0 }
    }
    self.weights = weights
  }

  /// C⁻¹ ξᵀ / n (P, n), by Cholesky's decomposition of C; nil where C has none.
  private static func dual(_ patterns: [[Int8]]) -> [[Float]]? {
    let (count, units) = (patterns.count, patterns[0].count)
    var lower = [[Double]](repeating: [Double](repeating: 0, count: count), count: count)
    for i in 0..<count {
      for j in 0...i {
        var sum = 0
        for unit in 0..<units { sum += Int(patterns[i][unit]) * Int(patterns[j][unit]) }
        var value = Double(sum) / Double(units)
        for k in 0..<j { value -= lower[i][k] * lower[j][k] }
        if i == j {
          guard value > 1e-9 else { return nil }
          lower[i][i] = value.squareRoot()
        } else {
          lower[i][j] = value / lower[j][j]
        }
      }
    }
    var rows = patterns.map { $0.map { Double($0) / Double(units) } }
    for i in 0..<count {
      for k in 0..<i { subtract(lower[i][k], of: rows[k], from: &rows[i]) }
      for unit in 0..<units { rows[i][unit] /= lower[i][i] }
    }
    for i in (0..<count).reversed() {
      for k in i + 1..<max(i + 1, count) { subtract(lower[k][i], of: rows[k], from: &rows[i]) }
      for unit in 0..<units { rows[i][unit] /= lower[i][i] }
    }
    return rows.map { $0.map(Float.init) }
  }

  private static func subtract(_ factor: Double, of other: [Double], from row: inout [Double]) {
    if factor == 0 { return }
    for unit in row.indices { row[unit] -= factor * other[unit] }
  }

  /// What came of a state.
  public struct Recall: Sendable {
    /// The state at which no unit changes any more.
    public let state: [Int8]
    /// E at first, and after each sweep over all units.
    public let energies: [Double]
    /// The states after each sweep, the first as it was given.
    public let states: [[Int8]]
  }

  /// Updates units one at a time, in an order that `random` draws anew for each sweep, until none changes, at most
  /// `mostSweeps` times. Cost: n² at first, n for each change.
  public func recall(
    _ start: [Int8], random: inout RandomStream, mostSweeps: Int = 100
  ) -> Recall {
    precondition(start.count == units, "a state of \(start.count) units for \(units)")
    var state = start
    var fields = (0..<units).map { unit in
      var sum: Float = 0
      for other in 0..<units { sum += weights[unit * units + other] * Float(state[other]) }
      return sum
    }
    func energy() -> Double {
      -zip(state, fields).reduce(0.0) { $0 + Double($1.0) * Double($1.1) } / 2
    }
    var (energies, states) = ([energy()], [state])
    var order = Array(0..<units)
    for _ in 0..<mostSweeps {
      for place in stride(from: units - 1, to: 0, by: -1) {
        order.swapAt(place, Int(random.next() % UInt64(place + 1)))
      }
      var hasChanged = false
      for unit in order {
        let next: Int8 = fields[unit] > 0 ? 1 : fields[unit] < 0 ? -1 : state[unit]
        guard next != state[unit] else { continue }
        state[unit] = next
        hasChanged = true
        let change = 2 * Float(next)
        weights.withUnsafeBufferPointer { weights in
          for other in 0..<units { fields[other] += change * weights[unit * units + other] }
        }
      }
      energies.append(energy())
      states.append(state)
      if !hasChanged { break }
    }
    return Recall(state: state, energies: energies, states: states)
  }

  /// (1/n) Σ s_i ξ_i: 1 where two states are the same, about 0 where they have nothing to do with each other.
  public static func overlap(_ state: [Int8], _ pattern: [Int8]) -> Double {
    var sum = 0
    for unit in state.indices { sum += Int(state[unit]) * Int(pattern[unit]) }
    return Double(sum) / Double(max(1, state.count))
  }
}
