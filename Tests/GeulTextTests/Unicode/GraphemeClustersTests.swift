import Testing

@testable import GeulText

/// Texts cut into grapheme clusters by the library's version of UAX #29.
@Suite struct GraphemeClustersTests {
  private static func clusters(_ text: String) -> [[UInt32]] {
    GraphemeBreaker.clusters(of: text).map { $0.unicodeScalars.map(\.value) }
  }

  @Test(arguments: [
    ("", []),
    ("a", [[0x61]]),
    ("가e\u{301}\r\n\n", [[0xAC00], [0x65, 0x301], [0x0D, 0x0A], [0x0A]]),
    // Old Hangul ᄒᆞᆫ and ᄀᆞᆯ, each three jamo, and a syllable with a final that follows it.
    (
      "\u{1112}\u{119E}\u{11AB}\u{1100}\u{119E}\u{11AF}\u{AC00}\u{11C3}",
      [[0x1112, 0x119E, 0x11AB], [0x1100, 0x119E, 0x11AF], [0xAC00, 0x11C3]]
    ),
    ("ㅋㅋ", [[0x314B], [0x314B]]),
    (
      "👩‍👩‍👧🇰🇷🇯🇵👍🏽",
      [
        [0x1F469, 0x200D, 0x1F469, 0x200D, 0x1F467], [0x1F1F0, 0x1F1F7], [0x1F1EF, 0x1F1F5],
        [0x1F44D, 0x1F3FD],
      ]
    ),
  ])
  func areThoseOfTheStandard(_ text: String, _ expected: [[UInt32]]) {
    #expect(Self.clusters(text) == expected)
  }

  /// A consonant, virama and consonant are one cluster by rule GB9c, which came with Unicode 15.1.
  @Test(.enabled(if: UnicodeLibrary.unicodeVersion.hasPrefix("15.0")))
  func areThoseOfTheLibrarysVersion() {
    #expect(Self.clusters("\u{915}\u{94D}\u{924}") == [[0x915, 0x94D], [0x924]])
    #expect("\u{915}\u{94D}\u{924}".count == 1, "the language's own are of a later version")
  }

  @Test func joinToTheTextAndAgreeWithTheBreaker() {
    var generator = SeededGenerator(state: 239)
    let parts = [
      "가", "e\u{301}", "\r", "\n", "\u{1112}", "\u{119E}", "\u{11AB}", "👩", "\u{200D}", "🇰",
    ]
    for _ in 0..<500 {
      let text = (0..<generator.below(30)).map { _ in parts[generator.below(parts.count)] }.joined()
      let clusters = Self.clusters(text)
      #expect(clusters.flatMap(\.self) == text.values)
      var breaker = GraphemeBreaker()
      var ends: [Int32] = []
      breaker.appendEnds(of: text.values, into: &ends)
      #expect(clusters.count == (text.isEmpty ? 0 : ends.count + 1))
    }
  }
}
