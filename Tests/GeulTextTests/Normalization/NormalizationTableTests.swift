import Testing

@testable import GeulText

@Suite struct NormalizationTableTests {
  @Test func nothingChangesBeyondTheTable() {
    var failures = Failures()
    for scalar in NormalizationTable.limit...0x10FFFF {
      if UnicodeLibrary.decomposes(scalar) || UnicodeLibrary.combiningClass(Int32(scalar)) > 0 {
        failures.add(hex([scalar]))
      }
    }
    #expect(failures.count == 0, "\(failures)")
  }

  /// The seconds of the pairs and the jamo are what the standard calls NFC_QC = Maybe.
  @Test(arguments: [NormalizationForm.nfc, .nfkc])
  func whatJoinsIsNeitherUnchangedNorACut(_ form: NormalizationForm) {
    let table = NormalizationTable.table(of: form)
    let seconds = Set(CompositionPairs.shared.seconds)
    #expect(seconds.count > 50)
    for scalar in seconds.union(HangulSyllable.vowels).union(HangulSyllable.finals) {
      let entry = table.entry(scalar)
      #expect(entry & NormalizationTable.joins != 0)
      #expect(entry & NormalizationTable.inert == 0, "\(hex([scalar]))")
    }
    #expect(table.entry(0x11A7) & NormalizationTable.inert == NormalizationTable.inert)
  }

  @Test(arguments: NormalizationForm.allCases)
  func rangesHoldOnlyWhatIsInert(_ form: NormalizationForm) {
    let table = NormalizationTable.table(of: form)
    for scalar in UInt32(0)..<0x31000 {
      let chunk = [UInt32](repeating: scalar, count: InertRanges.chunk)
      guard table.inertRanges.holdChunk(of: chunk.span, at: 0) else { continue }
      #expect(table.entry(scalar) & NormalizationTable.inert == NormalizationTable.inert)
    }
  }

  @Test func mostKoreanLiesInTheRanges() {
    let letters = "가힣ㅋㅠ a~一".values
    let text = (0..<InertRanges.chunk).map { letters[$0 % letters.count] }
    let holds = [NormalizationForm.nfc, .nfd, .nfkc].map {
      NormalizationTable.table(of: $0).inertRanges.holdChunk(of: text.span, at: 0)
    }
    #expect(holds == [true, false, false])
  }

  @Test func pairsComposeAndNothingElseDoes() {
    let pairs = CompositionPairs.shared
    #expect(pairs.composite(0x65, 0x301) == 0xE9)
    #expect(pairs.composite(0x1E63, 0x307) == 0x1E69)
    #expect(pairs.composite(0x1100, 0x1161) == nil, "jamo are arithmetic")
    #expect(pairs.composite(0x915, 0x93C) == nil, "U+0958 is excluded")
    #expect(pairs.composite(0x308, 0x301) == nil, "U+0344 begins with a mark")
    #expect(pairs.composite(0x65, 0x65) == nil)
    #expect(pairs.composite(0x10FFFF, 0x301) == nil)
  }

  @Test func longRunsAreSortedLikeShortOnes() {
    let classes: [UInt32] = [230, 1, 220, 9, 230, 202, 7, 254, 240]
    var generator = SeededGenerator(state: 31)
    for length in [1, 2, 31, 32, 33, 500] {
      let marks = (0..<length).map { classes[generator.below(classes.count)] << 24 | UInt32($0) }
      var sorted = [7, 8] + marks + [9]
      CanonicalOrder.sort(&sorted)
      // The low bits are the places: sorting by both is what a stable sort by class gives.
      #expect(sorted == [7, 8] + marks.sorted() + [9])
    }
  }
}
