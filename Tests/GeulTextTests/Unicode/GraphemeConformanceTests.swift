import Testing

@testable import GeulText

/// GraphemeBreakTest.txt of the Unicode Character Database.
@Suite struct GraphemeConformanceTests {
  private struct Case: Sendable {
    let line: Int
    let scalars: [UInt32]
    /// Where clusters begin.
    let starts: [Int]

    init(_ line: UnicodeData.Line) {
      self.line = line.number
      scalars = UnicodeData.scalars(line.text.filter { $0 != "÷" && $0 != "×" })
      let marks = line.text.filter { $0 == "÷" || $0 == "×" }
      starts = marks.dropLast().enumerated().filter { $0.element == "÷" }.map(\.offset)
    }
  }

  private static let cases = UnicodeData.lines(UnicodeData.graphemeBreakTest).map(Case.init)

  @Test(
    .enabled(
      if: UnicodeData.isUsable(UnicodeData.graphemeBreakTest),
      Comment(rawValue: UnicodeData.requirement)))
  func everyLineHoldsOneByOne() {
    var failures = Failures()
    #expect(Self.cases.count > 600)
    for test in Self.cases {
      var breaker = GraphemeBreaker()
      let starts = test.scalars.indices.filter { breaker.isBoundary(before: test.scalars[$0]) }
      if starts != test.starts {
        failures.add("line \(test.line): found \(starts), expected \(test.starts)")
      }
    }
    #expect(failures.count == 0, "\(failures)")
  }

  @Test(
    .enabled(
      if: UnicodeData.isUsable(UnicodeData.graphemeBreakTest),
      Comment(rawValue: UnicodeData.requirement)))
  func everyLineHoldsInBlocks() {
    var failures = Failures()
    // Plain text before it takes the line through the chunks of the fast path.
    let prefix = (0..<70).map { UInt32($0 % 3 == 0 ? 0xAC00 : 0x61) }
    for test in Self.cases {
      for cut in 0...test.scalars.count {
        let text = prefix + [0x0A] + test.scalars
        let offset = prefix.count + 1
        let ends = clusterEnds(of: text, cuts: [7, offset + cut])
        let expected = Array(1...offset) + test.starts.dropFirst().map { $0 + offset }
        if ends != expected {
          failures.add("line \(test.line) cut at \(cut): found \(ends.dropFirst(offset - 1))")
        }
      }
    }
    #expect(failures.count == 0, "\(failures)")
  }
}

/// Where clusters end in scalars that arrive in blocks cut at `cuts`; the last one stays open.
func clusterEnds(of scalars: [UInt32], cuts: [Int]) -> [Int] {
  var breaker = GraphemeBreaker()
  var ends: [Int] = []
  var start = 0
  for end in cuts + [scalars.count] {
    var found: [Int32] = []
    breaker.appendEnds(of: Array(scalars[start..<end]), into: &found)
    ends += found.map { Int($0) + start }
    start = end
  }
  return ends
}
