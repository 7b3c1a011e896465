/// Normalizes text that arrives in pieces, with the same result wherever the pieces were cut.
///
/// Text is cut only where normalizing each side for itself changes nothing (see `NormalizationTable`),
/// and after a line feed. The scalars since the last such place are kept for the next piece, so the
/// memory is that of the longest run of marks. What is plainly normalized already is copied.
public struct StreamingNormalizer: Sendable {
  /// The form of the output.
  public let form: NormalizationForm

  private let table: NormalizationTable
  private var segments: SegmentNormalizer
  /// The beginning of a segment whose end has not been seen.
  private var pending: [UInt32] = []

  /// Makes a normalizer at the beginning of a text.
  public init(_ form: NormalizationForm) {
    self.form = form
    table = .table(of: form)
    segments = SegmentNormalizer(form)
  }

  /// Takes the next scalars of the text and appends what is certain by now to `output`.
  ///
  /// `scalars` are Unicode scalar values. Cost: linear in their number.
  public mutating func append(_ scalars: [UInt32], into output: inout [UInt32]) {
    guard form != .none else {
      output.append(contentsOf: scalars)
      return
    }
    guard let last = scalars.last else { return }
    var start = 0
    if !pending.isEmpty {
      start = firstCut(in: scalars, from: 0)
      pending.append(contentsOf: scalars[..<start])
      if start == scalars.count && last != 0x0A { return }
      flushPending(into: &output)
    }
    let end = last == 0x0A ? scalars.count : lastCut(in: scalars, from: start)
    normalize(scalars, start..<end, into: &output)
    pending.append(contentsOf: scalars[end...])
  }

  /// Appends what was kept to `output`; the next scalars begin a new text.
  public mutating func finish(into output: inout [UInt32]) {
    flushPending(into: &output)
  }

  private mutating func flushPending(into output: inout [UInt32]) {
    let segment = pending
    pending.removeAll(keepingCapacity: true)
    normalize(segment, 0..<segment.count, into: &output)
  }

  private func entry(_ scalar: UInt32) -> UInt16 {
    scalar < NormalizationTable.limit ? table.entries[Int(scalar)] : NormalizationTable.inert
  }

  private func canCut(before scalar: UInt32) -> Bool {
    entry(scalar) & NormalizationTable.cutBefore != 0
  }

  private func firstCut(in scalars: [UInt32], from start: Int) -> Int {
    scalars[start...].firstIndex { canCut(before: $0) } ?? scalars.count
  }

  private func lastCut(in scalars: [UInt32], from start: Int) -> Int {
    scalars[start...].lastIndex { canCut(before: $0) } ?? start
  }

  /// Normalizes scalars between two safe cuts.
  private mutating func normalize(
    _ scalars: [UInt32], _ range: Range<Int>, into output: inout [UInt32]
  ) {
    var position = range.lowerBound
    while position < range.upperBound {
      let stop = endOfInert(in: scalars, position..<range.upperBound)
      guard stop < range.upperBound else {
        output.append(contentsOf: scalars[position..<stop])
        return
      }
      // A scalar that joins the one before it takes that one into its segment.
      let joins = stop > position && !canCut(before: scalars[stop])
      let start = joins ? stop - 1 : stop
      output.append(contentsOf: scalars[position..<start])
      var end = stop + 1
      while end < range.upperBound, !canCut(before: scalars[end]) { end += 1 }
      appendSegment(scalars[start..<end], into: &output)
      position = end
    }
  }

  private func endOfInert(in scalars: [UInt32], _ range: Range<Int>) -> Int {
    let plainLimit = table.plainLimit
    return scalars.withUnsafeBufferPointer { scalars in
      table.entries.withUnsafeBufferPointer { entries in
        var position = range.lowerBound
        while position < range.upperBound {
          let scalar = scalars[position]
          if scalar >= plainLimit, scalar < NormalizationTable.limit,
            entries[Int(scalar)] & NormalizationTable.inert != NormalizationTable.inert
          {
            break
          }
          position += 1
        }
        return position
      }
    }
  }

  private mutating func appendSegment(_ segment: ArraySlice<UInt32>, into output: inout [UInt32]) {
    if !form.composes, segment.count == 1, let only = segment.first,
      HangulSyllable.range.contains(only)
    {
      HangulSyllable.appendJamo(of: only, into: &output)
    } else if isNormalized(segment) {
      output.append(contentsOf: segment)
    } else {
      segments.append(segment, into: &output)
    }
  }

  /// The quick check of UAX #15: nothing to replace or join, and the marks in order.
  private func isNormalized(_ segment: ArraySlice<UInt32>) -> Bool {
    var previous: UInt16 = 0
    for scalar in segment {
      let entry = entry(scalar)
      let combiningClass = entry & 0xFF
      guard entry & NormalizationTable.unchanged != 0 else { return false }
      guard combiningClass == 0 || combiningClass >= previous else { return false }
      previous = combiningClass
    }
    return true
  }
}
