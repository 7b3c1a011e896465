import GeulCompute
import GeulStorage
import Glibc
import ModelConformance
import Testing

@testable import GeulModel

@Suite struct NGramTests {
  static let configurations: [NGramConfiguration] = [0, 1, 2, 5].flatMap { order in
    Smoothing.allCases.map {
      NGramConfiguration(order: order, smoothing: $0, pseudocount: 0.3, vocabulary: 13)
    }
  }

  /// ln p of all symbols after each place of a text, read from its beginning.
  private func logs(_ model: NGramModel, _ text: [UInt32]) -> [[Float]] {
    let predictor = model.makePredictor(
      lanes: 1, steps: 1, kind: .fp32, pool: WorkerPool(count: 1))
    return text.map { symbol in
      predictor.read([symbol], predicting: .last)
      return predictor.withLogProbabilities { Array($0) }
    }
  }

  @Test(arguments: configurations)
  func isWhatItsEquationsSay(_ configuration: NGramConfiguration) throws {
    let text = NGramSample.text(400, vocabulary: 11)
    let model = try NGramSample.model(configuration, text)
    let reference = NGramReference(configuration, text: text)
    // Symbols 11 and 12 were never counted; the other text has contexts that were not seen.
    let read = Array(text[380...]) + [11, 3, 4] + NGramSample.text(30, vocabulary: 13, seed: 8)
    for (place, logs) in logs(model, read).enumerated() {
      var sum = 0.0
      for symbol in 0..<configuration.vocabulary {
        let expected = reference.probability(
          of: UInt32(symbol), after: Array(read[...place]))
        let found = Double(logs[symbol])
        #expect(abs(found - log(expected)) < 2e-6 * max(1, -log(expected)), "\(symbol) at \(place)")
        sum += exp(found)
      }
      #expect(abs(sum - 1) < 1e-5, "a sum of \(sum) at \(place)")
    }
  }

  @Test(arguments: configurations)
  func keepsThePromisesOfTheSeam(_ configuration: NGramConfiguration) throws {
    let model = try NGramSample.model(configuration, NGramSample.text(500, vocabulary: 13))
    let checks = PredictorConformance(model, name: "order \(configuration.order)", kind: .fp32)
    #expect(checks.violations() == [])
  }

  @Test func neitherPiecesNorBlocksNorWorkersShow() throws {
    let configuration = NGramConfiguration(order: 3, vocabulary: 40)
    let text = NGramSample.text(3_000, vocabulary: 40)
    let whole = try NGramSample.model(configuration, text, workers: 1, blockCapacity: 4_000)
    let expected = logs(whole, text)
    for (pieces, workers, blockCapacity) in [(3, 1, 500), (7, 2, 997), (50, 3, 1), (1, 2, 3_000)] {
      let model = try NGramSample.model(
        configuration, text, pieces: pieces, workers: workers, blockCapacity: blockCapacity)
      #expect(
        logs(model, text) == expected,
        "\(pieces) pieces, \(workers) workers, blocks of \(blockCapacity)")
    }
  }

  /// A key holds 3 of these symbols, so that n-grams of 8 take three keys; the order of the small ones is the same.
  @Test func symbolsOfManyBitsFillSeveralKeys() throws {
    let factor: UInt32 = 199_999
    let wide = NGramConfiguration(order: 7, smoothing: .kneserNey, vocabulary: 1 << 20)
    let narrow = NGramConfiguration(order: 7, smoothing: .kneserNey, vocabulary: 5)
    let text = NGramSample.text(900, vocabulary: 5)
    let expected = try NGramSample.model(narrow, text, blockCapacity: 100)
    let model = try NGramSample.model(wide, text.map { $0 * factor }, blockCapacity: 70)
    #expect(model.distinctCounts == expected.distinctCounts)
    for (level, other) in zip(model.tables.levels, expected.tables.levels) {
      for node in 0..<level.count {
        #expect(level.symbols[node] == other.symbols[node] * factor)
      }
      for node in 0..<(level.children == nil ? 0 : level.count) {
        #expect(level.children?[node] == other.children?[node])
      }
    }
  }

  /// Runs are merged when there are too many to be open, and what was merged again and again is counted once.
  @Test(arguments: [2, 3, 7])
  func runsAreMergedOnTheWay(mostRuns: Int) throws {
    let configuration = NGramConfiguration(order: 2, vocabulary: 40)
    let text = NGramSample.text(2_000, vocabulary: 40)
    let expected = logs(try NGramSample.model(configuration, text), text)
    let model = try NGramSample.model(
      configuration, text, workers: 2, blockCapacity: 90, mostRuns: mostRuns)
    #expect(logs(model, text) == expected)
  }

  /// The text's last block may hold a few places more than the others.
  @Test(arguments: 95...106)
  func theLastBlockHoldsWhatIsLeft(length: Int) throws {
    let configuration = NGramConfiguration(order: 5, vocabulary: 9)
    let text = NGramSample.text(length, vocabulary: 9)
    let expected = logs(try NGramSample.model(configuration, text), text)
    for (blockCapacity, workers) in [(50, 1), (50, 2), (33, 3), (1, 2)] {
      let model = try NGramSample.model(
        configuration, text, workers: workers, blockCapacity: blockCapacity)
      #expect(logs(model, text) == expected, "blocks of \(blockCapacity)")
    }
  }

  /// Counts of counts that would take nothing from counts of 3 and more: what was not seen would have no probability.
  @Test func aDiscountOfNothingIsNone() {
    #expect(Discounts(countsOfCounts: [6, 3, 2, 3]).isFallback)
    #expect(Discounts(countsOfCounts: [0, 0, 0, 0]).isFallback)
    let sound = Discounts(countsOfCounts: [100, 40, 20, 12])
    #expect(!sound.isFallback)
    // Y = 100 / 180; D = 1 - 2 Y 40/100, 2 - 3 Y 20/40, 3 - 4 Y 12/20.
    for (found, expected) in zip(sound.values, [5.0 / 9, 7.0 / 6, 5.0 / 3]) {
      #expect(abs(found - expected) < 1e-12)
    }
  }

  @Test(arguments: [0, 1, 2, 3])
  func aTextMayBeShorterThanTheContext(length: Int) throws {
    let configuration = NGramConfiguration(order: 5, vocabulary: 4)
    let model = try NGramSample.model(configuration, Array([2, 1, 2].prefix(length)))
    let reference = NGramReference(configuration, text: Array([2, 1, 2].prefix(length)))
    for (place, logs) in logs(model, [2, 1, 3, 0]).enumerated() {
      for symbol in 0..<4 {
        let expected = reference.probability(
          of: UInt32(symbol), after: Array([2, 1, 3, 0][...place]))
        #expect(abs(Double(logs[symbol]) - log(expected)) < 1e-6)
      }
    }
  }
}
