import GeulCompute
import GeulGeneration
import Testing

/// What texts have a say in: what may come, where they end, and which are the same.
struct BeamTextTests {
  /// Symbols 0 and 1 are the letters a and b, symbol 2 is both: "ab".
  private struct Spelling: HypothesisText {
    var letters: [UInt32] = []

    func excluded(remaining: Int) -> [UInt32] { [] }
    mutating func push(_ id: UInt32) -> Bool {
      letters += id == 2 ? [0, 1] : [id]
      return false
    }
    var mergeKey: [UInt32]? { letters }
  }

  /// Symbol 0 wants a 1 after it, symbol 2 nothing, and no text ends on 0.
  private struct Paired: HypothesisText {
    var last: UInt32?

    func excluded(remaining: Int) -> [UInt32] {
      switch last {
      case 0: [0, 2, 3]
      case 2: [0, 1, 2, 3]
      default: remaining == 1 ? [0] : []
      }
    }
    mutating func push(_ id: UInt32) -> Bool {
      last = id
      return false
    }
    var mergeKey: Int? { nil }
  }

  /// Texts of three symbols that have two spellings: none of two symbols has, so nothing is lost on the way.
  @Test(arguments: [9, 10, 14, 24, 27], 0..<20)
  func duplicatesGiveWayToTheMostProbable(width: Int, seed: Int) {
    let predictor = TablePredictor(3, seed: seed)
    var most: [[UInt32]: Double] = [:]
    for continuation in predictor.continuations(after: 0, length: 3) {
      let letters = letters(continuation.symbols)
      most[letters] = max(most[letters] ?? -.infinity, continuation.sum)
    }
    #expect(most.count < 27, "there should be duplicates")
    let settings = BeamSettings(width: width, lengthPenalty: 0, best: width)
    let found = BeamSearch(predictor, settings: settings).best(after: 0, Spelling(), length: 3)
    let expected = most.sorted { $0.value > $1.value }.prefix(width)
    #expect(found.map(\.text.letters) == expected.map(\.key))
    #expect(zip(found, expected).allSatisfy { abs($0.score - $1.value) < 1e-9 })
    #expect(found.allSatisfy { letters($0.symbols) == $0.text.letters })
  }

  @Test(arguments: [0, 1.5] as [Double])
  func longTextsStayDistinct(temperature: Double) {
    for seed in 0..<20 {
      let predictor = TablePredictor(3, seed: seed)
      let found = BeamSearch(predictor, settings: BeamSettings(width: 12, best: 12))
        .best(
          after: 0, Spelling(), length: 12, sampling: SamplingSettings(temperature: temperature))
      #expect(found.count == 12)
      #expect(Set(found.map(\.text.letters)).count == 12)
    }
  }

  @Test(arguments: [0, 2] as [Double], [1, 2, 7, 40])
  func whatMayNotComeDoesNot(temperature: Double, width: Int) {
    for (seed, length) in [(1, 1), (2, 2), (3, 5), (4, 6)] {
      let predictor = TablePredictor(4, seed: seed)
      let found = BeamSearch(predictor, settings: BeamSettings(width: width, best: width))
        .best(
          after: 0, Paired(), length: length, sampling: SamplingSettings(temperature: temperature))
      #expect(!found.isEmpty && Set(found.map(\.symbols)).count == found.count)
      for result in found {
        let isCut = result.symbols.count < length
        #expect(!isCut || result.symbols.last == 2)
        #expect((result.finishReason == .exhausted) == isCut)
        #expect(result.symbols.last != 0 && !result.symbols.dropLast().contains(2))
        for (symbol, next) in zip(result.symbols, result.symbols.dropFirst()) where symbol == 0 {
          #expect(next == 1)
        }
      }
    }
  }

  /// All that `Paired` allows, counted by hand: 1 and 3 go on freely, 2 ends, 0 takes two places. With f(n) texts of
  /// at most n symbols, f(n) = 2 f(n - 1) + f(n - 2) + 1 and f(0) = 1: f(1) = 3, then 8, 20, 49.
  @Test(arguments: [(1, 3), (2, 8), (3, 20), (4, 49)])
  func everythingThatMayComeDoes(length: Int, count: Int) {
    let found = BeamSearch(TablePredictor(4, seed: 1), settings: BeamSettings(width: 60, best: 60))
      .best(after: 0, Paired(), length: length)
    #expect(found.count == count)
  }

  @Test func whereNothingMayComeTheTextIsEmpty() {
    let search = BeamSearch(TablePredictor(3, seed: 1), settings: BeamSettings(width: 3, best: 3))
    let found = search.best(after: 0, PlainText(barred: [0, 1, 2]), length: 5)
    #expect(found.map(\.symbols) == [[]] && found.map(\.finishReason) == [.exhausted])
  }

  private func letters(_ symbols: [UInt32]) -> [UInt32] {
    symbols.flatMap { $0 == 2 ? [0, 1] : [$0] }
  }
}
