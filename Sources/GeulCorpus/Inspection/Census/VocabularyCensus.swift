import GeulText

/// Works out every vocabulary of a text from the counts of its scalars and of its longer pieces.
///
/// The counts that result are exact: a text's normal form and its grapheme clusters are those of its
/// pieces put together (see `ScalarTraits`).
struct VocabularyCensus {
  /// The sizes, form by form and unit by unit.
  private(set) var sizes: [VocabularySize] = []
  /// How many pieces and lone scalars each form changes.
  private(set) var changes: [NormalizationForm: Int] = [:]
  /// How often each scalar occurs in the text as it is, after newline conversion.
  private let singles: [(scalar: UInt32, count: Int)]
  private let pieces: SequenceTable
  private let newlines: NewlinePolicy

  /// Counts under every form. Cost: some microseconds for each distinct scalar and piece.
  ///
  /// `counts` are those of all scalars by value; `pieces` have two scalars and more.
  init(counts: [Int], seen: [UInt32], pieces: SequenceTable, newlines: NewlinePolicy) {
    self.pieces = pieces
    self.newlines = newlines
    var lone = counts
    for index in 0..<pieces.count {
      for scalar in pieces.sequence(index) { lone[Int(scalar)] -= pieces.counts[index] }
    }
    if newlines == .lf {
      for scalar in NewlineConverter.converted {
        lone[0x0A] += lone[Int(scalar)]
        lone[Int(scalar)] = 0
      }
    }
    let candidates = Set(seen).union([0x0A]).sorted()
    singles = candidates.map { ($0, lone[Int($0)]) }.filter { $0.1 > 0 }
    for form in NormalizationForm.allCases { count(form) }
  }

  private mutating func count(_ form: NormalizationForm) {
    var tally = FormTally(form)
    for (scalar, count) in singles { tally.add([scalar], count) }
    var converter = NewlineConverter()
    for index in 0..<pieces.count {
      var piece = Array(pieces.sequence(index))
      if newlines == .lf && piece.contains(where: NewlineConverter.converted.contains) {
        converter = NewlineConverter()
        converter.convert(&piece)
      }
      tally.add(piece, pieces.counts[index])
    }
    changes[form] = tally.changes
    sizes += TextUnit.allCases.map { tally.size($0) }
  }
}

/// The counts of a text under one form.
private struct FormTally {
  let form: NormalizationForm
  /// Pieces that the form changed.
  private(set) var changes = 0

  private var normalizer: StreamingNormalizer
  private var breaker = GraphemeBreaker()
  private var output: [UInt32] = []
  private var scalars: [UInt32: Int] = [:]
  private var longClusters = SequenceTable()
  private var clusters: [UInt32: Int] = [:]

  init(_ form: NormalizationForm) {
    self.form = form
    normalizer = StreamingNormalizer(form)
  }

  mutating func add(_ piece: [UInt32], _ count: Int) {
    output.removeAll(keepingCapacity: true)
    normalizer.append(piece, into: &output)
    normalizer.finish(into: &output)
    if output != piece { changes += count }
    breaker.reset()
    var start = 0
    for (place, scalar) in output.enumerated() {
      scalars[scalar, default: 0] += count
      if breaker.isBoundary(before: scalar) {
        addCluster(start..<place, count)
        start = place
      }
    }
    addCluster(start..<output.count, count)
  }

  private mutating func addCluster(_ range: Range<Int>, _ count: Int) {
    guard let first = range.first else { return }
    if range.count == 1 {
      clusters[output[first], default: 0] += count
    } else {
      output.withUnsafeBufferPointer {
        _ = longClusters.add(.init(rebasing: $0[range]), times: count)
      }
    }
  }

  func size(_ unit: TextUnit) -> VocabularySize {
    switch unit {
    case .scalar: size(unit, of: scalars.values)
    case .grapheme: size(unit, of: Array(clusters.values) + longClusters.counts)
    case .jamo: size(unit, of: jamo().values)
    case .byte: size(unit, of: bytes())
    }
  }

  private func size(_ unit: TextUnit, of counts: some Sequence<Int>) -> VocabularySize {
    var symbols = 0
    var once = 0
    var length = 0
    for count in counts where count > 0 {
      symbols += 1
      once += count == 1 ? 1 : 0
      length += count
    }
    return VocabularySize(unit: unit, form: form, symbols: symbols, once: once, length: length)
  }

  private func jamo() -> [UInt32: Int] {
    var counts: [UInt32: Int] = [:]
    for (scalar, count) in scalars {
      if HangulSyllable.range.contains(scalar) {
        HangulSyllable.forEachJamo(of: scalar) { counts[$0, default: 0] += count }
      } else {
        counts[scalar, default: 0] += count
      }
    }
    return counts
  }

  private func bytes() -> [Int] {
    var counts = [Int](repeating: 0, count: 256)
    var encoded: [UInt8] = []
    for (scalar, count) in scalars {
      encoded.removeAll(keepingCapacity: true)
      UTF8Encoding.append([scalar], into: &encoded)
      for byte in encoded { counts[Int(byte)] += count }
    }
    return counts
  }
}
