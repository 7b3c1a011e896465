import GeulCompute

extension RandomPurpose {
  /// The symbols of generated text.
  public static let text: UInt64 = 2
}
