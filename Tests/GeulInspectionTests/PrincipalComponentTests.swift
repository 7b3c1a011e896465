import Foundation
import Testing

@testable import GeulInspection

/// Principal components of vectors whose own are known.
@Suite struct PrincipalComponentTests {
  /// ±3, ±2 and ±1 along three axes, which are then turned: shares of 9, 4 and 1 of 14.
  @Test func axesAreFound() throws {
    let (c, s): (Double, Double) = (cos(0.7), sin(0.7))
    let axes: [[Double]] = [[c, s, 0, 0], [-s * c, c * c, s, 0], [s * s, -c * s, c, 0]]
    let sizes: [Double] = [3, 2, 1]
    var rows: [[Double]] = []
    for (axis, size) in zip(axes, sizes) {
      for sign in [size, -size] { rows.append(axis.map { 5 + sign * $0 }) }
    }
    let found = PrincipalComponents(
      VectorTable(width: 4, values: rows.flatMap { $0 }), count: 2)
    for (share, expected) in zip(found.shares, [9.0 / 14, 4.0 / 14]) {
      #expect(abs(share - expected) < 1e-9)
    }
    for (row, size) in [(0, 3.0), (2, 0), (4, 0)] {
      #expect(abs(abs(found.places[row].first ?? 9) - size) < 1e-6, "\(row)")
    }
    for (place, axis) in axes.prefix(2).enumerated() {
      let product = zip(found.directions[place], axis).reduce(0) { $0 + $1.0 * $1.1 }
      #expect(abs(abs(product) - 1) < 1e-9)
    }
  }

  /// 2 - 2 cos(kπ/4), k 1 to 3.
  @Test func eigenvaluesOfAChain() {
    var matrix: [[Double]] = [[2, -1, 0], [-1, 2, -1], [0, -1, 2]]
    let found = PrincipalComponents.jacobi(&matrix)
    let expected = [2 - 2.0.squareRoot(), 2, 2 + 2.0.squareRoot()]
    for (value, wanted) in zip(found.values.sorted(), expected) {
      #expect(abs(value - wanted) < 1e-12)
    }
    for vector in found.vectors {
      #expect(abs(vector.reduce(0) { $0 + $1 * $1 } - 1) < 1e-12)
    }
  }

  @Test func fewVectorsAndDirectionsWillDo() {
    let line = PrincipalComponents(VectorTable(width: 1, values: [1, 2, 6]), count: 2)
    #expect(line.shares.count == 1 && abs(line.shares[0] - 1) < 1e-12)
    #expect(line.places.values.map { ($0 * 1e6).rounded() / 1e6 } == [-2, -1, 3])
    let same = PrincipalComponents(VectorTable(width: 3, values: [1, 2, 3, 1, 2, 3]), count: 2)
    #expect(same.shares == [0, 0] && same.places.values == [0, 0, 0, 0])
    // More directions than vectors: the second has nothing left to explain.
    let two = PrincipalComponents(VectorTable(width: 3, values: [1, 0, 0, -1, 0, 0]), count: 2)
    #expect(abs(two.shares[0] - 1) < 1e-12 && abs(two.shares[1]) < 1e-12)
  }

  @Test func nearestAreByCosine() {
    let table = VectorTable(width: 2, values: [1, 0, 10, 1, 0, 2, -5, 0]).normalized
    let near = table.nearest(to: 0, most: 2)
    #expect(near.map(\.row) == [1, 2])
    #expect(abs(near[0].product - 10 / 101.0.squareRoot()) < 1e-12)
    #expect(VectorTable(width: 2, values: [0, 0]).normalized.values == [0, 0])
  }
}
