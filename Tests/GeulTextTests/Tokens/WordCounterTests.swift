import Foundation
import Testing

@testable import GeulText

@Suite struct WordCounterTests {
  @Test(arguments: [
    ("", 0, 0), (" \n", 0, 0), ("달이 밝다.", 2, 4), ("a\tb\u{A0}c\u{3000}d", 4, 0),
    ("ㅋㅋ ㅠ", 2, 0), ("\u{1100}\u{1161}\u{11A8}\u{1100}\u{1161}", 1, 2), ("\u{1161}\u{11A8}", 1, 0),
    // Old Hangul: ᄒᆞᆫ, of letters that no precomposed syllable has.
    ("\u{1112}\u{119E}\u{11AB} 글", 2, 2), ("— a", 2, 0),
  ]) func wordsAndSyllables(text: String, words: Int, syllables: Int) {
    var counter = WordCounter()
    for scalar in text.unicodeScalars { counter.push(scalar.value) }
    #expect(counter.words == words && counter.syllables == syllables)
  }

  @Test func formsHaveTheSameSyllables() {
    let text = "두더지가 웃는다 ㅎㅎ 값"
    let counts = [
      text.precomposedStringWithCanonicalMapping, text.decomposedStringWithCanonicalMapping,
    ]
    .map { text in
      var counter = WordCounter()
      for scalar in text.unicodeScalars { counter.push(scalar.value) }
      return counter.syllables
    }
    #expect(counts == [8, 8])
  }
}
