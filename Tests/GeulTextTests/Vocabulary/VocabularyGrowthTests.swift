import Testing

@testable import GeulText

struct VocabularyGrowthTests {
  private func vocabulary(_ text: String) -> Vocabulary {
    Vocabulary(scalars: text.unicodeScalars.map(\.value), unknown: .symbol)
  }

  @Test func knownIdsStay() {
    let grown = vocabulary("가나a").taking(in: vocabulary("b나각"))
    #expect(grown == vocabulary("가나ab각"))
  }

  /// 각 shares two letters with 가's ㄱ and ㅏ and with 강; 뷁 shares ㅂ alone with 비; a Latin letter is like all.
  @Test func syllablesAreLikeThoseThatShareTheirLetters() {
    let old = vocabulary("가강비x")
    let grown = old.taking(in: vocabulary("각뷁y"))
    #expect(grown.relatives(of: old.count) == [[1, 2], [3], [1, 2, 3, 4]])
  }
}
