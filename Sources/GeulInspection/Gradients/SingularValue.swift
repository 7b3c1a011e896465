import Foundation

/// The largest singular value of a product of Jacobians, the earliest step first, by Lanczos's method on JᵀJ (1950).
///
/// Each new direction is set at right angles to all before it, so that none comes again, and the largest eigenvalue of the
/// tridiagonal matrix of JᵀJ along them is σ². Where the largest values lie close to each other, as those of a GRU that keeps its
/// state do near 1, powers of JᵀJ hardly tell them apart; this does.
enum SingularValue {
  static func largest(_ steps: [StateJacobian], directions: Int = 60) -> Double {
    guard let width = steps.first?.count else { return 0 }
    var basis: [[Double]] = []
    var (diagonal, beside) = ([Double](), [Double]())
    // Any vector that no symmetry singles out.
    var next = (0..<width).map { cos(Double($0) * 1.7 + 0.3) }
    var (value, still) = (0.0, 0)
    for _ in 0..<min(width, directions) {
      let size = dot(next, next).squareRoot()
      // All that can be reached has been.
      if size <= 1e-14 * value || size == 0 { break }
      if !basis.isEmpty { beside.append(size) }
      basis.append(next.map { $0 / size })
      next = steps.reduce(basis[basis.count - 1]) { $1.times($0) }
      next = steps.reversed().reduce(next) { $1.transposedTimes($0) }
      diagonal.append(dot(next, basis[basis.count - 1]))
      guard dot(next, next).isFinite else { return .infinity }
      // Twice, since rounding leaves something of it after once.
      for _ in 0..<2 {
        for direction in basis {
          let amount = dot(next, direction)
          for place in next.indices { next[place] -= amount * direction[place] }
        }
      }
      let found = largestEigenvalue(diagonal, beside)
      still = abs(found - value) <= 1e-10 * found ? still + 1 : 0
      value = found
      if still == 3 { break }
    }
    return max(0, value).squareRoot()
  }

  /// The largest eigenvalue of a symmetric tridiagonal matrix, by halving: all pivots of T - xI are negative where x is above.
  static func largestEigenvalue(_ diagonal: [Double], _ beside: [Double]) -> Double {
    var low = diagonal.max() ?? 0
    var high = low + 2 * (beside.max() ?? 0)
    for _ in 0..<100 where high - low > 1e-15 * high {
      let x = (low + high) / 2
      var pivot = diagonal[0] - x
      var isAbove = pivot < 0
      for place in diagonal.indices.dropFirst() where isAbove {
        pivot = diagonal[place] - x - beside[place - 1] * beside[place - 1] / pivot
        isAbove = pivot < 0
      }
      if isAbove { high = x } else { low = x }
    }
    return high
  }

  private static func dot(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
  }
}
