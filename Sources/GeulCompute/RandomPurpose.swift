/// What a seed's streams are for, so that no two uses of randomness draw from the same one.
public enum RandomPurpose {
  /// Masks of dropout, one key for each step.
  public static let dropout: UInt64 = 1
  /// The symbols of generated text.
  public static let text: UInt64 = 2
  /// The symbols of benchmarks, from here on one series each.
  public static let benchmark: UInt64 = 16

  /// The starting values of the parameter tensor number `slot`.
  public static func parameters(slot: Int) -> UInt64 { 0x1000 + UInt64(slot) }
}
