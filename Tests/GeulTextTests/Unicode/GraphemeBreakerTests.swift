import CUTF8Proc
import Testing

@testable import GeulText

@Suite struct GraphemeBreakerTests {
  /// Scalars of every class of UAX #29, with emoji, jamo, Devanagari and line ends.
  private static let alphabet: [UInt32] = [
    0x61, 0x20, 0x0A, 0x0D, 0x09, 0x00, 0xAD, 0x1100, 0x1112, 0x115F, 0xA960, 0x1161, 0x1175,
    0x11A7,
    0xD7B0, 0x11A8, 0x11FF, 0xD7CB, 0xAC00, 0xAC01, 0xD7A3, 0x314B, 0xFF9E, 0x300, 0x301, 0x200D,
    0x200C, 0x1F468, 0x1F469, 0x1F3FB, 0x2764, 0xFE0F, 0x1F1F0, 0x1F1F7, 0x600, 0x915, 0x94D, 0x93F,
    0x937, 0x903, 0x20000, 0x1F3F4, 0xE0067, 0xE007F, 0x10FFFF, 0xA9,
  ]

  private static func randomText(_ seed: UInt64, count: Int) -> [UInt32] {
    var generator = SeededGenerator(state: seed)
    return (0..<count).map { _ in alphabet[generator.below(alphabet.count)] }
  }

  /// The library alone, asked for every pair.
  private static func starts(_ scalars: [UInt32]) -> [Int] {
    var state: Int32 = 0
    return scalars.indices.filter { place in
      place == 0
        || utf8proc_grapheme_break_stateful(
          Int32(bitPattern: scalars[place - 1]), Int32(bitPattern: scalars[place]), &state)
    }
  }

  @Test func classesAgreeWithTheLibraryOnEveryScalar() {
    let oneOfEachClass: [UInt32] = [
      0x61, 0x0A, 0x0D, 0x09, 0x1100, 0x1161, 0x11A8, 0xAC00, 0xAC01, 0x300, 0x903, 0x200D, 0x600,
      0x1F468, 0x1F1F0,
    ]
    var breaker = GraphemeBreaker()
    var failures = Failures()
    for scalar in UInt32(0)..<0x21000 where !(0xD800..<0xE000).contains(scalar) {
      for other in oneOfEachClass {
        for (first, second) in [(other, scalar), (scalar, other)] {
          breaker.reset()
          _ = breaker.isBoundary(before: first)
          var state: Int32 = 0
          let expected = utf8proc_grapheme_break_stateful(
            Int32(bitPattern: first), Int32(bitPattern: second), &state)
          if breaker.isBoundary(before: second) != expected { failures.add(hex([first, second])) }
        }
      }
    }
    #expect(failures.count == 0, "\(failures)")
  }

  @Test func agreesWithTheLibraryOnRandomText() {
    let text = Self.randomText(211, count: 300_000)
    var breaker = GraphemeBreaker()
    #expect(text.indices.filter { breaker.isBoundary(before: text[$0]) } == Self.starts(text))
  }

  @Test func blocksOfRandomSizesGiveTheSame() {
    let text = Self.randomText(223, count: 5000)
    let ends = Array(Self.starts(text).dropFirst())
    var generator = SeededGenerator(state: 227)
    for _ in 0..<10 {
      let cuts = (0..<80).map { _ in generator.below(text.count) }.sorted()
      #expect(clusterEnds(of: text, cuts: cuts) == ends, "cuts \(cuts)")
    }
    #expect(clusterEnds(of: text, cuts: Array(1..<text.count)) == ends)
  }

  @Test func endsAreAppendedAndTheLastClusterStaysOpen() {
    var breaker = GraphemeBreaker()
    var ends: [Int32] = [-7]
    breaker.appendEnds(of: [], into: &ends)
    breaker.appendEnds(of: [0x1112, 0x1161], into: &ends)
    #expect(ends == [-7])
    breaker.appendEnds(of: [0x11AB, 0x61, 0x0D], into: &ends)
    #expect(ends == [-7, 1, 2])
    breaker.appendEnds(of: [0x0A, 0x0A], into: &ends)
    #expect(ends == [-7, 1, 2, 1])
    breaker.reset()
    breaker.appendEnds(of: [0x301, 0x62], into: &ends)
    #expect(ends == [-7, 1, 2, 1, 1])
  }

  @Test func plainScalarsAreClustersOfTheirOwn() {
    for scalar in UInt32(0)..<0x11000 where GraphemeBreaker.isPlain(scalar) {
      #expect(Self.starts([0xAC00, scalar, 0x7E]) == [0, 1, 2])
    }
  }
}
