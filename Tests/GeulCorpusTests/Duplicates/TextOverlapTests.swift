import GeulText
import Testing

@testable import GeulCorpus

/// What of one text stands in another.
@Suite struct TextOverlapTests {
  /// Text of words that are drawn by a seed, so that no two stretches are alike by design.
  static func text(_ count: Int, seed: UInt64) -> String {
    var random = SeededGenerator(state: seed)
    var text = ""
    while text.unicodeScalars.count < count {
      for _ in 0..<2 + random.below(3) {
        text.unicodeScalars.append(Unicode.Scalar(UInt32(0xAC00 + 588 * random.below(19)))!)
      }
      text += random.below(9) == 0 ? ".\n" : " "
    }
    return String(text.unicodeScalars.prefix(count).map(Character.init))
  }

  private func overlap(_ own: String, _ other: String, unit: TextUnit = .scalar) throws
    -> TextOverlap?
  {
    let scalars = Set((own + other).unicodeScalars.map(\.value)).sorted()
    let vocabulary = unit == .byte ? .bytes : Vocabulary(scalars: scalars, unit: unit)
    let tokenizer = Tokenizer(form: unit == .jamo ? .nfd : .nfc, vocabulary: vocabulary)
    func part(_ text: String) -> TextOverlap.Part {
      let tokens = TokenSequence(tokenizer.encode(text).ids, symbolCount: tokenizer.symbolCount)
      return (tokens, 0..<tokens.count)
    }
    return try TextOverlap(of: part(own), in: part(other), tokenizer: tokenizer)
  }

  @Test(arguments: [TextUnit.scalar, .byte])
  func aCopyIsWholeAndAnotherTextIsNot(unit: TextUnit) throws {
    let (one, two) = (Self.text(3000, seed: 1), Self.text(3000, seed: 2))
    #expect(try overlap(one, one, unit: unit)?.share == 1)
    #expect(try overlap(one, two + one + two, unit: unit)?.share == 1)
    #expect(try overlap(one, two, unit: unit)?.share == 0)
  }

  /// Half a copy is half, whatever stands around it, and wherever lines are broken.
  @Test func aPartIsAPart() throws {
    let (one, two) = (Self.text(4000, seed: 3), Self.text(4000, seed: 4))
    let half = String(one.prefix(2000)) + two
    let found = try #require(try overlap(one, half))
    #expect(abs(found.share - 0.5) < 0.03)
    let broken = String(half.map { $0 == " " ? "\n" : $0 })
    #expect(try overlap(one, broken)?.share == found.share)
    #expect(found.places.allSatisfy { $0.own < 2001 && $0.other < 2001 })
  }

  /// A word in twenty is another: most of the paragraph is known all the same.
  @Test func aNearCopyCountsForMost() throws {
    let words = Self.text(20_000, seed: 5).split(separator: " ")
    let changed = words.enumerated().map { $0 % 20 == 7 ? "다른" : $1 }
    let share = try #require(
      try overlap(changed.joined(separator: " "), words.joined(separator: " "))?.share)
    #expect((0.4..<0.9).contains(share), "\(share)")
  }

  /// Lines that everybody writes and laughter without end are no copies.
  @Test func whatIsShortOrAlwaysTheSameCountsForLittle() throws {
    func text(_ seed: UInt64) -> String {
      Self.text(4000, seed: seed).split(separator: "\n").map {
        $0 + "\n네\n}\n" + String(repeating: "ㅋ", count: 60) + "\n"
      }.joined()
    }
    let share = try #require(try overlap(text(6), text(7))?.share)
    #expect(share < 0.05, "\(share)")
  }

  @Test func tooLittleSaysNothing() throws {
    #expect(try overlap("짧은 글", "짧은 글") == nil)
    #expect(try overlap("", "짧은 글") == nil)
    #expect(
      try overlap(String(repeating: "ㅋ", count: 900), String(repeating: "ㅋ", count: 900)) == nil)
  }

  /// Of a long text a sample is taken, and its share is near.
  @Test func aSampleIsNearTheWhole() throws {
    let (one, two) = (Self.text(150_000, seed: 8), Self.text(1000, seed: 9))
    let found = try #require(try overlap(one, two + String(one.prefix(45_000))))
    #expect(found.windows < 80_000)
    #expect(abs(found.share - 0.3) < 0.02, "\(found.share)")
  }
}
