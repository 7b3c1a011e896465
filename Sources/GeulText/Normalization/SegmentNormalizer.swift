/// Normalizes one segment, the scalars between two safe cuts: decompose, order, compose.
///
/// The canonical ordering is ours: the library's is quadratic in the length of a run of marks.
/// No segment holds U+11A7 but at its start, because the library's composition deletes that scalar
/// after a syllable without a final consonant.
struct SegmentNormalizer: Sendable {
  private let form: NormalizationForm
  private var decomposed: [Int32] = []
  private var scratch = [Int32](repeating: 0, count: UnicodeLibrary.longestDecomposition)

  init(_ form: NormalizationForm) {
    self.form = form
  }

  /// Appends the normalized segment to `output`.
  ///
  /// Cost: linear but for runs of marks, which cost n log n.
  mutating func append(_ segment: ArraySlice<UInt32>, into output: inout [UInt32]) {
    decompose(segment)
    order()
    let length = form.composes ? compose() : decomposed.count
    output.append(contentsOf: decomposed[..<length].lazy.map { UInt32(bitPattern: $0) })
  }

  private mutating func decompose(_ segment: ArraySlice<UInt32>) {
    decomposed.removeAll(keepingCapacity: true)
    for scalar in segment {
      let length = scratch.withUnsafeMutableBufferPointer {
        UnicodeLibrary.decompose(
          Int32(bitPattern: scalar), compatibility: form.isCompatibility, into: $0)
      }
      decomposed.append(contentsOf: scratch[..<length])
    }
  }

  private mutating func compose() -> Int {
    decomposed.withUnsafeMutableBufferPointer { UnicodeLibrary.compose($0) }
  }

  /// Puts every run of marks into the order of their combining classes, keeping equals in place.
  private mutating func order() {
    var start = 0
    while start < decomposed.count {
      guard UnicodeLibrary.combiningClass(decomposed[start]) != 0 else {
        start += 1
        continue
      }
      var end = start + 1
      while end < decomposed.count, UnicodeLibrary.combiningClass(decomposed[end]) != 0 { end += 1 }
      if end - start > 1 { order(start..<end) }
      start = end
    }
  }

  private mutating func order(_ run: Range<Int>) {
    let classes = run.map { UnicodeLibrary.combiningClass(decomposed[$0]) }
    guard zip(classes, classes.dropFirst()).contains(where: >) else { return }
    let marks = Array(decomposed[run])
    let places = marks.indices.sorted { (classes[$0], $0) < (classes[$1], $1) }
    for (place, source) in zip(run, places) { decomposed[place] = marks[source] }
  }
}
