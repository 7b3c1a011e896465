import GeulCompute
import GeulGeneration
import Testing

struct SamplerTests {
  /// A distribution with ties, certainties and impossibilities to choose from: ids 1 and 4 are the most
  /// probable, 0, 3 and 6 come next.
  private let logs: [Float] = [-2, -1, -9, -2, -1, -.infinity, -2]

  private func drawn(
    _ sampler: Sampler, _ logs: [Float]? = nil, excluding excluded: [UInt32] = [],
    count: Int = 2_000
  ) -> Set<UInt32> {
    var sampler = sampler
    return Set(sampler.draws(count, from: logs ?? self.logs, excluding: excluded))
  }

  @Test func temperatureZeroTakesTheFirstOfTheMostProbable() {
    #expect(drawn(Sampler(temperature: 0), count: 20) == [1])
    #expect(drawn(Sampler(temperature: 0, topK: 3), count: 20) == [1])
    #expect(drawn(Sampler(temperature: 0), excluding: [1], count: 20) == [4])
    #expect(drawn(Sampler(temperature: 0), excluding: [1, 4], count: 20) == [0])
    #expect(drawn(Sampler(temperature: 0), [-3], count: 3) == [0])
  }

  @Test(
    arguments: [
      (1, [1]), (2, [1, 4]), (3, [0, 1, 4]), (4, [0, 1, 3, 4]), (5, [0, 1, 3, 4, 6]),
      (6, [0, 1, 2, 3, 4, 6]), (7, [0, 1, 2, 3, 4, 6]), (Int.max, [0, 1, 2, 3, 4, 6]),
    ] as [(Int, [UInt32])])
  func topKKeepsExactlyKAndTiesById(k: Int, kept: [UInt32]) {
    #expect(drawn(Sampler(temperature: 3, topK: k), count: 20_000) == Set(kept))
  }

  @Test func topKCountsWhatIsNotExcluded() {
    #expect(drawn(Sampler(temperature: 3, topK: 2), excluding: [1]) == [0, 4])
    #expect(drawn(Sampler(temperature: 3, topK: 3), excluding: [0, 4]) == [1, 3, 6])
  }

  /// Of 1,000 random values that often tie, those that any k keeps are the first k in order.
  @Test(arguments: [1, 2, 499, 500, 998, 999, 1_000])
  func topKKeepsTheFirstInOrder(k: Int) {
    var random = RandomStream(case: k)
    let logs = (0..<1_000).map { _ in Float(random.next() % 30) / 64 }
    let order = logs.indices.sorted { (logs[$1], $0) < (logs[$0], $1) }
    let expected = Set(order.prefix(k).map(UInt32.init))
    // About k ln k draws see each of k about equally probable symbols; this is three times as many.
    #expect(drawn(Sampler(temperature: 100, topK: k), logs, count: 20 * k + 20) == expected)
  }

  @Test(arguments: [0.0, 1, 100], [nil, 2, 6] as [Int?])
  func excludedSymbolsNeverCome(temperature: Double, k: Int?) {
    let excluded: [UInt32] = [1, 3, 4, 7, .max]
    let drawn = drawn(Sampler(temperature: temperature, topK: k), excluding: excluded)
    #expect(drawn.isDisjoint(with: excluded) && drawn.contains(0))
  }

  /// A model whose weights are no longer numbers yields such rows; the sampler must not fail with it.
  @Test(arguments: [Float.nan, -Float.infinity], [0.0, 0.5, 1])
  func rowsWithoutANumberYieldASymbolThatMayCome(value: Float, temperature: Double) {
    for k in [nil, 2] as [Int?] {
      var sampler = Sampler(temperature: temperature, topK: k)
      let logs = [Float](repeating: value, count: 5)
      #expect(drawn(sampler, logs, excluding: [0, 4], count: 50) == [1])
      logs.withUnsafeBufferPointer { logs in
        #expect(sampler.choose(logs, excluding: [0, 1, 2, 3, 4]) == nil)
      }
    }
  }

  @Test(arguments: [Double.leastNonzeroMagnitude, 1e-9, 0.5, 1, 100])
  func impossibleSymbolsNeverCome(temperature: Double) {
    let logs: [Float] = [-.infinity, -0.7, -.infinity, -0.7, -.greatestFiniteMagnitude, -.infinity]
    #expect(drawn(Sampler(temperature: temperature), logs) == [1, 3])
    #expect(drawn(Sampler(temperature: temperature, topK: 5), logs) == [1, 3])
    #expect(drawn(Sampler(temperature: temperature), [-.infinity, 0, -.infinity]) == [1])
  }

  @Test func smallTemperaturesAreGreedyAndLargeOnesEven() {
    let logs: [Float] = [-0.6931, -0.6932, -30]
    #expect(drawn(Sampler(temperature: .leastNonzeroMagnitude), logs) == [0])
    #expect(drawn(Sampler(temperature: 1e-7), logs) == [0])
    #expect(drawn(Sampler(temperature: 1), logs) == [0, 1])
    #expect(drawn(Sampler(temperature: 100), logs) == [0, 1, 2])
  }

  @Test func sameStreamSameDraws() {
    for k in [nil, 3] as [Int?] {
      var samplers = [7, 7, 8].map { Sampler($0, temperature: 1.5, topK: k) }
      let draws = samplers.indices.map { samplers[$0].draws(200, from: logs) }
      #expect(draws[0] == draws[1])
      #expect(draws[0] != draws[2])
      var copy = samplers[0]
      #expect(copy.draws(50, from: logs) == samplers[0].draws(50, from: logs))
    }
  }
}
