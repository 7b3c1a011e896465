import GeulCompute

extension RandomPurpose {
  /// Masks of dropout, one key for each step.
  public static let dropout: UInt64 = 1

  /// The starting values of the parameter tensor number `slot`.
  static func parameters(slot: Int) -> UInt64 { 0x1000 + UInt64(slot) }
}
