import Foundation
import GeulStorage
import Testing

@testable import GeulCorpus
@testable import GeulText

/// A mixture of everything that is counted along the way.
private func mixture(_ seed: UInt64, _ count: Int) -> [UInt32] {
  let parts = [
    "한글 ", "\n", "\r\n", "\r", "abc", "\u{65}\u{301}", "\u{1112}\u{1161}\u{11AB}", "é", "ㅋㅋㅋ",
    "\u{F900}",
    "👩‍👩‍👧", "🇰🇷🇯🇵", "\u{344}", "Ã©", "占쏙옙", "\n\n\n", "\u{85}", "\u{2028}", "힣각",
  ].map(\.values)
  var generator = SeededGenerator(state: seed)
  return (0..<count).flatMap { _ in parts[generator.below(parts.count)] }
}

/// The place of a scalar of a text, counted from its beginning.
private func place(of position: Int, in text: [UInt32], file: Int) -> TextPlace {
  var ends = 0
  for index in 0..<position {
    let followsReturn = index > 0 && text[index - 1] == 0x0D
    if text[index] == 0x0D || text[index] == 0x0A && !followsReturn { ends += 1 }
  }
  return TextPlace(
    file: file, utf8Offset: String(values: Array(text[..<position])).utf8.count, line: ends + 1)
}

/// Where a text first differs from its normal form.
private func firstChange(_ text: [UInt32], _ form: NormalizationForm, file: Int) -> TextPlace? {
  let normal = normalize(text, form)
  let same = zip(text, normal).prefix { $0 == $1 }.count
  return same == text.count && same == normal.count
    ? nil : place(of: min(same, text.count - 1), in: text, file: file)
}

@Suite struct CorpusInspectorTests {
  @Test func cutsChangeNothing() {
    for seed in UInt64(1)...12 {
      let files = [mixture(seed, 150), [], mixture(seed + 100, 90)]
      let whole = inspect(files)
      for blocks in [1, 5, 300] { #expect(inspect(files, blocks: blocks, seed: seed) == whole) }
    }
  }

  @Test func figuresEqualThoseOfTheWholeText() throws {
    for seed in UInt64(1)...20 {
      let files = [mixture(seed, 400), mixture(seed + 100, 30)]
      let inspection = inspect(files, blocks: 100, seed: seed)
      for (number, text) in files.enumerated() {
        let file = inspection.files[number]
        #expect(file.scalars == text.count)
        #expect(file.utf8Bytes == String(values: text).utf8.count)
        #expect(file.normalForm.firstNotNFC == firstChange(text, .nfc, file: number))
        #expect(file.normalForm.firstNotNFD == firstChange(text, .nfd, file: number))
        var converted = text
        var converter = NewlineConverter()
        converter.convert(&converted)
        // NEL and U+2028 become LF, but end no line that editors count.
        var ended = text.map { [0x85, 0x2028].contains($0) ? 0x41 : $0 }
        var counter = NewlineConverter()
        counter.convert(&ended)
        let lines = ended.split(separator: 0x0A, omittingEmptySubsequences: false)
        #expect(file.lines == lines.count - (ended.last == 0x0A ? 1 : 0))
        let longest = try #require(lines.map(\.count).max())
        #expect(file.longestLine?.scalars == longest)
        let first = try #require(lines.firstIndex { $0.count == longest })
        #expect(file.longestLine?.line == first + 1)
        #expect(converter.converted == file.newlines.others)
        #expect(
          file.newlines.lineFeeds + converter.converted == converted.count { $0 == 0x0A })
      }
    }
  }

  @Test func sightingsAreTheFirst() throws {
    let files = [mixture(3, 200), mixture(4, 900)]
    let inspection = inspect(files, blocks: 9, rarest: 1000)
    let all = files[0] + files[1]
    #expect(inspection.rarest.count == Set(all).count)
    #expect(inspection.characters.distinct == Set(all).count)
    #expect(inspection.rarest.map(\.count) == inspection.rarest.map(\.count).sorted())
    for sighting in inspection.rarest {
      #expect(sighting.count == all.count { $0 == sighting.scalar })
      let file = try #require(files.firstIndex { $0.contains(sighting.scalar) })
      let text = files[file]
      let position = try #require(text.firstIndex(of: sighting.scalar))
      #expect(sighting.place == place(of: position, in: text, file: file))
      #expect(sighting.before == Array(text[max(0, position - 12)..<position]))
      #expect(sighting.after == Array(text[(position + 1)...].prefix(12)))
    }
  }

  @Test(
    arguments: [
      ("abc\n", .both, nil, nil), ("한글", .nfc, nil, 0), ("é", .nfc, nil, 0),
      ("a\u{1112}\u{1161}\u{11AB}", .nfd, 1, nil), ("e\u{301}", .nfd, 0, nil),
      ("가\ne\u{301}", .mixed, 4, 0), ("a\u{323}\u{301} a\u{301}\u{323}", .mixed, 0, 7),
      ("q\u{301}\u{323}", .mixed, 1, 1), ("\u{F900}", .mixed, 0, 0), ("", .both, nil, nil),
    ] as [(String, NormalFormFinding.Form, Int?, Int?)])
  func normalForms(
    _ text: String, _ form: NormalFormFinding.Form, _ notNFC: Int?, _ notNFD: Int?
  ) {
    let finding = inspect(text).normalForm
    #expect(finding.form == form)
    #expect(finding.firstNotNFC?.utf8Offset == notNFC)
    #expect(finding.firstNotNFD?.utf8Offset == notNFD)
  }

  @Test func linesAndTheirEnds() {
    let inspection = inspect("a\nbcd\r\n\rhijk")
    #expect(
      inspection.newlines == NewlineCounts(lineFeeds: 1, pairs: 1, carriageReturns: 1))
    #expect(inspection.newlines.styles.map(\.name) == ["LF", "CR LF", "CR"])
    #expect(inspection.lines == 4)
    #expect(inspection.longestLine == LineLength(file: 0, line: 4, scalars: 4))
    #expect(inspect("a").lines == 1)
    #expect(inspect("\n").lines == 1)
    #expect(inspect("\n").longestLine == LineLength(file: 0, line: 1, scalars: 0))
    #expect(inspect("").lines == 0)
    #expect(inspect("").longestLine == nil)
  }

  @Test func filesDoNotJoin() {
    let inspection = inspect([[0x65], [0x301], [0x0D], [0x0A]])
    #expect(inspection.newlines == NewlineCounts(lineFeeds: 1, carriageReturns: 1))
    #expect(inspection.vocabulary(.grapheme, .nfc).length == 4)
    #expect(inspection.vocabulary(.scalar, .nfc).symbols == 3)
    #expect(inspection.normalForm.form == .both)
  }

  @Test func jsonIsReadAgain() throws {
    let inspection = inspect([mixture(9, 300), []])
    let json = try JSONValue.parse(inspection.json.serialized(), file: "inspection")
    #expect(json == inspection.json)
    guard case .object(let object) = json else {
      Issue.record("no object")
      return
    }
    #expect(object["scalars"] == .integer(Int64(inspection.scalars)))
    guard case .array(let sizes)? = object["vocabularies"] else {
      Issue.record("no vocabularies")
      return
    }
    #expect(sizes.count == 20)
  }
}
