import GeulText

/// Finds the first scalar of a piece that a normalization form changes, and remembers it for kept pieces.
struct FirstChange: Sendable {
  private var normalizer: StreamingNormalizer
  private var output: [UInt32] = []
  /// By the piece's number: 0 where it was not asked, 1 for nowhere, else 2 + the place.
  private var known: [UInt16] = []

  init(_ form: NormalizationForm) { normalizer = StreamingNormalizer(form) }

  /// The place in `piece`, which is kept under `number` if at all; nil if it is in the form.
  mutating func place(in piece: UnsafeBufferPointer<UInt32>, number: Int?) -> Int? {
    if let number {
      if number >= known.count {
        known.append(contentsOf: repeatElement(0, count: number + 1 - known.count))
      }
      if known[number] > 0 { return known[number] == 1 ? nil : Int(known[number]) - 2 }
    }
    output.removeAll(keepingCapacity: true)
    normalizer.append(Array(piece), into: &output)
    normalizer.finish(into: &output)
    let same = zip(piece, output).prefix { $0 == $1 }.count
    let isNormal = same == piece.count && same == output.count
    let place = isNormal ? nil : min(same, piece.count - 1)
    if let number { known[number] = UInt16((place ?? -1) + 2) }
    return place
  }
}
