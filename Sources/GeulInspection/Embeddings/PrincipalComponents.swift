import GeulCompute

/// The directions in which vectors vary most, and where each vector lies along them.
///
/// Subspace iteration Q ← orth(Xᵀ X Q) on the centred rows X, a few directions more than are asked for, each time turned to
/// the eigenvectors of Qᵀ Xᵀ X Q (Rayleigh and Ritz), which Jacobi's rotations find. XᵀX itself is never made.
public struct PrincipalComponents: Sendable, Equatable {
  /// The share of all variance that each direction explains, the greatest first.
  public let shares: [Double]
  /// (k, D), each of length 1.
  public let directions: VectorTable
  /// (n, k): the rows along them.
  public let places: VectorTable

  private static let (spare, mostRounds, tolerance) = (6, 400, 1e-12)

  /// The first `count` directions of the rows of a table, as many as it has columns at most.
  ///
  /// A direction is turned so that its greatest number is positive. Cost: some n D numbers for each direction and round.
  public init(_ table: VectorTable, count: Int) {
    precondition(count >= 1 && table.count >= 1, "\(count) directions of \(table.count) vectors")
    let centred = table.centred
    let total = centred.values.reduce(0) { $0 + $1 * $1 }
    let wanted = min(count, table.width)
    let width = min(table.width, wanted + Self.spare)
    var random = RandomStream(seed: 1, purpose: RandomPurpose.principalComponents)
    var basis = Self.orthonormal(
      (0..<width).map { _ in (0..<table.width).map { _ in random.uniform() - 0.5 } })
    var values: [Double] = []
    for _ in 0..<Self.mostRounds {
      let images = basis.map { Self.covariance(centred, times: $0) }
      var small = basis.map { q in images.map { Self.dot(q, $0) } }
      let turned = Self.jacobi(&small)
      let order = turned.values.indices.sorted { turned.values[$0] > turned.values[$1] }
      let next = order.map { turned.values[$0] }
      let change = zip(next, values).prefix(wanted).map { abs($0 - $1) }.max() ?? .infinity
      values = next
      let rotated = order.map { Self.combined(images, by: turned.vectors[$0]) }
      basis = Self.orthonormal(rotated)
      if change <= Self.tolerance * max(total, .leastNormalMagnitude) { break }
    }
    let kept = basis.prefix(wanted).map(Self.turned)
    shares = values.prefix(wanted).map { total > 0 ? max(0, $0) / total : 0 }
    directions = VectorTable(width: table.width, values: kept.flatMap { $0 })
    let along = kept.map { centred.products(with: $0) }
    places = VectorTable(
      width: wanted, values: (0..<table.count).flatMap { row in along.map { $0[row] } })
  }

  private static func turned(_ direction: [Double]) -> [Double] {
    let greatest = direction.max { abs($0) < abs($1) } ?? 0
    return greatest < 0 ? direction.map { -$0 } : direction
  }

  /// Xᵀ X q
  private static func covariance(_ table: VectorTable, times q: [Double]) -> [Double] {
    let along = table.products(with: q)
    var result = [Double](repeating: 0, count: table.width)
    table.values.withUnsafeBufferPointer { values in
      for (row, amount) in along.enumerated() {
        for column in result.indices {
          result[column] += amount * values[row * table.width + column]
        }
      }
    }
    return result
  }

  private static func dot(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
  }

  private static func combined(_ vectors: [[Double]], by weights: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: vectors[0].count)
    for (vector, weight) in zip(vectors, weights) {
      for place in result.indices { result[place] += weight * vector[place] }
    }
    return result
  }

  /// By Gram and Schmidt, twice, since once is not enough where vectors are nearly the same; what follows from others is
  /// left as zeros.
  private static func orthonormal(_ vectors: [[Double]]) -> [[Double]] {
    var result: [[Double]] = []
    for vector in vectors {
      var rest = vector
      let whole = dot(vector, vector).squareRoot()
      for _ in 0..<2 {
        for other in result {
          let amount = dot(rest, other)
          for place in rest.indices { rest[place] -= amount * other[place] }
        }
      }
      let length = dot(rest, rest).squareRoot()
      result.append(rest.map { length > 1e-13 * whole && length > 0 ? $0 / length : 0 })
    }
    return result
  }

  /// The eigenvalues of a small symmetric matrix, which is made diagonal, and their vectors (Jacobi 1846).
  static func jacobi(_ matrix: inout [[Double]]) -> (values: [Double], vectors: [[Double]]) {
    let n = matrix.count
    var vectors = (0..<n).map { row in (0..<n).map { $0 == row ? 1.0 : 0 } }
    for _ in 0..<60 {
      var rest = 0.0
      for p in 0..<n {
        for q in p + 1..<max(p + 1, n) {
          rest += matrix[p][q] * matrix[p][q]
          rotate(&matrix, &vectors, p, q)
        }
      }
      let size = (0..<n).reduce(0.0) { $0 + matrix[$1][$1] * matrix[$1][$1] }
      if rest <= 1e-30 * size { break }
    }
    return ((0..<n).map { matrix[$0][$0] }, vectors)
  }

  /// Turns rows and columns p and q so that their common number becomes 0.
  private static func rotate(
    _ matrix: inout [[Double]], _ vectors: inout [[Double]], _ p: Int, _ q: Int
  ) {
    guard matrix[p][q] != 0 else { return }
    let theta = (matrix[q][q] - matrix[p][p]) / (2 * matrix[p][q])
    let t = (theta >= 0 ? 1 : -1) / (abs(theta) + (theta * theta + 1).squareRoot())
    let c = 1 / (t * t + 1).squareRoot()
    let s = t * c
    for k in matrix.indices {
      (matrix[k][p], matrix[k][q]) = (
        c * matrix[k][p] - s * matrix[k][q], s * matrix[k][p] + c * matrix[k][q]
      )
    }
    for k in matrix.indices {
      (matrix[p][k], matrix[q][k]) = (
        c * matrix[p][k] - s * matrix[q][k], s * matrix[p][k] + c * matrix[q][k]
      )
      (vectors[p][k], vectors[q][k]) = (
        c * vectors[p][k] - s * vectors[q][k], s * vectors[p][k] + c * vectors[q][k]
      )
    }
  }
}

extension RandomPurpose {
  /// Where the search for principal components begins.
  static let principalComponents: UInt64 = 56
  /// Which vectors are exchanged for a control, and which syllables are reckoned with.
  static let embeddings: UInt64 = 57
}
