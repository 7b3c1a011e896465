import Foundation
import GeulCompute
import Testing

@testable import GeulEvaluation

/// Symbols coded by what followed their contexts.
@Suite struct ContextMixingTests {
  /// Codes symbols lane by lane, and gives their bytes and what is read of them again.
  private func code(
    _ symbols: [UInt32], _ alphabet: Alphabet, lanes: Int,
    expected: (Int) -> ExpectedSymbols? = { _ in nil }
  ) -> (bytes: [UInt8], back: [UInt32]) {
    var encoder = RangeEncoder()
    var writing = ContextMixing(alphabet, lanes: lanes, symbols: symbols.count)
    for (place, symbol) in symbols.enumerated() {
      writing.encode(symbol, lane: place % lanes, expected: expected(place), to: &encoder)
    }
    let bytes = encoder.finish()
    var decoder = RangeDecoder(bytes)
    var reading = ContextMixing(alphabet, lanes: lanes, symbols: symbols.count)
    let back = symbols.indices.map {
      reading.decode(lane: $0 % lanes, expected: expected($0), from: &decoder)
    }
    return (bytes, back)
  }

  /// Of one symbol there is nothing to say; sizes of no power of two have empty places in the tree.
  @Test(arguments: [1, 2, 3, 5, 65, 1_571, 70_000]) func symbolsOfAnyAlphabetComeBack(size: Int) {
    var random = RandomStream(seed: UInt64(size), purpose: 99)
    let symbols = (0..<900).map { _ in UInt32(random.next() % UInt64(size)) }
    let alphabet = Alphabet(wordParts: (0..<UInt32(size)).map { $0 % 7 })
    for lanes in [1, 4] {
      let (bytes, back) = code(symbols, alphabet, lanes: lanes)
      #expect(back == symbols)
      let entropy = 900 * log2(Double(size)) / 8
      #expect(Double(bytes.count) < entropy * 1.1 + 8, "\(bytes.count) of \(entropy)")
    }
  }

  @Test func aPeriodIsLearnt() {
    let period = Array("달이 밝은 밤이면 두더지가 웃는다.\n".utf8).map(UInt32.init)
    let symbols = (0..<60).flatMap { _ in period }
    let (bytes, back) = code(symbols, .bytes, lanes: 1)
    #expect(back == symbols)
    #expect(bytes.count < 140, "\(bytes.count) bytes of \(symbols.count)")
  }

  /// What a network is sure of and right about costs little, though nothing before it tells.
  @Test func aNetworkIsHeard() {
    var random = RandomStream(seed: 4, purpose: 99)
    let symbols = (0..<600).map { _ in UInt32(random.next() % 7) }
    let alphabet = Alphabet(wordParts: [UInt32](repeating: 0, count: 7))
    let networks = (0..<7).map { symbol in
      var logs = [Float](repeating: log(0.01 / 6), count: 7)
      logs[symbol] = log(0.99)
      var expected = ExpectedSymbols(vocabulary: 7)
      #expect(logs.withUnsafeBufferPointer { expected.load($0) })
      return expected
    }
    let (alone, _) = code(symbols, alphabet, lanes: 2)
    let (heard, back) = code(symbols, alphabet, lanes: 2) { networks[Int(symbols[$0])] }
    #expect(back == symbols)
    #expect(heard.count < alone.count / 4, "\(heard.count), \(alone.count)")
  }

  /// ln (p / (1 - p)) of each choice is that of the sums of probabilities below it.
  @Test func oddsAreThoseOfTheDistribution() {
    let probabilities: [Double] = [0.5, 0.02, 0.2, 0.07, 0.21]
    var expected = ExpectedSymbols(vocabulary: 5)
    let logs = probabilities.map { Float(log($0)) }
    #expect(logs.withUnsafeBufferPointer { expected.load($0) })
    func odds(_ ones: Range<Int>, _ zeros: Range<Int>) -> Float {
      Float(log(probabilities[ones].reduce(0, +) / probabilities[zeros].reduce(0, +)))
    }
    // Symbols 0 to 7 in three levels, of which 5 to 7 are none.
    #expect(abs(expected.odds(1, 0, depth: 3) - odds(4..<5, 0..<4)) < 1e-4)
    #expect(abs(expected.odds(2, 1, depth: 3) - odds(2..<4, 0..<2)) < 1e-4)
    #expect(abs(expected.odds(4, 2, depth: 3) - odds(1..<2, 0..<1)) < 1e-4)
    #expect(abs(expected.odds(5, 2, depth: 3) - odds(3..<4, 2..<3)) < 1e-4)
  }

  @Test func whatIsNoNumberIsNoDistribution() {
    var expected = ExpectedSymbols(vocabulary: 2)
    for logs: [Float] in [[.nan, -1], [.infinity, -1]] {
      #expect(!logs.withUnsafeBufferPointer { expected.load($0) })
    }
  }
}
