import CUTF8Proc

/// Finds the boundaries of extended grapheme clusters in text that arrives in pieces (UAX #29).
///
/// The rules are the library's. It is asked only where one of them may apply: two scalars of the classes
/// in ``separateClasses`` are always two clusters, and in most texts there is little else.
struct GraphemeBreaker: Sendable {
  private var previous: UInt32?
  private var previousIsSeparate = false
  private var state: Int32 = 0
  private let separate = Self.separateScalars

  /// Whether a cluster begins with `scalar`, which follows the scalars given so far.
  ///
  /// Cost: about a nanosecond between letters and between syllables, a dozen with marks and jamo.
  @inline(__always)
  mutating func isBoundary(before scalar: UInt32) -> Bool {
    let isSeparate = scalar < Self.limit && separate.span[unchecked: Int(scalar)]
    if previousIsSeparate && isSeparate {
      previous = scalar
      state = 0
      return true
    }
    previousIsSeparate = isSeparate
    return isBoundaryByTheRules(before: scalar)
  }

  /// Appends the places in a block where clusters end, which is where others begin.
  ///
  /// A place counts from the block's start; 0 says that the cluster that was open ends with the block
  /// before. The last cluster stays open until the next block, or the end of the text, which the caller
  /// knows. So the clusters of a text are what lies between 0, these places, and its length.
  mutating func appendEnds(of scalars: [UInt32], into ends: inout [Int32]) {
    appendEnds(of: scalars.span, into: &ends)
  }

  /// Appends the places in a block where clusters end; see ``appendEnds(of:into:)``.
  mutating func appendEnds(of scalars: Span<UInt32>, into ends: inout [Int32]) {
    guard !scalars.isEmpty else { return }
    let startsText = previous == nil
    for place in scalars.indices where isBoundary(before: scalars[place]) {
      ends.append(Int32(place))
    }
    // Nothing ends where the text begins.
    if startsText { ends.remove(at: 0) }
  }

  /// Forgets everything: the next scalar begins a text.
  mutating func reset() {
    previous = nil
    previousIsSeparate = false
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

  /// The scalars below ``limit`` that are of one of the ``separateClasses``.
  private static let separateScalars: [Bool] = (0..<limit).map {
    separateClasses.contains(UnicodeLibrary.boundaryClass($0))
  }

  /// No rule joins two neighbours of these classes: GB6 to GB8 need a jamo beside the syllable, GB9 to
  /// GB9c a mark or a joiner, GB11 a joiner between the pictographs, and CR is not among them.
  private static let separateClasses = [
    UTF8PROC_BOUNDCLASS_OTHER, UTF8PROC_BOUNDCLASS_LF, UTF8PROC_BOUNDCLASS_CONTROL,
    UTF8PROC_BOUNDCLASS_LV, UTF8PROC_BOUNDCLASS_LVT, UTF8PROC_BOUNDCLASS_EXTENDED_PICTOGRAPHIC,
  ].map(\.rawValue)

  /// From here on, beyond most scripts and all emoji, the library is always asked.
  private static let limit: UInt32 = 0x20000
}
