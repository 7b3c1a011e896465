import GeulCompute

extension RandomPurpose {
  /// Places of the text that are learnt from, one key for each chunk.
  static let chunks: UInt64 = 3
}
