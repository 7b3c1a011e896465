/// Composes conjoining jamo by arithmetic: the way through text in NFD, most of which is jamo.
enum HangulComposer {
  /// Appends what the jamo and open syllables from `start` on become, and returns where they end.
  ///
  /// `start` is a safe cut. What a mark or a further jamo follows is left for the segments.
  static func compose(
    _ scalars: Span<UInt32>, from start: Int, by table: NormalizationTable,
    into output: inout [UInt32]
  ) -> Int {
    var position = start
    while position < scalars.count {
      var syllable = scalars[unchecked: position]
      var next = position + 1
      if HangulSyllable.leads.contains(syllable) {
        guard next < scalars.count, HangulSyllable.vowels.contains(scalars[unchecked: next]) else {
          break
        }
        syllable = HangulSyllable.open(syllable, scalars[unchecked: next])
        next += 1
      } else if !HangulSyllable.isOpen(syllable) {
        break
      }
      if next < scalars.count, HangulSyllable.finals.contains(scalars[unchecked: next]) {
        syllable = HangulSyllable.close(syllable, scalars[unchecked: next])
        next += 1
      }
      guard next == scalars.count || table.canCut(before: scalars[unchecked: next]) else { break }
      output.append(syllable)
      position = next
    }
    return position
  }
}
