import CUTF8Proc

/// Finds the boundaries of extended grapheme clusters in scalars that arrive one by one (UAX #29).
struct GraphemeBreaker: Sendable {
  private var previous: UInt32?
  private var state: Int32 = 0

  /// Whether a cluster begins with `scalar`, which follows the scalars given so far.
  mutating func isBoundary(before scalar: UInt32) -> Bool {
    defer { previous = scalar }
    guard let previous else { return true }
    if Self.isPlain(previous) && Self.isPlain(scalar) {
      state = 0
      return true
    }
    return utf8proc_grapheme_break_stateful(
      Int32(bitPattern: previous), Int32(bitPattern: scalar), &state)
  }

  /// Forgets everything: the next scalar begins a text.
  mutating func reset() {
    previous = nil
    state = 0
  }

  /// Printable ASCII and precomposed syllables: two of them in a row are always two clusters.
  static func isPlain(_ scalar: UInt32) -> Bool {
    (0x20..<0x7F).contains(scalar) || HangulSyllable.range.contains(scalar)
  }
}
