import Foundation
import GeulCompute
import Testing

@testable import GeulEvaluation

/// What bits are remembered by.
@Suite struct BitHistoryTests {
  /// All histories fit a byte, lead to others, and are reached.
  @Test func allAreReached() {
    #expect(BitHistory.count <= 256)
    #expect(BitHistory.next.count == 2 * BitHistory.count)
    var reached: Set<Int> = [0]
    var waiting = [0]
    while let history = waiting.popLast() {
      for bit in 0...1 {
        let next = Int(BitHistory.next[2 * history + bit])
        #expect(next > 0 && next < BitHistory.count, "after \(history) and \(bit)")
        if reached.insert(next).inserted { waiting.append(next) }
      }
    }
    #expect(reached.count > 150, "\(reached.count)")
  }

  /// Few bits are counted exactly; a bit against a run counts for more than the run's length.
  @Test func oddsFollowTheCounts() {
    func history(_ bits: String) -> Int {
      bits.reduce(0) { Int(BitHistory.next[2 * $0 + ($1 == "1" ? 1 : 0)]) }
    }
    #expect(abs(BitHistory.odds[history("110")] - Float(log(2.1 / 1.1))) < 1e-6)
    #expect(abs(BitHistory.odds[history("0000")] - Float(log(0.1 / 4.1))) < 1e-6)
    #expect(history("10") != history("01"))
    let run = BitHistory.odds[history(String(repeating: "1", count: 30))]
    let broken = BitHistory.odds[history(String(repeating: "1", count: 30) + "0")]
    #expect(run > 5 && broken < 2 && broken > 0, "\(run), \(broken)")
  }

  @Test func estimatesAreMeansAtFirst() {
    var estimates = BitEstimates(count: 3, limit: 255)
    for _ in 0..<3 { for bit in [1, 1, 1, 0] { estimates.learn(1, bit) } }
    #expect(abs(Double(estimates[1]) / 4096 - 0.75) < 0.06, "\(estimates[1])")
    #expect(estimates[0] == 2048 && estimates[2] == 2048)
    for _ in 0..<100_000 { estimates.learn(2, 1) }
    #expect(estimates[2] == 4095, "\(estimates[2])")
    for _ in 0..<100_000 { estimates.learn(2, 0) }
    #expect(estimates[2] == 0, "\(estimates[2])")
  }

  @Test func logisticFunctionsAreThoseOfTheLibrary() {
    for step in -190...190 {
      let x = Float(step) / 10
      let expected = 1 / (1 + exp(-Double(x)))
      #expect(abs(Double(Logistic.squash(x)) / expected - 1) < 3e-6, "\(x)")
    }
    #expect(Logistic.squash(1000) > 0.99999 && Logistic.squash(-1000) < 1e-5)
    for place in stride(from: 0, to: 4096, by: 61) {
      let p = (Double(place) + 0.5) / 4096
      #expect(abs(Double(Logistic.stretched[place]) - log(p / (1 - p))) < 1e-5)
    }
  }

  /// Where two places of a table are taken, the context of fewer bits gives way.
  @Test func bucketsAreFoundAgain() {
    var table = HistoryTable(byteCount: 64)
    let first = table.bucket(1 << 56)
    table.add(1, at: first + 1, BitHistory.next)
    #expect(table.bucket(1 << 56) == first)
    for check in 2..<9 { _ = table.bucket(UInt64(check) << 56) }
    #expect(table.bucket(1 << 56) == first)
    #expect(table[first + 1] > 0)
  }
}
