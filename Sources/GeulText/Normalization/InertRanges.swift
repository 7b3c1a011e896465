/// Three ranges that hold most of most texts' scalars, all of them inert, for a test without branches.
///
/// In NFC they are U+0000–02FF, U+309B–A66E (Chinese, kana, ㅋ and ㅠ) and U+ABEE–F8FF (the syllables).
struct InertRanges: Equatable, Sendable {
  /// How many scalars ``holdChunk(of:at:)`` looks at.
  static let chunk = 64

  /// Every scalar below this one is inert.
  let limit: UInt32
  private let first: Range<UInt32>
  private let second: Range<UInt32>

  /// Finds the ranges in the entries of a `NormalizationTable`, below U+10000.
  init(_ entries: [UInt32]) {
    var runs: [Range<UInt32>] = []
    var start: UInt32 = 0
    for scalar in 0...UInt32(min(entries.count, 0x10000)) {
      let isInert =
        scalar < min(entries.count, 0x10000)
        && entries[Int(scalar)] & NormalizationTable.inert == NormalizationTable.inert
      guard !isInert else { continue }
      runs.append(start..<scalar)
      start = scalar + 1
    }
    limit = runs.first?.upperBound ?? 0
    let longest = runs.dropFirst().sorted { $0.count > $1.count }
    first = longest.first ?? 0..<0
    second = longest.dropFirst().first ?? 0..<0
  }

  /// Whether the ranges hold each of the ``chunk`` scalars from `start` on.
  ///
  /// The loop has no early exit, so that the compiler vectorizes it.
  @inline(__always)
  func holdChunk(of scalars: Span<UInt32>, at start: Int) -> Bool {
    precondition(start >= 0 && start <= scalars.count - Self.chunk)
    let (firstLow, firstCount) = (first.lowerBound, UInt32(first.count))
    let (secondLow, secondCount) = (second.lowerBound, UInt32(second.count))
    var outside: UInt32 = 0
    for place in 0..<Self.chunk {
      let scalar = scalars[unchecked: start &+ place]
      let below: UInt32 = scalar < limit ? 0 : 1
      let inFirst: UInt32 = scalar &- firstLow < firstCount ? 0 : 1
      let inSecond: UInt32 = scalar &- secondLow < secondCount ? 0 : 1
      outside |= below & inFirst & inSecond
    }
    return outside == 0
  }
}
