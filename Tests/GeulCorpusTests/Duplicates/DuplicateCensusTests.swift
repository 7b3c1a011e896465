import GeulText
import Testing

@testable import GeulCorpus

/// What the doctor says of what occurs twice.
@Suite struct DuplicateCensusTests {
  private func inspect(_ files: [(String, String)], blocks: Int = 1000) -> CorpusInspection {
    var inspector = CorpusInspector()
    for (name, text) in files {
      let values = text.values
      for start in stride(from: 0, to: values.count, by: blocks) {
        inspector.append(Array(values[start..<min(start + blocks, values.count)]))
      }
      inspector.endOfFile(DecodedFile(path: name, bytes: text.utf8.count))
    }
    return inspector.finish()
  }

  private func text(_ count: Int, _ seed: UInt64) -> String {
    TextOverlapTests.text(count, seed: seed)
  }

  private func advice(_ inspection: CorpusInspection) -> [String] {
    inspection.recommendations.filter { $0.kind == .duplicates }.map(\.message)
  }

  @Test func aCopyOfAFileIsNamed() {
    let (one, two) = (text(2000, 1), text(3000, 2))
    let found = inspect([("a.txt", one), ("b.txt", two), ("a (copy).txt", one)])
    let pairs = found.duplicates.pairs
    #expect(pairs.map { [$0.file, $0.of] } == [[2, 0]])
    #expect(pairs.first?.isSame == true)
    #expect(abs(found.duplicates.share - 2.0 / 7) < 0.02)
    #expect(found.duplicates.validationShare == 1)
    #expect(advice(found).first?.hasPrefix("a (copy).txt is the same text as a.txt") == true)
    #expect(advice(found).last?.contains("100 % of the last tenth") == true)
  }

  /// Five copies are each named, and the same wherever blocks are cut.
  @Test(arguments: [1, 7, 4096])
  func everyCopyIsNamedInAnyForm(blocks: Int) {
    let one = text(900, 3)
    let decomposed = String(values: normalize(one.values, .nfd))
    let broken = String(one.map { $0 == " " ? "\n" : $0 })
    let found = inspect(
      [("a", one), ("b", decomposed), ("c", broken), ("d", one), ("e", one)], blocks: blocks)
    #expect(found.duplicates.pairs.map(\.file) == [1, 2, 3, 4])
    #expect(found.duplicates.pairs.allSatisfy { $0.of == 0 && $0.isSame })
    #expect(abs(found.duplicates.share - 0.8) < 0.01)
  }

  @Test func aPartOfAFileIsNamedWithItsPlaces() throws {
    let (one, two) = (text(3000, 4), text(2000, 5))
    let lines = one.split(separator: "\n", omittingEmptySubsequences: false)
    let part = lines.dropFirst(20).joined(separator: "\n").prefix(1000)
    let found = inspect([("a", one), ("b", two + "\n" + part)])
    let pair = try #require(found.duplicates.pairs.first)
    #expect(!pair.isSame && abs(pair.share - 1.0 / 3) < 0.05)
    // The first window that both hold ends on one of the first lines of the part.
    #expect((21...26).contains(pair.first.original.line))
    #expect(pair.first.original.file == 0 && pair.first.again.file == 1)
  }

  @Test func aTextThatStandsTwiceInOneFile() {
    let one = text(5000, 6)
    let found = inspect([("a", one + "\n" + one)])
    #expect(abs(found.duplicates.share - 0.5) < 0.01)
    #expect(found.duplicates.validationShare == 1)
    #expect(advice(found).count == 2)
  }

  @Test func ordinaryTextIsNotAccused() {
    let runs = String(repeating: "ㅋ", count: 400) + "\n" + String(repeating: "-", count: 300) + "\n"
    let found = inspect([("a", text(6000, 7) + runs), ("b", runs + text(6000, 8)), ("c", "")])
    #expect(found.duplicates.pairs.isEmpty && !found.duplicates.isNotable)
    #expect(found.duplicates.share < 0.01)
    #expect(advice(found).isEmpty)
    #expect(advice(inspect([])).isEmpty)
  }

  /// More windows than are kept: a sample, whose shares are near.
  @Test func aSampleIsNearTheWhole() {
    let one = text(120_000, 9)
    let found = inspect([("a", one), ("b", text(40_000, 10) + one.prefix(40_000))], blocks: 65_536)
    #expect(!found.duplicates.isWhole && found.duplicates.windows <= 65_536)
    #expect(abs((found.duplicates.pairs.first?.share ?? 0) - 0.5) < 0.03)
    #expect(abs(found.duplicates.share - 0.2) < 0.02)
  }
}
