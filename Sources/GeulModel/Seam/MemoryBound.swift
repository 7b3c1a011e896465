/// Bounds on what is held of a large vocabulary at a time.
enum MemoryBound {
  /// Numbers of a table or of predictions, 32 MB.
  static let elements = 8 << 20
}
