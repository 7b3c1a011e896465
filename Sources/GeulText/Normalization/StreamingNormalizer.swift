/// Normalizes text that arrives in pieces, with the same result wherever the pieces were cut.
///
/// Text is cut only where normalizing each side for itself changes nothing (see `NormalizationTable`),
/// and after a line feed. The scalars since the last such place are kept for the next piece: in a text
/// of any length and without a line feed these are a letter and its marks, so the memory is constant.
/// A run of marks without end is kept whole. Stream-Safe Text (UAX #15) would bound it, by inserting
/// U+034F after 30 marks; Geul never adds to a text what was not in it.
public struct StreamingNormalizer: Sendable {
  /// The form of the output.
  public let form: NormalizationForm

  private let table: NormalizationTable
  private var segments: SegmentNormalizer
  private var syllables = HangulDecomposer()
  /// The beginning of a segment whose end has not been seen.
  private var pending: [UInt32] = []

  /// Makes a normalizer at the beginning of a text.
  ///
  /// Cost: the first one of a form builds its tables, in two to three milliseconds.
  public init(_ form: NormalizationForm) {
    self.form = form
    table = .table(of: form)
    segments = SegmentNormalizer(form)
  }

  /// Takes the next scalars of the text and appends what is certain by now to `output`.
  ///
  /// `scalars` are Unicode scalar values. Cost: linear in their number; what is normalized already is
  /// found to be so several scalars at a time, and copied.
  public mutating func append(_ scalars: [UInt32], into output: inout [UInt32]) {
    append(scalars.span, into: &output)
  }

  /// Takes the next scalars from memory that the caller holds; see ``append(_:into:)``.
  public mutating func append(_ scalars: Span<UInt32>, into output: inout [UInt32]) {
    guard form != .none else {
      output.append(scalars)
      return
    }
    guard !scalars.isEmpty else { return }
    let endsLine = scalars[scalars.count - 1] == 0x0A
    var start = 0
    if !pending.isEmpty {
      while start < scalars.count, !table.canCut(before: scalars[start]) { start += 1 }
      pending.append(scalars.extracting(..<start))
      if start == scalars.count && !endsLine { return }
      flushPending(into: &output)
    }
    var end = scalars.count
    if !endsLine {
      while end > start, !table.canCut(before: scalars[end - 1]) { end -= 1 }
      end = max(end - 1, start)
    }
    normalize(scalars.extracting(start..<end), into: &output)
    pending.append(scalars.extracting(end...))
  }

  /// Appends what was kept to `output`; the next scalars begin a new text.
  public mutating func finish(into output: inout [UInt32]) {
    flushPending(into: &output)
  }

  private mutating func flushPending(into output: inout [UInt32]) {
    var segment: [UInt32] = []
    swap(&segment, &pending)
    normalize(segment.span, into: &output)
    // The memory goes back for the next piece, unless a monstrous run has made it large.
    segment.removeAll(keepingCapacity: segment.capacity <= 4096)
    swap(&segment, &pending)
  }

  /// Normalizes scalars between two safe cuts.
  private mutating func normalize(_ scalars: Span<UInt32>, into output: inout [UInt32]) {
    var position = 0
    while position < scalars.count {
      let start = table.endOfNormalized(in: scalars, from: position)
      output.append(scalars.extracting(position..<start))
      position =
        form.composes
        ? HangulComposer.compose(scalars, from: start, by: table, into: &output)
        : syllables.decompose(scalars, from: start, by: table, into: &output)
      guard position == start && start < scalars.count else { continue }
      var end = start + 1
      while end < scalars.count, !table.canCut(before: scalars[end]) { end += 1 }
      segments.append(scalars.extracting(start..<end), into: &output)
      position = end
    }
  }
}

extension [UInt32] {
  /// Appends scalars from memory that someone else holds.
  fileprivate mutating func append(_ scalars: Span<UInt32>) {
    // One by one is faster for the few scalars between two segments.
    guard scalars.count > 8 else {
      for place in scalars.indices { append(scalars[place]) }
      return
    }
    scalars.withUnsafeBufferPointer { append(contentsOf: $0) }
  }
}
