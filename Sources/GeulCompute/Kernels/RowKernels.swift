import CKernels

/// Sums, masks and the softmax over rows and vectors.
package enum RowKernels {
  /// y += x.
  package static func add(
    _ x: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>, count: Int
  ) {
    geul_add(count, x, y)
  }

  /// y += part (x - y): with part 1/n, y is the mean of n values x after the mean of n - 1.
  package static func approach(
    _ x: UnsafePointer<Float>, by part: Float, _ y: UnsafeMutablePointer<Float>, count: Int
  ) {
    geul_approach(count, part, x, y)
  }

  /// sums[column] += Σ over rows of x (rows, stride), for `columns`.
  package static func addColumnSums(
    _ x: UnsafePointer<Float>, rows: Int, stride: Int, columns: Range<Int>,
    to sums: UnsafeMutablePointer<Float>
  ) {
    geul_column_sums(rows, stride, columns.lowerBound, columns.upperBound, x, sums)
  }

  /// Σ x² in double, in one fixed order.
  package static func sumOfSquares(_ x: UnsafePointer<Float>, count: Int) -> Double {
    geul_sum_of_squares(count, x)
  }

  /// The place of the first element that is infinite or no number, nil if there is none.
  package static func firstNotFinite(_ x: UnsafePointer<Float>, count: Int) -> Int? {
    if geul_all_finite(count, x) { return nil }
    return (0..<count).first { !x[$0].isFinite }
  }

  /// y = x · mask / (1 - p), element i kept with probability 1 - p by a hash of `key` and `first` + i.
  package static func dropout(
    _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, first: Int, count: Int,
    probability: Float, key: UInt64
  ) {
    geul_dropout(count, key, UInt64(first), probability, x, y)
  }

  /// y (count, 32): each symbol's row of a panel of a table.
  package static func gather(
    _ symbols: UnsafePointer<UInt32>, count: Int, from table: UnsafePointer<Float>,
    into y: UnsafeMutablePointer<Float>
  ) {
    geul_gather(count, symbols, table, y)
  }

  /// y (count, 32): row i is the sum of one row of each of `parts` tables of `height` rows, which stand one behind the
  /// other in a panel; of table j that of symbol `symbols[j * stride + i]`, in order of j.
  package static func gatherSum(
    _ symbols: UnsafePointer<UInt32>, stride: Int, count: Int, parts: Int, height: Int,
    from tables: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>
  ) {
    geul_gather_sum(count, parts, stride, height, symbols, tables, y)
  }

  /// Adds each row of x (count, 32) to its symbol's row of a panel of a table, in order.
  package static func scatterAdd(
    _ x: UnsafePointer<Float>, of symbols: UnsafePointer<UInt32>, count: Int,
    to table: UnsafeMutablePointer<Float>
  ) {
    geul_scatter_add(count, symbols, x, table)
  }

  /// logits (V) become log-probabilities in nats.
  package static func logSoftmax(
    _ logits: UnsafeMutablePointer<Float>, bias: UnsafePointer<Float>, count: Int
  ) {
    geul_log_softmax(count, bias, logits)
  }

  /// The loss of one row in nats; logits (V) become its gradient times `scale`.
  package static func crossEntropy(
    _ logits: UnsafeMutablePointer<Float>, bias: UnsafePointer<Float>, count: Int, target: Int,
    scale: Float
  ) -> Float {
    geul_cross_entropy(count, bias, logits, target, scale)
  }
}
