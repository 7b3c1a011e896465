import GeulCompute
import GeulText
import Testing

@testable import GeulGeneration

/// Stop texts in a text that comes in pieces.
struct StopScannerTests {
  private static let tokenizer = Tokenizer(scalarsOf: "abcdewxyz가각나다한글닭끝.\n")

  /// What a scanner passes on of `pieces`, and which stop text it found.
  private func scan(_ pieces: [String], _ stops: [String]) -> (text: String, found: Int?) {
    var scanner = StopScanner(stops, for: Self.tokenizer)
    var text = ""
    for piece in pieces { text += scanner.push(piece) }
    return (text + scanner.finish(), scanner.found)
  }

  @Test func withoutStopsAllPasses() {
    #expect(scan(["가나", "다"], []) == ("가나다", nil))
  }

  @Test(
    arguments: [
      (["abcde"], ["cd"], "ab", 0), (["abc", "de"], ["cd"], "ab", 0),
      (["a", "b", "c", "d"], ["bcd"], "a", 0),
      (["aaab"], ["aab"], "a", 0), (["aabaab", "aac"], ["aabaac"], "aab", 0),
      (["xyz"], ["z", "yz"], "x", 1),
      (["xyz"], ["xyzw", "y"], "x", 1), (["끝.\n"], [".\n"], "끝", 0), (["각"], ["가"], "각", -1),
      (["\n"], ["\n"], "", 0), (["ab"], ["abc"], "ab", -1),
    ] as [([String], [String], String, Int)])
  func stopsAreFoundAcrossPieces(
    _ pieces: [String], _ stops: [String], _ text: String, _ found: Int
  ) {
    let result = scan(pieces, stops)
    #expect(result.text.values == text.values)
    #expect(result.found == (found < 0 ? nil : found))
  }

  @Test func aStopIsNormalizedAsTheTextIs() {
    #expect(scan(["한글"], ["\u{1100}\u{1173}\u{11AF}"]) == ("한", 0))
  }

  @Test func aStopDoesNotEndWithinACharacter() {
    let tokenizer = Tokenizer(scalarsOf: "닭다e\u{301}\n", .nfd)
    var scanner = StopScanner(["다", "e"], for: tokenizer)
    let text = NormalizationForm.nfd.normalize("닭\u{E9}")
    #expect(scanner.push(text).values == text.values && scanner.found == nil)
    #expect(scanner.push(NormalizationForm.nfd.normalize("다")).isEmpty && scanner.found == 0)
  }

  @Test func lineEndsAreThoseOfTheCorpus() {
    #expect(scan(["a\n", "b"], ["\r\n"]) == ("a", 0))
  }

  /// A stop text is found scalar by scalar, whatever its scalars are parts of.
  @Test(
    arguments: [
      ("a\r\nb", ["\n"], "a\r"), ("a\r\nb", ["\r\n"], "a"), ("a\r\nb", ["\r"], "a"),
      ("xa\r\nb", ["a\r"], "x"), ("a\r\nb", ["\nb"], "a\r"), ("👩\u{200D}👧x", ["👩"], ""),
      ("👩\u{200D}👧x", ["👧"], "👩\u{200D}"), ("🇰🇷x", ["\u{1F1F7}"], "\u{1F1F0}"),
    ] as [(String, [String], String)])
  func stopsWithinClusters(_ text: String, _ stops: [String], _ kept: String) {
    let tokenizer = Tokenizer(
      form: .nfc, newlines: .keep,
      vocabulary: Vocabulary(scalars: Set((text + stops.joined()).values).sorted()))
    for isWhole in [true, false] {
      var scanner = StopScanner(stops, for: tokenizer)
      let clusters = GraphemeBreaker.clusters(of: text).map(String.init)
      var passed = ""
      for piece in isWhole ? [text] : clusters { passed += scanner.push(piece) }
      #expect(passed.values == kept.values && scanner.found == 0)
    }
  }

  /// Also where the vocabulary has the scalar in a cluster only, and reads an unknown symbol otherwise.
  @Test func stopsThatAreNoSymbols() {
    let tokenizer = Tokenizer(
      form: .nfc, newlines: .keep,
      vocabulary: Vocabulary(
        unit: .grapheme, symbols: [.scalar(0xAC00), .cluster([0x0D, 0x0A])], unknown: .symbol))
    var scanner = StopScanner(["\n"], for: tokenizer)
    #expect(scanner.push("가\r\n가").values == "가\r".values && scanner.found == 0)
  }

  /// A line ends at whatever ends lines, and CR LF is one end.
  @Test(arguments: ["\n", "\r\n", "\r", "\u{85}", "\u{2028}", "\u{2029}"])
  func lineEnds(_ end: String) {
    let tokenizer = Tokenizer(
      form: .nfc, newlines: .keep, vocabulary: Vocabulary(scalars: ("가나다" + end).values.sorted()))
    for pieces in [["가나" + end + "다"], ["가", "나", end, "다"], ["가나", end]] {
      var scanner = StopScanner(["다다"], untilLine: true, for: tokenizer)
      var passed = ""
      for piece in pieces { passed += scanner.push(piece) }
      passed += scanner.finish()
      #expect(passed.values == "가나".values)
      #expect(scanner.text(of: ["다다"])?.values == end.values)
    }
  }

  @Test func nothingIsHeldThatCannotBegin() {
    var scanner = StopScanner(["abc"], for: Self.tokenizer)
    #expect(scanner.push("xa") == "x")
    #expect(scanner.push("ba") == "ab")
    #expect(scanner.push("z") == "az")
  }

  /// Against a search of the whole text, cut at random places.
  @Test func equalsASearchOfTheWhole() {
    var random = RandomStream(case: 77)
    for _ in 0..<2_000 {
      let text = random.letters(20)
      let stopCount = 1 + Int(random.next() % 3)
      var stops: [String] = []
      for _ in 0..<stopCount { stops.append(random.letters(1 + Int(random.next() % 4))) }
      var pieces: [String] = []
      var rest = text[...]
      while !rest.isEmpty {
        let count = Int(random.next() % 4) + 1
        pieces.append(String(rest.prefix(count)))
        rest = rest.dropFirst(count)
      }
      let result = scan(pieces, stops)
      // The occurrence that ends first; of those, the one that begins first.
      var expected = text
      search: for end in 1...text.count {
        let prefix = text.prefix(end)
        guard let longest = stops.filter({ prefix.hasSuffix($0) }).map({ $0.count }).max() else {
          continue
        }
        expected = String(prefix.dropLast(longest))
        break search
      }
      #expect(result.text == expected, "\(text), \(stops), \(pieces)")
      #expect((result.found == nil) == (expected == text))
    }
  }
}

extension RandomStream {
  /// Letters of an alphabet of three.
  fileprivate mutating func letters(_ count: Int) -> String {
    var text = ""
    for _ in 0..<count { text += ["a", "b", "가"][Int(next() % 3)] }
    return text
  }
}
