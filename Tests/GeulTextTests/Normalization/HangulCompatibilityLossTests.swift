import Testing

@testable import GeulText

@Suite struct HangulCompatibilityLossTests {
  /// What is counted is what NFKC makes Hangul of and NFC does not, over all that changes.
  @Test func countsExactlyWhatTheFormsDestroy() {
    let jamo = Set<UInt32>(0x1100...0x11FF)
    var failures = Failures()
    for scalar in 0..<NormalizationTable.limit where !(0xD800..<0xE000).contains(scalar) {
      let decomposed = normalize([scalar], .nfkd)
      let isLost =
        decomposed.contains(where: jamo.contains) && decomposed != normalize([scalar], .nfd)
      if isLost != HangulCompatibilityLoss.isLost(scalar) {
        failures.add("\(hex([scalar])) to \(hex(decomposed))")
      }
    }
    #expect(failures.count == 0, "\(failures)")
  }

  @Test func addsUpOverBlocks() {
    var loss = HangulCompatibilityLoss()
    loss.count("진짜 ㅋㅋㅋ".values)
    loss.count("ㅋㅠㅠ ㈜ ﾡ 가".values)
    #expect(loss.total == 8)
    let expected: [HangulCompatibilityLoss.Occurrence] = [
      .init(scalar: 0x314B, count: 4), .init(scalar: 0x3160, count: 2),
      .init(scalar: 0x321C, count: 1),
    ]
    #expect(loss.mostFrequent(3) == expected)
    #expect(loss.mostFrequent(9).count == 4)
  }

  @Test func findsNothingInPlainKorean() {
    var loss = HangulCompatibilityLoss()
    loss.count("글을 쓴다. ABC\n\u{1100}\u{1161}\u{327F}".values)
    #expect(loss == HangulCompatibilityLoss())
    #expect(loss.mostFrequent(3).isEmpty)
  }
}
