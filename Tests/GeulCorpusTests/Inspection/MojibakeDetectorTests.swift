import Testing

@testable import GeulCorpus
@testable import GeulText

/// The bytes as Latin-1 reads them.
private func latin1(_ bytes: [UInt8]) -> String { String(values: bytes.map(UInt32.init)) }

/// The bytes as Windows-1252 reads them, the five it leaves out as controls.
private func windows(_ bytes: some Sequence<UInt8>) -> String {
  let high = Array("€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8D}Ž\u{8F}\u{90}‘’“”•–—˜™š›œ\u{9D}žŸ".unicodeScalars)
  return String(
    values: bytes.map { (0x80..<0xA0).contains($0) ? high[Int($0) - 0x80].value : UInt32($0) })
}

@Suite struct MojibakeDetectorTests {
  @Test(arguments: ["가나다", "한글은 소리를 적는다", "café", "naïve “quoted”", "日本語", "Привет", "😀"])
  func utf8DecodedTwice(_ text: String) throws {
    for wrong in [latin1(Array(text.utf8)), windows(text.utf8)] {
      let found = inspect("plain \(wrong) plain\n").mojibake
      #expect(found.map(\.kind) == [.utf8AsLatin1], "\(text) as \(wrong)")
      let high = text.unicodeScalars.filter { $0.value >= 0x80 }.count
      #expect(found.first?.characters == high)
      #expect(inspect(text).mojibake.isEmpty)
    }
  }

  @Test func placeTextAndReadingAreTold() throws {
    let wrong = windows("나라".utf8)
    let mojibake = try #require(inspect("한\n글 \(wrong)!\n").mojibake.first)
    // 한 LF 글 space are 3 + 1 + 3 + 1 bytes.
    let place = TextPlace(file: 0, utf8Offset: 8, line: 2)
    #expect(
      mojibake.examples == [
        Mojibake.Example(place, wrong.values[...], reading: "나라".values)
      ])
  }

  @Test func theRunMayBeginWithSomethingElse() throws {
    let wrong = "÷" + latin1(Array("가".utf8)) + latin1(Array("나".utf8))
    let mojibake = try #require(inspect(wrong).mojibake.first)
    #expect(mojibake.examples.first?.place.utf8Offset == 2)
    #expect(mojibake.characters == 2)
  }

  /// 가나다라, 대한민국 and 한글 in CP949.
  @Test(
    arguments: [
      [0xB0, 0xA1, 0xB3, 0xAA, 0xB4, 0xD9, 0xB6, 0xF3],
      [0xB4, 0xEB, 0xC7, 0xD1, 0xB9, 0xCE, 0xB1, 0xB9], [0xC7, 0xD1, 0xB1, 0xDB],
    ] as [[UInt8]])
  func cp949DecodedAsLatin1(_ bytes: [UInt8]) {
    let found = inspect("a \(latin1(bytes)).\n").mojibake
    #expect(found.map(\.kind) == [.cp949AsLatin1])
    #expect(found.first?.characters == bytes.count / 2)
    #expect(found.first?.examples.first?.place == TextPlace(file: 0, utf8Offset: 2, line: 1))
  }

  /// A run longer than is held at once: 가나다 and 각난닥 over and over, no character lost or torn.
  @Test(arguments: [2046, 2047, 3000, 9001])
  func longRuns(_ syllables: Int) {
    let pairs: [[UInt8]] = [[0xB0, 0xA1], [0xB3, 0xAA], [0xB4, 0xD9]]
    let korean = latin1((0..<syllables).flatMap { pairs[$0 % 3] })
    // A rest of one syllable is too little to tell.
    let lost = syllables % 2046 == 1 ? 1 : 0
    #expect(inspect("a \(korean).\n").mojibake.first?.characters == syllables - lost)
    #expect(inspect([korean.values], blocks: 9).mojibake == inspect([korean.values]).mojibake)
    let unicode = latin1((0..<syllables).flatMap { Array(["가", "나", "다"][$0 % 3].utf8) })
    let found = inspect("a \(unicode).\n").mojibake
    #expect(found.map(\.kind) == [.utf8AsLatin1])
    #expect(found.first?.characters == syllables)
  }

  /// Ã¤ is ä in UTF-8 and 채 in CP949; the rest of the file decides.
  @Test func whatBothWouldTakeGoesWithItsFile() throws {
    let korean = latin1([0xC7, 0xD1, 0xB1, 0xDB])
    #expect(inspect("Ã¤ zÃ¤h").mojibake.map(\.kind) == [.utf8AsLatin1])
    let found = inspect("Ã¤ \(korean) \(korean)").mojibake
    #expect(found.map(\.kind) == [.cp949AsLatin1])
    #expect(found.first?.characters == 5)
    let both = inspect(["Ã¤".values, "Ã¤ \(korean)".values]).mojibake
    #expect(both.map(\.kind) == [.utf8AsLatin1, .cp949AsLatin1])
    #expect(both.map(\.characters) == [1, 3])
  }

  @Test func lostTextIsFound() throws {
    let found = try #require(inspect("가 占쏙옙占쏙옙 나").mojibake.first)
    #expect(found.kind == .replacementAsCP949)
    #expect(found.characters == 4)
    #expect(found.examples.map(\.place.utf8Offset) == [4, 13])
    #expect(inspect("占 쏙 옙 占쏙 占占").mojibake.isEmpty)
  }

  /// Ordinary texts, some with sequences that are well-formed UTF-8 by chance: ß“ is C3 9F.
  @Test(arguments: [
    "„Fuß“, „Spaß“ — und Öl", "ÄÖÜ ÀÉÈ", "L’été à l’âge d’or… « Noël »", "Ação, coração, NÃO!",
    "20°C ± 1 · ½ × ¾", "Þetta er íslenska, ÆÐI", "Tiếng Việt", "한글·한자", "Ça va ? Où ça ?",
    "£5–£10 • ©®™",
    "Să fiți, „â” și „î”", "Größe ÷ Maß", "ÅÄÖ", "ŠĐČĆŽ šđčćž", "····", "일·····이", "ÄÄÖÖ ÀÀÈÈ",
    "¿¿¿¿",
  ])
  func ordinaryTextIsNone(_ text: String) {
    #expect(inspect(text).mojibake.isEmpty, "\(inspect(text).mojibake)")
  }

  @Test func cutsChangeNothing() {
    let text = "x\n\(windows("가나다 café".utf8)) 占쏙옙占쏙옙 é\n\(latin1([0xC7, 0xD1, 0xB1, 0xDB]))"
    let values = (0..<20).flatMap { _ in text.values }
    let whole = inspect([values]).mojibake
    #expect(whole.map(\.characters) == [80, 40, 80])
    for seed in UInt64(1)...20 {
      #expect(inspect([values], blocks: 7, seed: seed).mojibake == whole)
    }
  }
}
