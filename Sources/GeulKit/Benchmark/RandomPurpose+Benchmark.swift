import GeulCompute

extension RandomPurpose {
  /// The symbols of benchmarks, from here on one series each.
  static let benchmark: UInt64 = 16
}
