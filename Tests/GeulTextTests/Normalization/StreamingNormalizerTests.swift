import Foundation
import GeulText
import Testing

/// Scalars chosen to make cuts hard: jamo, U+11A7, marks, what decomposes and what recomposes.
private let adversarial: [UInt32] = [
  0x41, 0x65, 0x0A, 0x20, 0x300, 0x301, 0x323, 0x327, 0x334, 0x345, 0x1100, 0x1112, 0x1161, 0x1175,
  0x1176, 0x11A7, 0x11A8, 0x11C2, 0x11C3, 0xAC00, 0xC8E0, 0xAC01, 0xD7A3, 0x3131, 0x314B, 0xC0,
  0xE9,
  0x1E69, 0x212B, 0x2126, 0x340, 0x344, 0x958, 0x915, 0x93C, 0x94D, 0x9C7, 0x9BE, 0xDD9, 0xDCF,
  0xDCA,
  0xFB01, 0xFB1D, 0x5B4, 0xFDFA, 0xF900, 0x1D15E, 0x110AB, 0x110BA, 0x2F800, 0x1F600, 0xF71, 0xF72,
  0xF73, 0xF81, 0x3099, 0x304B, 0xFF76, 0xFF9E, 0xFFFD, 0x10FFFF, 0x00,
]

@Suite struct StreamingNormalizerTests {
  /// Cases in the manner of NormalizationTest.txt: source, NFC, NFD, NFKC, NFKD.
  private static let cases: [[[UInt32]]] = [
    [[0x1E0A], [0x1E0A], [0x44, 0x307], [0x1E0A], [0x44, 0x307]],
    [
      [0x1E0A, 0x323], [0x1E0C, 0x307], [0x44, 0x323, 0x307], [0x1E0C, 0x307],
      [0x44, 0x323, 0x307],
    ],
    [[0x212B], [0xC5], [0x41, 0x30A], [0xC5], [0x41, 0x30A]],
    [[0x958], [0x915, 0x93C], [0x915, 0x93C], [0x915, 0x93C], [0x915, 0x93C]],
    [[0xFB01], [0xFB01], [0xFB01], [0x66, 0x69], [0x66, 0x69]],
    [
      [0x1112, 0x1161, 0x11AB], [0xD55C], [0x1112, 0x1161, 0x11AB], [0xD55C],
      [0x1112, 0x1161, 0x11AB],
    ],
    [[0xD558, 0x11AB], [0xD55C], [0x1112, 0x1161, 0x11AB], [0xD55C], [0x1112, 0x1161, 0x11AB]],
    [
      [0x314B, 0x314B], [0x314B, 0x314B], [0x314B, 0x314B], [0x110F, 0x110F], [0x110F, 0x110F],
    ],
    [
      [0x61, 0x315, 0x300], [0xE0, 0x315], [0x61, 0x300, 0x315], [0xE0, 0x315],
      [0x61, 0x300, 0x315],
    ],
    [
      [0x340, 0x344], [0x300, 0x308, 0x301], [0x300, 0x308, 0x301], [0x300, 0x308, 0x301],
      [0x300, 0x308, 0x301],
    ],
  ]

  @Test(arguments: cases)
  func matchesTheStandard(_ columns: [[UInt32]]) {
    let forms: [NormalizationForm] = [.nfc, .nfd, .nfkc, .nfkd]
    for (form, expected) in zip(forms, columns.dropFirst()) {
      #expect(normalize(columns[0], form) == expected, "\(form)")
    }
    #expect(normalize(columns[0], .none) == columns[0])
  }

  @Test(arguments: NormalizationForm.allCases)
  func everyCutGivesTheSame(_ form: NormalizationForm) {
    var generator = SeededGenerator(state: 7)
    for _ in 0..<150 {
      let text = (0..<12).map { _ in adversarial[generator.below(adversarial.count)] }
      let whole = normalize(text, form)
      for cut in 0...text.count {
        #expect(normalize(text, form, cuts: [cut]) == whole, "\(text) cut at \(cut)")
      }
      #expect(normalize(text, form, cuts: Array(0..<text.count)) == whole, "\(text), one by one")
    }
  }

  @Test(arguments: NormalizationForm.allCases)
  func blocksOfRandomSizesGiveTheSame(_ form: NormalizationForm) {
    var generator = SeededGenerator(state: 11)
    let text = (0..<4000).map { _ in adversarial[generator.below(adversarial.count)] }
    let whole = normalize(text, form)
    for _ in 0..<10 {
      let cuts = (0..<60).map { _ in generator.below(text.count) }.sorted()
      #expect(normalize(text, form, cuts: cuts) == whole, "cuts \(cuts)")
    }
  }

  /// Foundation is the oracle where it keeps to the standard. Left out is where Swift 6.3.1 does not: marks
  /// whose decomposition begins with a mark (U+0F73, U+0F81, in NFKC U+FF9E) escape its ordering, a jamo
  /// T is not joined to a syllable, NFKC leaves ㅋㅏ apart, and U+1112 U+1176 become U+D7A4, which is no syllable.
  @Test(arguments: NormalizationForm.allCases)
  func agreesWithFoundation(_ form: NormalizationForm) {
    let astray: Set<UInt32> = [
      0xF73, 0xF81, 0xFF9E, 0x1176, 0x11A7, 0x11A8, 0x11C2, 0x3131, 0x314B,
    ]
    var generator = SeededGenerator(state: 13)
    for _ in 0..<300 {
      let values = (0..<16).map { _ in adversarial[generator.below(adversarial.count)] }
      let text = String(values: values.filter { !astray.contains($0) })
      let expected = text.normalizedByFoundation(form)
      #expect(normalize(text.values, form) == expected.values, "\(values)")
      #expect(form.normalize(text).values == expected.values)
    }
  }

  @Test(arguments: NormalizationForm.allCases)
  func isIdempotent(_ form: NormalizationForm) {
    var generator = SeededGenerator(state: 17)
    let text = (0..<3000).map { _ in adversarial[generator.below(adversarial.count)] }
    let once = normalize(text, form)
    #expect(normalize(once, form) == once)
  }

  @Test(
    arguments: [[0xC8E0, 0x11A7], [0xC8E0, 0x11A7, 0x11A8], [0x110C, 0x116D, 0x11A7]] as [[UInt32]])
  func keepsTheJamoBase(_ text: [UInt32]) {
    for cut in 0...text.count {
      #expect(normalize(text, .nfc, cuts: [cut]).contains(0x11A7))
    }
    #expect(normalize([0xC8E0, 0x11A7], .nfc) == [0xC8E0, 0x11A7])
  }

  @Test func everySyllableIsComposedOfItsJamo() {
    for syllable in UInt32(0)..<11172 {
      let vowel = [0x1100 + syllable / 588, 0x1161 + syllable % 588 / 28]
      let final = syllable % 28 == 0 ? [] : [0x11A7 + syllable % 28]
      let open = 0xAC00 + syllable / 28 * 28
      #expect(normalize(vowel + final, .nfc, cuts: [1]) == [0xAC00 + syllable])
      #expect(normalize([open] + final, .nfc) == [0xAC00 + syllable])
      #expect(normalize([0xAC00 + syllable], .nfd) == vowel + final)
    }
  }

  /// It takes about a millisecond; the library's own ordering would take ten seconds.
  @Test(arguments: [NormalizationForm.nfc, .nfd])
  func aLongRunOfMarksIsOrderedInTime(_ form: NormalizationForm) {
    let marks = (0..<65536).map { UInt32($0 % 2 == 0 ? 0x301 : 0x323) }
    var result: [UInt32] = []
    // Nothing composes with q.
    let elapsed = processorTime { result = normalize([0x71] + marks, form, cuts: [5, 40000]) }
    let below = [UInt32](repeating: 0x323, count: 32768)
    let above = [UInt32](repeating: 0x301, count: 32768)
    #expect(result == [0x71] + below + above)
    #expect(elapsed < .milliseconds(500))
  }

  @Test(arguments: [NormalizationForm.nfc, .nfd, .nfkc, .nfkd])
  func aLineWithoutEndIsNotKept(_ form: NormalizationForm) {
    let block = "가나다\u{1112}\u{1161}\u{11AB} cafe\u{301} ㅋㅋ 김치".values
    let length = normalize(block, form).count
    var normalizer = StreamingNormalizer(form)
    var output: [UInt32] = []
    for count in 1...2000 {
      normalizer.append(block, into: &output)
      // What is kept is one letter: at most three scalars when it is out.
      #expect(output.count >= count * length - 3)
    }
  }

  /// The mark meets every place in and between the chunks that the quick check takes at once.
  @Test func aMarkIsFoundAnywhere() {
    for length in [1, 15, 16, 17, 63, 64, 65, 80, 81, 144, 145, 300] {
      let text = [UInt32](repeating: 0x65, count: length)
      for place in 1...length {
        var marked = text
        marked.insert(0x301, at: place)
        var expected = text
        expected[place - 1] = 0xE9
        #expect(normalize(marked, .nfc) == expected)
        #expect(normalize(expected, .nfd) == marked)
      }
    }
  }

  @Test func syllablesDecomposeAcrossGapsOfAnyLength() {
    var generator = SeededGenerator(state: 23)
    for gap in 0...40 {
      var text: [UInt32] = []
      for _ in 0..<generator.below(400) + 1 {
        text.append(0xAC00 + UInt32(generator.below(11172)))
        if generator.below(3) == 0 { text += [UInt32](repeating: 0x20, count: gap) }
        if generator.below(50) == 0 { text += [0x301, 0x323] }
      }
      let expected = text.flatMap { normalize([$0], .nfd) }
      let ordered = String(values: expected).decomposedStringWithCanonicalMapping.values
      #expect(normalize(text, .nfd) == ordered)
      #expect(normalize(ordered, .nfc) == normalize(text, .nfc))
    }
  }

  /// A caller may hold the scalars in any memory.
  @Test func takesSpans() {
    var normalizer = StreamingNormalizer(.nfc)
    var output: [UInt32] = []
    let text: [UInt32] = [0x65, 0x301, 0x1112, 0x1161]
    normalizer.append(text.span.extracting(0..<3), into: &output)
    normalizer.append(text.span.extracting(3...), into: &output)
    normalizer.finish(into: &output)
    #expect(output == [0xE9, 0xD558])
  }

  @Test func aLineFeedLetsEverythingOut() {
    var normalizer = StreamingNormalizer(.nfc)
    var output: [UInt32] = []
    normalizer.append([0x65], into: &output)
    #expect(output == [])
    normalizer.append([0x301, 0x0A], into: &output)
    #expect(output == [0xE9, 0x0A])
  }
}
