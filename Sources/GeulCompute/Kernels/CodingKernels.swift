import CKernels

/// Distributions as whole numbers, for arithmetic coding.
package enum CodingKernels {
  /// counts (V) = 1 + ⌊scale · p⌋ of ln p (V), the same on every processor; returns their sum, nil where some ln p is none
  /// of a probability.
  package static func frequencies(
    of logs: UnsafeBufferPointer<Float>, scale: Float, into counts: inout [UInt32]
  ) -> UInt64? {
    precondition(
      counts.count >= logs.count, "\(logs.count) symbols in a buffer of \(counts.count)")
    guard let first = logs.baseAddress else { return nil }
    let total = geul_frequencies(logs.count, scale, first, &counts)
    return total > 0 ? total : nil
  }
}
