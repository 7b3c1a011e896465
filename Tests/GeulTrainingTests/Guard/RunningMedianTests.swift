import GeulCompute
import GeulStorage
import Testing

@testable import GeulTraining

@Suite struct RunningMedianTests {
  /// The definition: sort all, take the middle; then the same of the distances from it.
  private func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

  /// Numbers with ties, zeros and far outliers, more than the capacity holds.
  @Test(arguments: [1, 2, 5, 8], [1 as UInt64, 2, 3])
  func agreesWithItsDefinition(capacity: Int, seed: UInt64) {
    var random = RandomStream(seed: seed, purpose: 1)
    var running = RunningMedian(capacity: capacity)
    #expect(running.median == nil && running.deviation == 0)
    var all: [Double] = []
    for _ in 0..<60 {
      let value = random.next() % 7 == 0 ? 1e30 : Double(random.next() % 9) - 4
      running.add(value)
      all.append(value)
      let latest = Array(all.suffix(capacity))
      #expect(running.count == latest.count)
      let middle = median(latest)
      #expect(running.median == middle)
      #expect(running.deviation == 1.4826 * median(latest.map { abs($0 - middle) }))
    }
    running.clear()
    #expect(running.count == 0 && running.median == nil)
  }

  @Test func isWhatItWasWhenReadAgain() throws {
    var running = RunningMedian(capacity: 5)
    for value in [0.1, 3, -2.5, 1e-300, 7, 7, 0.3] { running.add(value) }
    let bytes = running.json.serialized()
    var again = try RunningMedian(JSONReader(bytes, file: "test"), capacity: 5)
    for value in [0.2, 9] {
      #expect(again.median == running.median && again.deviation == running.deviation)
      running.add(value)
      again.add(value)
    }
  }
}
