/// Normalizes one segment, the scalars between two safe cuts: decompose, order, compose (UAX #15).
///
/// The arithmetic is ours, on tables taken from the library, whose own is quadratic in the length of a
/// run of marks and loses a U+11A7 after a syllable without a final consonant.
struct SegmentNormalizer: Sendable {
  private let composes: Bool
  private let table: NormalizationTable
  private let pairs = CompositionPairs.shared
  private var marked: [UInt32] = []

  init(_ form: NormalizationForm) {
    composes = form.composes
    table = .table(of: form)
  }

  /// Appends the normalized segment to `output`.
  ///
  /// Cost: linear in its length.
  mutating func append(_ segment: Span<UInt32>, into output: inout [UInt32]) {
    if appendShort(segment, into: &output) { return }
    marked.removeAll(keepingCapacity: true)
    if !decompose(segment) { CanonicalOrder.sort(&marked) }
    let length = composes ? compose() : marked.count
    for place in 0..<length { output.append(MarkedScalar(bits: marked[place]).scalar) }
  }

  /// The two commonest segments, without the general way: a letter to decompose, a letter and a mark to
  /// compose. Returns whether the segment is one of them.
  private func appendShort(_ segment: Span<UInt32>, into output: inout [UInt32]) -> Bool {
    let first = table.entry(segment[0])
    if composes {
      guard segment.count == 2, first >> 16 == 0,
        let composite = pairs.composite(segment[0], segment[1])
      else { return false }
      output.append(composite)
      return true
    }
    let start = Int(first >> 16)
    guard segment.count == 1, start > 0 else { return false }
    let decompositions = table.decompositions.span
    for part in start + 1...start + Int(decompositions[start]) {
      output.append(MarkedScalar(bits: decompositions[part]).scalar)
    }
    return true
  }

  /// Decomposes the segment into `marked`, and returns whether its marks are in order already.
  private mutating func decompose(_ segment: Span<UInt32>) -> Bool {
    let table = table
    let decompositions = table.decompositions.span
    var isOrdered = true
    var previousClass: UInt32 = 0
    for place in segment.indices {
      let scalar = segment[place]
      let entry = table.entry(scalar)
      let start = Int(entry >> 16)
      if start == 0 && !HangulSyllable.range.contains(scalar) {
        let combiningClass = entry & 0xFF
        if combiningClass > 0 && combiningClass < previousClass { isOrdered = false }
        previousClass = combiningClass
        marked.append(MarkedScalar(scalar, entry: entry).bits)
      } else if start == 0 {
        appendJamo(of: scalar)
        previousClass = 0
      } else {
        for part in start + 1...start + Int(decompositions[start]) {
          let combiningClass = decompositions[part] >> 24
          if combiningClass > 0 && combiningClass < previousClass { isOrdered = false }
          previousClass = combiningClass
          marked.append(decompositions[part])
        }
      }
    }
    return isOrdered
  }

  private mutating func appendJamo(of syllable: UInt32) {
    let (lead, vowel, final) = HangulSyllable.jamo(of: syllable)
    for jamo in [lead, vowel] { marked.append(MarkedScalar(jamo, entry: table.entry(jamo)).bits) }
    if let final { marked.append(MarkedScalar(final, entry: table.entry(final)).bits) }
  }

  /// Composes `marked` in place and returns its new length.
  ///
  /// A scalar composes with the last starter unless something between them is a starter or has a
  /// combining class as high as its own.
  private mutating func compose() -> Int {
    var length = 0
    var starter: Int?
    // The class of what stands last after the starter; -1 if nothing does.
    var lastClass = -1
    for place in marked.indices {
      let next = MarkedScalar(bits: marked[place])
      let combiningClass = Int(next.combiningClass)
      if next.joins, let starter, lastClass < combiningClass,
        let composite = composite(MarkedScalar(bits: marked[starter]).scalar, next.scalar)
      {
        marked[starter] = MarkedScalar(composite, entry: 0).bits
        continue
      }
      if combiningClass == 0 { starter = length }
      lastClass = combiningClass == 0 ? -1 : combiningClass
      marked[length] = next.bits
      length += 1
    }
    return length
  }

  private func composite(_ first: UInt32, _ second: UInt32) -> UInt32? {
    HangulSyllable.compose(first, second) ?? pairs.composite(first, second)
  }
}
