@testable import GeulCorpus
@testable import GeulText

/// Inspects files given as scalars, cut into blocks at random places.
func inspect(
  _ files: [[UInt32]], blocks: Int = 1 << 20, seed: UInt64 = 1, newlines: NewlinePolicy = .lf,
  rarest: Int = 20
) -> CorpusInspection {
  var generator = SeededGenerator(state: seed)
  var inspector = CorpusInspector(newlines: newlines)
  for (number, file) in files.enumerated() {
    var start = 0
    while start < file.count {
      let end = min(file.count, start + 1 + generator.below(blocks))
      inspector.append(Array(file[start..<end]))
      start = end
    }
    inspector.endOfFile(DecodedFile(path: "file \(number)", bytes: file.count))
  }
  return inspector.finish(rarest: rarest)
}

/// Inspects one file given as text.
func inspect(_ text: String) -> CorpusInspection { inspect([text.values]) }

/// The symbols of files, each normalized whole, with their counts.
func bruteForceCounts(
  _ files: [[UInt32]], _ unit: TextUnit, _ form: NormalizationForm,
  newlines: NewlinePolicy = .lf
) -> [[UInt32]: Int] {
  var counts: [[UInt32]: Int] = [:]
  for file in files {
    var text = file
    var converter = NewlineConverter()
    if newlines == .lf { converter.convert(&text) }
    for symbol in bruteForceSymbols(normalize(text, form), unit) { counts[symbol, default: 0] += 1 }
  }
  return counts
}

private func bruteForceSymbols(_ text: [UInt32], _ unit: TextUnit) -> [[UInt32]] {
  switch unit {
  case .scalar: return text.map { [$0] }
  case .byte: return String(values: text).utf8.map { [UInt32($0)] }
  case .jamo:
    var letters: [UInt32] = []
    for scalar in text {
      if HangulSyllable.range.contains(scalar) {
        HangulSyllable.forEachJamo(of: scalar) { letters.append($0) }
      } else {
        letters.append(scalar)
      }
    }
    return letters.map { [$0] }
  case .grapheme:
    var breaker = GraphemeBreaker()
    var clusters: [[UInt32]] = []
    for scalar in text {
      if breaker.isBoundary(before: scalar) || clusters.isEmpty { clusters.append([]) }
      clusters[clusters.count - 1].append(scalar)
    }
    return clusters
  }
}
