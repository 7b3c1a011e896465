import Foundation
import GeulCompute
import GeulModel
import GeulText
import Testing

@testable import GeulInspection

/// The vectors of symbols, beside vectors that were made with structure and without.
@Suite struct EmbeddingTests {
  private static let width = 24

  private func random(_ seed: UInt64) -> () -> [Double] {
    var stream = RandomStream(seed: seed, purpose: 99)
    return { (0..<Self.width).map { _ in stream.uniform() - 0.5 } }
  }

  /// 5 initials, 4 vowels and 3 finals.
  private var syllables: [SyllableParts] {
    (0..<60).compactMap { place in
      let (initial, vowel, final) = (place / 12, place / 3 % 4, place % 3)
      return SyllableParts(scalar: UInt32(0xAC00 + (initial * 21 + vowel) * 28 + final))
    }
  }

  /// Vectors that are the sum of those of their initial and vowel, and of noise.
  private func planted(noise: Double) -> VectorTable {
    let next = random(3)
    let (initials, vowels) = ((0..<5).map { _ in next() }, (0..<4).map { _ in next() })
    return VectorTable(
      width: Self.width,
      values: syllables.flatMap { syllable in
        let own = next()
        return (0..<Self.width).map {
          initials[syllable.initial][$0] + vowels[syllable.vowel][$0] + noise * own[$0]
        }
      })
  }

  @Test func plantedLettersAreFound() throws {
    let found = HangulStructure.Syllables(planted(noise: 0.5), syllables)
    #expect(found.count == 60)
    // 12 syllables to an initial: 6 pairs for each of 6 pairs of (vowel, final) that differ in both.
    let initial = try #require(found.parts[0].contrast)
    #expect(initial.pairs == 5 * 36 && initial.otherPairs == 720)
    for part in found.parts.prefix(2) {
      let contrast = try #require(part.contrast)
      #expect(contrast.difference > 0.2 && contrast.z > 5 && contrast.p < 0.01, "\(part)")
    }
    let final = try #require(found.parts[2].contrast)
    #expect(abs(final.z) < 3.5 && final.p > 0.005, "\(final)")
    // Of each of two final consonants: 10 pairs of initials, 6 of vowels, each in two ways.
    #expect(found.finalConsonant?.pairs == 2 * 120)
    let exchange = try #require(found.arithmetic.first)
    #expect(exchange.parts == [.initial, .vowel])
    // Of each final: 10 pairs of initials and 6 of vowels.
    #expect(exchange.tried == 180)
    #expect(exchange.shuffled < 0.1 && exchange.chance == 1 / 57)
  }

  @Test func sumsAreExchangedWithoutFail() throws {
    // Of each initial and vowel but one final, so that nothing else is as near.
    let kept = syllables.indices.filter { syllables[$0].final == 1 }
    let test = try #require(
      SyllableArithmetic(
        planted(noise: 0).selecting(kept), kept.map { syllables[$0] },
        exchanging: [.initial, .vowel]))
    #expect(test.tried == 60 && test.found == 1)
    #expect(
      SyllableArithmetic(
        planted(noise: 0).selecting(kept), kept.map { syllables[$0] }, exchanging: [.vowel, .final])
        == nil)
  }

  @Test(arguments: [1, 2, 3] as [UInt64]) func chanceIsNotStructure(seed: UInt64) throws {
    let next = random(seed)
    let table = VectorTable(width: Self.width, values: syllables.flatMap { _ in next() })
    let found = HangulStructure.Syllables(table, syllables)
    for part in found.parts {
      let contrast = try #require(part.contrast)
      #expect(abs(contrast.z) < 3.5 && contrast.p > 0.005, "\(part)")
    }
    for test in found.arithmetic { #expect(test.found < 0.1, "\(test)") }
  }

  @Test func contrastsAreMeansOfCosines() throws {
    let table = VectorTable(width: 2, values: [2, 0, 1, 0, 0, 3, 0, 0])
    let found = PairContrast.contrasts(table, groups: 2, strata: [[0, 1, 2, 3]], draws: 400) {
      $1 == 3 ? nil : $1 == 1 ? 1 : 0
    }
    let contrast = try #require(found[0])
    #expect(contrast.pairs == 1 && contrast.cosine == 1)
    #expect(contrast.otherPairs == 2 && contrast.otherCosine == 0)
    // Of the 12 ways to choose two of four in order, 2 are the pair that is alike.
    #expect(abs(contrast.p - 1.0 / 6) < 0.06, "\(contrast.p)")
    #expect(found[1] == nil)
  }

  @Test func lettersHavePositions() throws {
    let letters = try [(0x1100, 19), (0x1161, 21), (0x11A8, 27)].flatMap { first, count in
      try (0..<count).map { try #require(Letter(.scalar(UInt32(first + $0)))) }
    }
    let next = random(5)
    let (positions, consonants) = ((0..<3).map { _ in next() }, (0..<19).map { _ in next() })
    let table = VectorTable(
      width: Self.width,
      values: letters.flatMap { letter in
        let position = SyllableParts.Part.allCases.firstIndex(of: letter.part) ?? 0
        let own = letter.consonant.map { consonants[$0] } ?? next()
        return (0..<Self.width).map { positions[position][$0] + own[$0] }
      })
    let found = HangulStructure.Letters(table, letters)
    let (position, consonant) = (try #require(found.position), try #require(found.consonant))
    // ㄸ, ㅃ and ㅉ are no finals.
    #expect(consonant.pairs == 16 && position.pairs == 19 * 9 + 21 * 10 + 27 * 13)
    #expect(position.z > 5 && consonant.z > 5, "\(position), \(consonant)")
  }

  @Test func symbolsAreThoseOfTheText() throws {
    let vocabulary = Vocabulary(scalars: [0x41, 0xAC00, 0x20], unknown: .symbol)
    func model(_ input: InputEncoding) -> Model {
      Model(
        .window(WindowConfiguration(window: 2, layers: 1, hidden: 5, input: input, vocabulary: 4)),
        seed: 1)
    }
    let symbols = try #require(
      EmbeddedSymbols(model(.embedding(3)), vocabulary: vocabulary, counts: [0, 2, 7, 2]))
    #expect(symbols.ids == [2, 1, 3] && symbols.counts == [7, 2, 2])
    #expect(symbols.kinds == [.hangulSyllable, .latinUpper, .space])
    #expect(symbols.vectors.width == 3 && symbols.vectors.count == 3)
    let whole = EmbeddingInspection(symbols, vocabulary: vocabulary, most: 2)
    #expect(whole.nearest.map(\.count) == [2, 2])
    guard case .none(let reason) = whole.hangul else {
      Issue.record("one syllable has structure")
      return
    }
    #expect(reason.contains("too few"))
    #expect(EmbeddedSymbols(model(.oneHot), vocabulary: vocabulary, counts: [0, 2, 7, 2]) == nil)
    let counted = Model(.ngram(NGramConfiguration(order: 1, vocabulary: 4)), seed: 1)
    #expect(EmbeddedSymbols(counted, vocabulary: vocabulary, counts: [1, 1, 1, 1]) == nil)
  }

  @Test(
    arguments: [
      (0xD55C, SymbolKind.hangulSyllable), (0x1112, .jamo), (0x314B, .jamo), (0x6F22, .han),
      (0x41, .latinUpper), (0xE9, .latinLower), (0x3B1, .otherLetter), (0x301, .otherLetter),
      (0x37, .digit), (0x2C, .punctuation), (0x2B, .punctuation), (0x20, .space), (0x3000, .space),
      (0x09, .space), (0x0A, .lineFeed), (0x200B, .other),
    ] as [(UInt32, SymbolKind)])
  func charactersHaveKinds(scalar: UInt32, kind: SymbolKind) {
    #expect(SymbolKind(scalar: scalar) == kind)
  }

  @Test func clustersOfLettersAreSyllables() {
    let cluster = Vocabulary.Symbol.cluster([0x1112, 0x1161, 0x11AB])
    #expect(SyllableParts(cluster) == SyllableParts(scalar: 0xD55C))
    #expect(SymbolKind(cluster) == .hangulSyllable)
    #expect(SyllableParts(.cluster([0x1112, 0x11AB])) == nil)
    #expect(SymbolKind(.byte(0x41)) == .latinUpper && SymbolKind(.byte(0xEA)) == .byte)
  }
}
