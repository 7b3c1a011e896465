/// Decomposes precomposed syllables by arithmetic: the way through Korean text on its way to NFD.
struct HangulDecomposer: Sendable {
  /// Jamo on their way to the output. Three are written for each syllable, and the third is written
  /// over where there is no final consonant, because a branch would be mispredicted every other time.
  /// Made at the first syllable: a normalizer of a short text costs no memory.
  private var jamo: [UInt32] = []

  private static let capacity = 512

  /// So many inert scalars in a row end the way through the text: longer runs are copied faster elsewhere.
  private static let longestGap = 16

  /// Appends what the syllables from `start` on and the inert scalars between them become, and returns
  /// where they end.
  ///
  /// A mark may follow any of them: it begins a segment of its own, because it does not compose.
  mutating func decompose(
    _ scalars: Span<UInt32>, from start: Int, by table: NormalizationTable,
    into output: inout [UInt32]
  ) -> Int {
    var position = start
    guard start < scalars.count, HangulSyllable.range.contains(scalars[start]) else { return start }
    if jamo.isEmpty { jamo = [UInt32](repeating: 0, count: Self.capacity) }
    while true {
      let end = min(scalars.count, position + Self.capacity / 3)
      let count = fill(scalars, &position, end, table)
      output.append(contentsOf: jamo[..<count])
      guard position == end, end < scalars.count else { return position }
    }
  }

  /// Fills ``jamo`` from `position` on, up to `end` at most, and returns how many there are.
  private mutating func fill(
    _ scalars: Span<UInt32>, _ position: inout Int, _ end: Int, _ table: NormalizationTable
  ) -> Int {
    var jamo = self.jamo.mutableSpan
    var count = 0
    var gap = 0
    while position < end {
      let scalar = scalars[position]
      if HangulSyllable.range.contains(scalar) {
        let (lead, vowel, final) = HangulSyllable.jamo(of: scalar)
        jamo[count] = lead
        jamo[count + 1] = vowel
        jamo[count + 2] = final ?? 0
        count += final == nil ? 2 : 3
        gap = 0
      } else {
        let isInert = table.entry(scalar) & NormalizationTable.inert == NormalizationTable.inert
        guard isInert, gap < Self.longestGap else { return count }
        jamo[count] = scalar
        count += 1
        gap += 1
      }
      position += 1
    }
    return count
  }
}
