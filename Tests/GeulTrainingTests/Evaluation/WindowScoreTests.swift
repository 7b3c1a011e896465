import Foundation
import GeulCompute
import GeulEvaluation
import GeulText
import GeulWork
import Testing

/// Cold windows: each target is seen from the symbol before its window on.
@Suite struct WindowScoreTests {
  @Test(arguments: [1, 2, 7, 64, 300], [1, 3, 70])
  func everyWindowBeginsAnew(window: Int, lanes: Int) throws {
    let ids = Texts.ids(500, below: 11)
    let tokens = TokenSequence(ids, symbolCount: 11)
    let model = ContextModel(order: 4)
    for range in [0..<1, 0..<2, 0..<293, 5..<6, 41..<400] {
      var expected = range.lowerBound == 0 ? log(11.0) : 0
      let first = max(1, range.lowerBound)
      for position in first..<max(first, range.upperBound) {
        let from = first + (position - first) / window * window - 1
        expected -= Double(model.figure(of: ids[position], after: ids[from..<position]))
      }
      let found = try Evaluator(lanes: lanes, window: window).score(
        tokens, range: range, model: model, kind: .fp32, pool: WorkerPool(count: 1))
      #expect(found.symbols == range.count && found.window == window)
      #expect(abs(found.nats - expected) < 1e-6, "\(range)")
      #expect(abs(found.stretches.nats.reduce(0, +) - expected) < 1e-6)
    }
  }

  /// What each stretch costs is the same in one lane and in many, and in all what the text costs.
  @Test(arguments: [1, 2, 9]) func stretchesAddUp(lanes: Int) throws {
    let ids = Texts.ids(2_900, below: 11)
    let model = ContextModel(order: 4)
    let found = try Evaluator(lanes: lanes, warmUp: 8).score(
      TokenSequence(ids, symbolCount: 11), range: 100..<2_900, model: model, kind: .fp32,
      pool: WorkerPool(count: 1))
    let length = found.stretches.length
    #expect(found.stretches.nats.count == (2_800 + length - 1) / length)
    for (place, nats) in found.stretches.nats.enumerated() {
      let start = 100 + place * length
      let expected = (start..<min(2_900, start + length)).reduce(0.0) {
        $0 - Double(model.figure(of: ids[$1], after: ids[..<$1]))
      }
      #expect(abs(nats - expected) < 1e-6, "stretch \(place)")
    }
  }
}
