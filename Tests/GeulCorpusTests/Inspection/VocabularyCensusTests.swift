import Foundation
import Testing

@testable import GeulCorpus
@testable import GeulText

/// Scalars that make cuts hard: jamo of every sort, marks, what composes, joins, or becomes jamo.
private let adversarial: [UInt32] = [
  0x41, 0x65, 0x0A, 0x0D, 0x20, 0x300, 0x301, 0x323, 0x327, 0x345, 0x1100, 0x1112, 0x1161, 0x1175,
  0x1176, 0x11A7, 0x11A8, 0x11C2, 0x11C3, 0xA960, 0xD7B0, 0xD7CB, 0xAC00, 0xC8E0, 0xAC01, 0xD7A3,
  0x3131, 0x3133, 0x314B, 0x314F, 0x3160, 0x3164, 0xFFA1, 0xFFC2, 0x320E, 0x3260, 0x326E, 0xC0,
  0xE9,
  0x1E69, 0x212B, 0x2126, 0x340, 0x344, 0x958, 0x915, 0x93C, 0x94D, 0x93F, 0x9C7, 0x9BE, 0xDD9,
  0xDCF,
  0xFB01, 0xFB1D, 0x5B4, 0xFDFA, 0xF900, 0x1D15E, 0x110BD, 0x600, 0x2F800, 0x1F600, 0x1F468,
  0x1F469, 0x200D, 0xFE0F, 0x2764, 0xA9, 0x2122, 0x1F3FB, 0x1F1F0, 0x1F1F7, 0xF71, 0xF73, 0xF81,
  0x3099, 0x304B, 0xFF76, 0xFF9E, 0xFFFD, 0x10FFFF, 0x00, 0x85, 0x2028, 0xE0061, 0xE33, 0xEB3,
  0xD4E,
  0x102B,
]

/// A size beside what normalizing the whole text gives.
private func expectSize(
  _ inspection: CorpusInspection, _ files: [[UInt32]], _ unit: TextUnit,
  _ form: NormalizationForm, newlines: NewlinePolicy = .lf,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let counts = bruteForceCounts(files, unit, form, newlines: newlines)
  let expected = VocabularySize(
    unit: unit, form: form, symbols: counts.count, once: counts.values.count { $0 == 1 },
    length: counts.values.reduce(0, +))
  #expect(inspection.vocabulary(unit, form) == expected, sourceLocation: sourceLocation)
}

@Suite struct VocabularyCensusTests {
  @Test(arguments: NewlinePolicy.allCases)
  func equalsBruteForceOnHardText(_ newlines: NewlinePolicy) {
    for seed in UInt64(1)...60 {
      var generator = SeededGenerator(state: seed)
      let files = (0..<3).map { _ in
        (0..<generator.below(300)).map { _ in adversarial[generator.below(adversarial.count)] }
      }
      let inspection = inspect(files, blocks: 40, seed: seed, newlines: newlines)
      #expect(inspection.isComplete)
      for form in NormalizationForm.allCases {
        for unit in TextUnit.allCases {
          expectSize(inspection, files, unit, form, newlines: newlines)
        }
      }
    }
  }

  /// Every pair of scalars that behave alike is rare in random text, so pairs are tried one by one.
  @Test func equalsBruteForceOnEveryPair() {
    let files = adversarial.flatMap { left in
      adversarial.map { [0x61, left, $0, 0x62, 0x0A, left, $0] as [UInt32] }
    }
    for group in stride(from: 0, to: files.count, by: 500) {
      let some = Array(files[group..<min(group + 500, files.count)])
      let inspection = inspect(some)
      for form in NormalizationForm.allCases {
        for unit in [TextUnit.scalar, .grapheme] {
          expectSize(inspection, some, unit, form)
        }
      }
    }
  }

  @Test func equalsBruteForceOnAnyScalars() {
    var generator = SeededGenerator(state: 5)
    let limits = [0x80, 0x800, 0x3400, 0x10000, 0x20000, 0x110000]
    let text: [UInt32] = (0..<20000).compactMap { _ in
      let scalar = UInt32(generator.below(limits[generator.below(limits.count)]))
      return Unicode.Scalar(scalar)?.value
    }
    let inspection = inspect([text], blocks: 3000)
    for form in NormalizationForm.allCases {
      for unit in TextUnit.allCases { expectSize(inspection, [text], unit, form) }
    }
  }

  /// The sizes worked out by hand.
  @Test func countsAKoreanLine() {
    // NFKC turns ㅋㅋ into two leading consonants, which are one cluster: 한 글 space ᄏᄏ LF.
    let inspection = inspect("한글 ㅋㅋ\n")
    #expect(inspection.vocabulary(.scalar, .nfc).symbols == 5)
    #expect(inspection.vocabulary(.scalar, .nfc).once == 4)
    #expect(inspection.vocabulary(.scalar, .nfd).symbols == 9)
    #expect(inspection.vocabulary(.jamo, .nfc).symbols == 9)
    #expect(inspection.vocabulary(.jamo, .nfc).length == 10)
    #expect(inspection.vocabulary(.grapheme, .nfc).length == 6)
    #expect(inspection.vocabulary(.grapheme, .nfkc).length == 5)
    #expect(inspection.vocabulary(.byte, .nfc).length == 14)
    #expect(inspection.changes == [.none: 0, .nfc: 0, .nfd: 2, .nfkc: 1, .nfkd: 3])
  }

  @Test func saysWhenAPieceWasTooLong() {
    let marks = [UInt32](repeating: 0x301, count: 3 * PieceCounter.longestPiece)
    for blocks in [100, 1 << 20] {
      let inspection = inspect([[0x61] + marks + [0x62]], blocks: blocks)
      #expect(!inspection.isComplete)
      #expect(inspection.vocabulary(.scalar, .none).symbols == 3)
    }
  }

  @Test func saysWhenThereAreTooManyPieces() {
    let text = (0x300..<0x310).flatMap { [0x61, $0, 0x61, $0, 0x20] as [UInt32] }
    for (most, isComplete) in [(16, true), (15, false)] {
      var inspector = CorpusInspector(newlines: .lf, pieces: PieceCounter(mostPieces: most))
      inspector.append(text)
      inspector.endOfFile(DecodedFile(path: "marks", bytes: 0))
      let inspection = inspector.finish()
      #expect(inspection.isComplete == isComplete)
      #expect(inspection.recommendations.contains { $0.kind == .incomplete } == !isComplete)
      if isComplete { expectSize(inspection, [text], .grapheme, .nfc) }
    }
  }

  @Test func countsNothing() {
    let inspection = inspect([[]])
    for size in inspection.vocabularies {
      #expect((size.symbols, size.once, size.length) == (0, 0, 0))
    }
    #expect(inspection.vocabularies.count == 20)
  }
}
