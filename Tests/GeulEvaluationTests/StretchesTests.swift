import GeulCompute
import Testing

@testable import GeulEvaluation

/// The standard error of a mean.
@Suite struct StretchesTests {
  /// Of n independent stretches it is σ / √n.
  @Test func errorIsThatOfTheMean() throws {
    var random = RandomStream(seed: 5, purpose: 97)
    var stretches = Stretches(symbols: 400 * Stretches.leastSymbols)
    let length = Stretches.leastSymbols
    var (sum, squares) = (0.0, 0.0)
    for place in 0..<400 {
      let nats = 100 + 40 * random.uniform()
      stretches.add(nats, at: place * length + place % length)
      sum += nats / Double(length)
      squares += nats * nats / Double(length * length)
    }
    let deviation = (squares / 400 - sum * sum / 160_000).squareRoot()
    let error = try #require(
      stretches.standardError(per: [Int](repeating: length, count: 400)))
    #expect(abs(error - deviation / 20) < 0.1 * deviation / 20, "\(error), \(deviation / 20)")
  }

  /// Stretches of unlike counts are drawn with their counts: a text that costs the same everywhere has no error.
  @Test func evenCostHasNoError() throws {
    var stretches = Stretches(symbols: 12 * Stretches.leastSymbols)
    let counts = (1...12).map { 10 * $0 }
    for (place, count) in counts.enumerated() {
      stretches.add(2 * Double(count), at: place * Stretches.leastSymbols)
    }
    let error = try #require(stretches.standardError(per: counts))
    #expect(error < 1e-7)
  }

  @Test func shortTextsHaveNone() {
    for symbols in [0, 1, 9 * Stretches.leastSymbols] {
      let stretches = Stretches(symbols: symbols)
      let counts = [Int](repeating: 1, count: stretches.nats.count)
      #expect(stretches.standardError(per: counts) == nil)
    }
    #expect(Stretches(symbols: 10_000_001).nats.count <= Stretches.most)
  }
}
