import GeulText
import Testing

@Suite struct ScalarSetTests {
  /// Scalars around every edge: the beginning, the surrogates, the last one and what lies beyond.
  private static let domain =
    [0...40, 0xD7F0...0xE010, 0x10FFF0...0x110010] as [ClosedRange<UInt32>]

  private static func isScalar(_ value: UInt32) -> Bool { Unicode.Scalar(value) != nil }

  private static func range(_ generator: inout SeededGenerator) -> ClosedRange<UInt32> {
    let domain = domain[generator.below(domain.count)]
    let start = domain.lowerBound + UInt32(generator.below(domain.count))
    let longest = generator.below(4) == 0 ? 3000 : 5
    return start...min(start + UInt32(generator.below(longest)), domain.upperBound)
  }

  /// Sets of ranges behave as the sets of their scalars.
  @Test func rangesAreTheirScalars() {
    var generator = SeededGenerator(state: 3)
    for _ in 0..<150 {
      let lists = (0..<2).map { _ in
        (0..<generator.below(8)).map { _ in Self.range(&generator) }
      }
      let sets = lists.map { ScalarSet($0) }
      let expected = lists.map { Set($0.joined().filter(Self.isScalar)) }
      #expect(sets.map(\.count) == expected.map(\.count))
      #expect(sets.map(\.isEmpty) == expected.map(\.isEmpty))
      #expect((sets[0] == sets[1]) == (expected[0] == expected[1]))
      let derived: [(ScalarSet, (UInt32) -> Bool)] = [
        (sets[0], { expected[0].contains($0) }),
        (sets[0].union(sets[1]), { expected[0].contains($0) || expected[1].contains($0) }),
        (sets[0].inverse, { Self.isScalar($0) && !expected[0].contains($0) }),
        (sets[0].subtracting(sets[1]), { expected[0].contains($0) && !expected[1].contains($0) }),
      ]
      for (set, contains) in derived {
        for value in Self.domain.joined() where set.contains(value) != contains(value) {
          Issue.record("\(value) in \(set)")
        }
        for _ in 0..<20 {
          let range = Self.range(&generator)
          #expect(set.intersects(range) == range.contains(where: contains))
          #expect(set.isSuperset(of: range) == range.allSatisfy(contains))
        }
      }
      #expect(sets[0].inverse.inverse == sets[0])
    }
  }

  /// No two ranges touch, so that equal sets are equal values.
  @Test func rangesAreJoined() {
    #expect(ScalarSet([5...9, 1...2, 3...4, 7...7]).ranges == [1...9])
    #expect(ScalarSet([0xD700...0xE000]).ranges == [0xD700...0xD7FF, 0xE000...0xE000])
    #expect(ScalarSet([0...UInt32.max]) == .all)
    #expect(ScalarSet.all.inverse.isEmpty)
    #expect(ScalarSet.all.count == 0x110000 - 0x800)
  }

  @Test(
    arguments: [
      ("", []), ("abc", [0x61...0x63]), ("a-z", [0x61...0x7A]), ("가-힣", [0xAC00...0xD7A3]),
      ("z가a", [0x61...0x61, 0x7A...0x7A, 0xAC00...0xAC00]),
      ("-", [0x2D...0x2D]), ("-a", [0x2D...0x2D, 0x61...0x61]), ("a-", [0x2D...0x2D, 0x61...0x61]),
      ("+--", [0x2B...0x2D]), ("a-cx-z", [0x61...0x63, 0x78...0x7A]),
      ("a-c-", [0x2D...0x2D, 0x61...0x63]),
      ("\\n\\t\\\\\\-", [0x09...0x0A, 0x2D...0x2D, 0x5C...0x5C]),
      ("a\\-c", [0x2D...0x2D, 0x61...0x61, 0x63...0x63]), ("\\t-\\n", [0x09...0x0A]),
      ("\\u{1F600}\\u{a}", [0x0A...0x0A, 0x1F600...0x1F600]),
      ("\\u{D700}-\\u{E000}", [0xD700...0xD7FF, 0xE000...0xE000]),
      ("\u{1100}\u{1161}-\u{1112}\u{1175}\u{11C2}", [0xAC00...0xD7A3]),
      ("\u{1112}\u{1161}\u{11AB}e\u{301}", [0xE9...0xE9, 0xD55C...0xD55C]),
      ("\\u{1112}\\u{1161}", [0x1112...0x1112, 0x1161...0x1161]),
      ("👩‍👧", [0x200D...0x200D, 0x1F467...0x1F467, 0x1F469...0x1F469]),
    ] as [(String, [ClosedRange<UInt32>])])
  func aPersonsCharactersAreRead(_ text: String, _ ranges: [ClosedRange<UInt32>]) throws {
    #expect(try ScalarSet(parsing: text).ranges == ranges)
  }

  @Test(
    arguments: [
      ("z-a", 1, "z-a, from U+007A to U+0061"), ("가힣-가", 2, "힣-가, from U+D7A3 to U+AC00"),
      ("\u{1112}\u{1161}-\\t", 1, "하-\\t, from U+D558 to U+0009"),
      ("ab\\", 3, "a backslash that ends the text"), ("a-\\", 3, "a backslash that ends the text"),
      ("a\\q", 2, "\\q"), ("\\u", 1, "\\u"), ("\\u{}", 1, "\\u{}"), ("\\u{12", 1, "\\u{12"),
      ("\\u{D800}", 1, "\\u{D800}"), ("\\u{110000}", 1, "\\u{110000}"),
      ("\\u{+12}", 1, "\\u{+12}"), ("x\\u{0000041}", 2, "\\u{0000041}"), ("\\uAC00", 1, "\\uAC00"),
      ("\\u{123456789012345}", 1, "\\u{123456789"),
    ])
  func flawsAreNamed(_ text: String, _ place: Int, _ found: String) {
    let error = #expect(throws: ScalarSetError.self) { try ScalarSet(parsing: text) }
    #expect(error?.place == place)
    #expect(error?.found.values == found.values)
    let message = error?.description ?? ""
    #expect(message.hasPrefix("character \(place): expected "))
    #expect(message.utf8.allSatisfy { $0 >= 0x20 })
  }
}
