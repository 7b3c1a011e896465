import CUTF8Proc

/// Finds the boundaries of extended grapheme clusters in text that arrives in pieces (UAX #29).
///
/// The rules are the library's. It is asked only where more than two scalars matter or a mark is near;
/// for letters, syllables and jamo, which is most of most texts, their classes tell (`GraphemeClasses`).
public struct GraphemeBreaker: Sendable {
  private var previous: UInt32?
  private var previousClass = GraphemeClasses.unknown
  private var state: Int32 = 0
  private let classes = GraphemeClasses.shared

  /// A breaker at the beginning of a text.
  package init() {}

  /// Whether a cluster begins with `scalar`, which follows the scalars given so far.
  ///
  /// Cost: a few nanoseconds between letters, syllables and jamo, a dozen near marks.
  @inline(__always)
  package mutating func isBoundary(before scalar: UInt32) -> Bool {
    let pair = (previousClass, classes[scalar])
    previousClass = pair.1
    if GraphemeClasses.suffice(pair) {
      previous = scalar
      // Where the library is asked next, nothing before `scalar` matters to it.
      state = 0
      return !GraphemeClasses.join(pair)
    }
    return isBoundaryByTheRules(before: scalar)
  }

  /// Appends the places in a block where clusters end, which is where others begin.
  ///
  /// A place counts from the block's start; 0 says that the cluster that was open ends with the block
  /// before. The last cluster stays open until the next block, or the end of the text, which the caller
  /// knows. So the clusters of a text lie between 0, these places, and its length.
  mutating func appendEnds(of scalars: [UInt32], into ends: inout [Int32]) {
    appendEnds(of: scalars.span, into: &ends)
  }

  /// Appends the places where clusters end in memory that the caller holds.
  mutating func appendEnds(of scalars: Span<UInt32>, into ends: inout [Int32]) {
    var start = 0
    // Nothing ends where the text begins.
    if previous == nil, !scalars.isEmpty {
      _ = isBoundary(before: scalars[0])
      start = 1
    }
    for place in start..<max(start, scalars.count) where isBoundary(before: scalars[place]) {
      ends.append(Int32(truncatingIfNeeded: place))
    }
  }

  /// Forgets everything: the next scalar begins a text.
  package mutating func reset() {
    previous = nil
    previousClass = GraphemeClasses.unknown
    state = 0
  }

  /// Printable ASCII and precomposed syllables: two of them in a row are always two clusters.
  static func isPlain(_ scalar: UInt32) -> Bool {
    (0x20..<0x7F).contains(scalar) || HangulSyllable.range.contains(scalar)
  }

  @inline(never)
  private mutating func isBoundaryByTheRules(before scalar: UInt32) -> Bool {
    defer { previous = scalar }
    guard let previous else { return true }
    return utf8proc_grapheme_break_stateful(
      Int32(bitPattern: previous), Int32(bitPattern: scalar), &state)
  }
}
