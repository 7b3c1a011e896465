import Foundation
import GeulCompute
import GeulStorage
import GeulText
import Testing

@testable import GeulInspection

/// Errors and their reasons, on texts whose answers are known.
@Suite struct ErrorTests {
  /// abc six times and abd once, so that abd is rare; the letter d is, too.
  private static let training = String(repeating: "abc ", count: 6) + "abd"

  private func tokenizer(_ unit: TextUnit = .scalar) -> Tokenizer {
    let scalars: [UInt32] =
      unit == .jamo ? [0x20, 0x1100, 0x1161, 0x11A8, 0x1102] : [0x20, 0x0A, 0x2E, 97, 98, 99, 100]
    return Tokenizer(
      form: .nfc, vocabulary: unit == .byte ? .bytes : Vocabulary(scalars: scalars, unit: unit))
  }

  private func reasons(
    _ text: String, training: String = training, context: Int = 0, right: Set<Int> = [],
    unit: TextUnit = .scalar
  ) throws -> ErrorReasons {
    let tokenizer = tokenizer(unit)
    let (ids, seen) = (tokenizer.encode(text).ids, tokenizer.encode(training).ids)
    let corpus = TokenSequence(seen, symbolCount: tokenizer.symbolCount)
    let kinds = CharacterKinds(tokenizer.vocabulary)
    let words = TextWords(ids, kinds)
    var census = WordCensus(words, kinds)
    try census.count(corpus, range: 0..<seen.count)
    return ErrorReasons(
      ids: ids, context: context, words: words,
      oracle: (context..<ids.count).map { right.contains($0) }, census: census,
      symbolCounts: try corpus.counts(in: 0..<seen.count, symbolCount: tokenizer.symbolCount))
  }

  private func rungs(_ reasons: ErrorReasons, p: Double = 0.25) -> [ErrorRung] {
    reasons.kinds.indices.map { reasons.rung(at: $0, nats: Float(-log(p))) }
  }

  @Test func everyReasonHasItsErrors() throws {
    let reasons = try reasons("abc abd abc.\n", right: [10])
    #expect(
      rungs(reasons) == [
        .wordStart, .rest, .rest, .rest, .rareWord, .rareWord, .rareWord, .rest, .wordStart,
        .memory100, .ngram, .punctuation, .punctuation,
      ])
    // Place 1 is nearly right, and place 2 is.
    var nats = [Float](repeating: Float(-log(0.25)), count: 13)
    (nats[1], nats[2]) = (Float(-log(0.45)), Float(-log(0.6)))
    let ladder = ErrorLadder(reasons, nats: nats)
    #expect(ladder.symbols == 13 && ladder.errors == 12)
    #expect(ladder.steps.map(\.rung) == ErrorRung.allCases)
    #expect(ladder.steps.map(\.errors) == [1, 1, 0, 0, 3, 2, 2, 1, 2])
    #expect(ladder.steps.map(\.remaining) == [11, 10, 10, 10, 7, 5, 3, 2, 0])
    let letters = try #require(ladder.classes.first { $0.kind == .latinLower })
    #expect(letters.symbols == 9 && letters.errors == 8)
    // d, the full stop and the line feed.
    let rare = try #require(ladder.classes.last)
    #expect(rare.kind == nil && rare.symbols == 3)
    #expect(abs(rare.nats - 3 * log(4.0)) < 1e-5)
  }

  @Test(
    arguments: [
      (90, ErrorRung.memory100), (98, .memory500), (400, .memory500), (600, .memory1000),
      (1100, .rest),
    ] as [(Int, ErrorRung)])
  func memoryReachesSoFar(gap: Int, rung: ErrorRung) throws {
    let text = "abc" + String(repeating: " ", count: gap) + "abc"
    let found = rungs(try reasons(text))
    #expect(found[3 + gap] == .wordStart && found[4 + gap] == rung)
    // What is only read before counts as memory, too.
    let behind = rungs(try reasons(text, context: 3 + gap))
    #expect(behind == Array(found.suffix(3)))
  }

  @Test func boundariesOfErrors() {
    #expect(!ErrorLadder.isError(Float(-log(0.5001))) && ErrorLadder.isError(Float(-log(0.4999))))
  }

  /// 각 is three letters, of which none but the first begins it.
  @Test func lettersAreOfOneCharacter() throws {
    let found = rungs(
      try reasons("각나 각", training: String(repeating: "각나 각 ", count: 6), unit: .jamo))
    #expect(
      found == [
        .wordStart, .wordStart, .wordStart, .rest, .rest, .rest, .wordStart, .wordStart, .wordStart,
      ])
  }

  @Test func bytesAreOfCharacters() throws {
    let reasons = try reasons(
      "한글,", training: String(repeating: "한글 ", count: 6), unit: .byte)
    #expect(reasons.kinds == Array(repeating: .hangulSyllable, count: 6) + [.punctuation])
    #expect(
      rungs(reasons) == [.wordStart, .wordStart, .wordStart, .rest, .rest, .rest, .punctuation])
    let broken = CharacterKinds(.bytes).parts(of: [0xED, 0x95, 0x41, 0x9C])
    #expect(broken.map(\.kind) == [.byte, .byte, .latinUpper, .byte])
  }

  /// Blocks are of 65,536 symbols: a syllable of three bytes and a word lie across each end.
  @Test func wordsAcrossBlocksAreCounted() throws {
    let tokenizer = tokenizer(.byte)
    let kinds = CharacterKinds(tokenizer.vocabulary)
    let words = TextWords(tokenizer.encode("한글").ids, kinds)
    for lead in 0..<8 {
      let text = String(repeating: ".", count: 65_536 - lead) + "한글.한글말.한글"
      let ids = tokenizer.encode(text).ids
      var census = WordCensus(words, kinds)
      try census.count(TokenSequence(ids, symbolCount: 256), range: 0..<ids.count)
      #expect(census.counts.values.first == 2, "\(lead)")
    }
  }

  @Test func differencesAreCounted() throws {
    let reasons = try reasons("abc abd abc.\n")
    let (wrong, right) = (Float(-log(0.25)), Float(-log(0.9)))
    var (first, second) = (
      [Float](repeating: right, count: 13), [Float](repeating: right, count: 13)
    )
    for place in [0, 4, 5, 9] { first[place] = wrong }
    for place in [0, 11] { second[place] = wrong }
    let found = ErrorComparison(reasons, first: first, second: second)
    #expect(found.firstErrors == 4 && found.secondErrors == 2)
    #expect(found.all == ErrorComparison.Counts(onlyFirst: 3, onlySecond: 1))
    let counts = Dictionary(uniqueKeysWithValues: found.rungs.map { ($0.rung, $0.counts) })
    #expect(counts[.rareWord] == ErrorComparison.Counts(onlyFirst: 2, onlySecond: 0))
    #expect(counts[.punctuation] == ErrorComparison.Counts(onlyFirst: 0, onlySecond: 1))
    #expect(found.kinds.map(\.kind) == [.latinLower, .punctuation, nil])
    // 2 (C(4, 3) + C(4, 4)) / 16
    #expect(abs(found.all.p - 0.625) < 1e-12)
    #expect(found.difference == nil)
  }

  @Test func chanceIsMcNemars() {
    #expect(ErrorComparison.Counts().p == 1)
    #expect(abs(ErrorComparison.Counts(onlyFirst: 5, onlySecond: 0).p - 0.0625) < 1e-12)
    // (|b - c| - 1) / √(b + c) = 1.96
    let many = ErrorComparison.Counts(onlyFirst: 5000 + 99, onlySecond: 5000 - 98)
    #expect(abs(many.p - 0.05) < 0.001, "\(many.p)")
    // The exact and the approximate agree where they meet.
    let (exact, close) = (
      ErrorComparison.Counts(onlyFirst: 530, onlySecond: 470).p,
      ErrorComparison.Counts(onlyFirst: 531, onlySecond: 471).p
    )
    #expect(abs(exact - close) < 0.002, "\(exact), \(close)")
  }

  /// ab over and over: after the first symbols every order has all.
  @Test func ngramsKnowWhatRepeats() throws {
    let ids = (0..<600).map { UInt32($0 % 2) }
    let text = TokenSequence(ids, symbolCount: 3)
    let oracle = try NGramOracle(
      corpus: text, training: 0..<500, text: text, range: 500..<600, vocabulary: 3, orders: 1...3,
      pool: WorkerPool(count: 1))
    #expect(oracle.isRight == [Bool](repeating: true, count: 100))
    #expect(oracle.shares == [1, 1, 1] && oracle.counted == 500)
  }
}
