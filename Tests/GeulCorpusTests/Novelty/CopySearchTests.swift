import Testing

@testable import GeulCorpus

/// Copies found by an automaton are those found by looking everywhere.
@Suite struct CopySearchTests {
  private struct Draws {
    var state: UInt64
    mutating func next(below bound: UInt64) -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return (state >> 33) % bound
    }
  }

  /// The longest stretch ending at each place of the text that the corpus has, and the first place there that it ends at.
  private func longest(_ text: [UInt32], _ corpus: [UInt32]) -> [Int] {
    text.indices.map { place in
      (0...place + 1).last { length in
        length == 0
          || corpus.indices.contains { end in
            end + 1 >= length
              && corpus[end + 1 - length...end].elementsEqual(text[place + 1 - length...place])
          }
      } ?? 0
    }
  }

  @Test(arguments: [1, 2, 3, 40], [1, 2, 30, 90]) func lengthsAreTheLongest(
    symbols: Int, count: Int
  ) {
    for seed in 0..<12 {
      var draws = Draws(state: UInt64(seed * 1000 + symbols * 10 + count))
      let text = (0..<count).map { _ in UInt32(draws.next(below: UInt64(symbols))) }
      let corpus = (0..<70).map { _ in UInt32(draws.next(below: UInt64(symbols + 1))) }
      var search = CopySearch(text)
      // By parts of any size.
      search.push(corpus[..<23])
      search.push(corpus[23...])
      let found = search.matches()
      #expect(found.map(\.length) == longest(text, corpus))
      for (place, match) in found.enumerated() where match.length > 0 {
        #expect(
          corpus[match.end - match.length..<match.end]
            .elementsEqual(text[place + 1 - match.length...place]))
      }
      search.restart()
      #expect(search.matches().allSatisfy { $0.length == 0 })
    }
  }

  @Test func copiesAreWholeAndApart() {
    let corpus = Array("the heron stood in the reeds all day".unicodeScalars.map(\.value))
    let text = Array("a heron stood in a pond, in the reeds all".unicodeScalars.map(\.value))
    var search = CopySearch(text)
    search.push(corpus)
    let copies = CopySearch.copies(search.matches(), atLeast: 8)
    #expect(
      copies == [
        VerbatimCopy(textStart: 24, length: 17, corpusStart: 15),
        VerbatimCopy(textStart: 1, length: 16, corpusStart: 3),
      ])
    #expect(CopySearch.share(search.matches(), n: 1) < 1)
    #expect(CopySearch.share(search.matches(), n: text.count + 1) == 0)
  }

  @Test func aTextIsACopyOfItself() {
    let text = (0..<3000).map { UInt32($0 % 7 * ($0 % 11)) }
    var search = CopySearch(text)
    search.push(text)
    #expect(search.matches().last?.length == 3000)
    #expect(
      CopySearch.copies(search.matches(), atLeast: 1)
        == [VerbatimCopy(textStart: 0, length: 3000, corpusStart: 0)])
    #expect(CopySearch.share(search.matches(), n: 32) == 1)
  }
}
