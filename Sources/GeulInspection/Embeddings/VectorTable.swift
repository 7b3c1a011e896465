/// Vectors of one width, a row each.
public struct VectorTable: Sendable, Equatable {
  /// D
  public let width: Int
  /// (n, D)
  public private(set) var values: [Double]

  /// Rows that stand one behind the other.
  public init(width: Int, values: [Double]) {
    precondition(
      width >= 1 && values.count % width == 0, "\(values.count) numbers in rows of \(width)")
    (self.width, self.values) = (width, values)
  }

  /// n
  public var count: Int { values.count / width }

  /// Row i.
  public subscript(row: Int) -> ArraySlice<Double> { values[row * width..<(row + 1) * width] }

  /// Some of the rows.
  public func selecting(_ rows: [Int]) -> VectorTable {
    VectorTable(width: width, values: rows.flatMap { self[$0] })
  }

  /// The rows less their mean.
  public var centred: VectorTable {
    var mean = [Double](repeating: 0, count: width)
    for (place, value) in values.enumerated() { mean[place % width] += value }
    for column in mean.indices { mean[column] /= Double(max(1, count)) }
    var result = self
    for place in values.indices { result.values[place] -= mean[place % width] }
    return result
  }

  /// The rows with a length of 1; a row of zeros stays.
  public var normalized: VectorTable {
    var result = self
    for row in 0..<count {
      let length = self[row].reduce(0) { $0 + $1 * $1 }.squareRoot()
      guard length > 0 else { continue }
      for place in row * width..<(row + 1) * width { result.values[place] /= length }
    }
    return result
  }

  /// The product of two rows: their cosine, where both have a length of 1.
  public func product(_ row: Int, _ other: Int) -> Double {
    values.withUnsafeBufferPointer { values in
      var sum = 0.0
      for column in 0..<width {
        sum += values[row * width + column] * values[other * width + column]
      }
      return sum
    }
  }

  /// The products of every row with a vector.
  func products(with vector: [Double]) -> [Double] {
    values.withUnsafeBufferPointer { values in
      vector.withUnsafeBufferPointer { vector in
        (0..<count).map { row in
          var sum = 0.0
          for column in 0..<width { sum += values[row * width + column] * vector[column] }
          return sum
        }
      }
    }
  }

  /// The `most` rows whose products with row i are greatest, without itself.
  public func nearest(to row: Int, most: Int) -> [(row: Int, product: Double)] {
    let products = products(with: Array(self[row]))
    return products.indices.filter { $0 != row }
      .sorted { products[$0] == products[$1] ? $0 < $1 : products[$0] > products[$1] }
      .prefix(most).map { ($0, products[$0]) }
  }
}
