import GeulCompute
import GeulGeneration
import GeulModel
import Glibc
import Testing

/// Deterministic beam search against searching everything.
struct BeamSearchTests {
  @Test(arguments: 0..<200)
  func aWideBeamEqualsExhaustiveSearch(number: Int) {
    let vocabulary = 3 + number % 3
    // As long as all continuations have a place.
    let longest = [5, 5, 4][number % 3]
    let length = 1 + number / 4 % longest
    let stop: UInt32? = number / 2 % 2 == 1 ? UInt32(vocabulary - 1) : nil
    let penalty = [0, 0.5, 1][number / 3 % 3]
    switch number % 4 {
    case 0: expectExhaustive(smallPredictor(.rnn, vocabulary: vocabulary, seed: number))
    case 1: expectExhaustive(smallPredictor(.lstm, vocabulary: vocabulary, seed: number))
    case 2: expectExhaustive(smallPredictor(.gru, vocabulary: vocabulary, seed: number))
    default: expectExhaustive(TablePredictor(vocabulary, seed: number))
    }

    func expectExhaustive<Predictor: SequencePredictor>(_ predictor: Predictor) {
      let all = predictor.continuations(after: 0, length: length, stop: stop)
      precondition(all.count <= 1_024, "\(all.count) continuations have no place")
      let settings = BeamSettings(
        width: min(1_024, all.count + 3), lengthPenalty: penalty, best: all.count)
      let found = BeamSearch(predictor, settings: settings)
        .best(after: 0, PlainText(stop: stop), length: length)
      expect(found, equal: all, penalty: penalty, stop: stop)
    }
  }

  /// Compares scores by place and everything else by symbols, as rounding may swap what is all but equal.
  private func expect(
    _ found: [BeamResult<PlainText>], equal all: [Continuation], penalty: Double, stop: UInt32?,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let scores = all.map { $0.sum / pow(Double($0.symbols.count), penalty) }
    let bySymbols = Dictionary(uniqueKeysWithValues: all.indices.map { (all[$0].symbols, $0) })
    #expect(found.count == all.count, sourceLocation: sourceLocation)
    #expect(Set(found.map(\.symbols)).count == found.count, sourceLocation: sourceLocation)
    for (result, score) in zip(found, scores.sorted(by: >)) {
      guard let index = bySymbols[result.symbols] else {
        Issue.record("\(result.symbols) is no continuation", sourceLocation: sourceLocation)
        continue
      }
      #expect(abs(result.score - score) < 1e-4, sourceLocation: sourceLocation)
      #expect(abs(result.score - scores[index]) < 1e-4, sourceLocation: sourceLocation)
      let pairs = zip(result.logProbabilities, all[index].logs)
      #expect(pairs.allSatisfy { abs($0 - $1) < 1e-4 }, sourceLocation: sourceLocation)
      #expect(result.logProbabilities.count == result.symbols.count)
      let sum = all[index].logs.reduce(0) { $0 + Double($1) }
      #expect(abs(result.logProbability - sum) < 1e-4, sourceLocation: sourceLocation)
      let reason = stop != nil && result.symbols.last == stop ? "stop" : "length"
      #expect(result.finishReason.rawValue == reason, sourceLocation: sourceLocation)
    }
  }

  @Test(arguments: [CellKind.rnn, .lstm, .gru], [[], [0, 5, 16]] as [[UInt32]])
  func widthOneEqualsGreedy(cell: CellKind, barred: [UInt32]) {
    let predictor = smallPredictor(cell, vocabulary: 17, seed: 5)
    let beginning = predictor.state
    let found = BeamSearch(predictor, settings: BeamSettings(width: 1))
      .best(after: 3, PlainText(barred: barred), length: 80)
    #expect(predictor.state == beginning, "a search leaves the predictor as it is")
    var sampler = Sampler(temperature: 0)
    var (symbols, logs): ([UInt32], [Float]) = ([], [])
    while symbols.count < 80 {
      let row = predictor.logs(after: symbols.last ?? 3)
      symbols += sampler.draws(1, from: row, excluding: barred)
      logs.append(row[Int(symbols.last ?? 0)])
    }
    #expect(found.map(\.symbols) == [symbols] && found.map(\.logProbabilities) == [logs])
  }

  @Test func filtersAndPenaltySayWhatMayCome() {
    let predictor = TablePredictor(5, seed: 3)
    let sampling = SamplingSettings(
      temperature: 0, topK: 2, repetitionPenalty: 1.7, repetitionWindow: 2)
    let all = predictor.continuations(after: 1, length: 4) { logs, before in
      let recent = ([1] + before).suffix(2)
      let scores = logs.indices.map {
        (id: UInt32($0), score: Double(logs[$0]) * (recent.contains(UInt32($0)) ? 1.7 : 1))
      }
      return Array(scores.sorted { $0.score > $1.score }.prefix(2))
    }
    let found = BeamSearch(predictor, settings: BeamSettings(width: 20, best: 20))
      .best(after: 1, PlainText(), length: 4, sampling: sampling)
    let expected = all.sorted { $0.sum > $1.sum }
    #expect(found.map(\.symbols) == expected.map(\.symbols) && found.count == 16)
    for (result, expected) in zip(found, expected) {
      #expect(abs(result.score - expected.sum / 4) < 1e-5)
      #expect(result.logProbabilities == expected.logs)
    }
  }

  /// Beams too narrow for everything; many lanes of the recurrent ones have no hypothesis at first.
  @Test(arguments: [2, 3, 8, 65])
  func resultsAreDistinctAndInOrder(width: Int) {
    for seed in 0..<5 {
      let predictor = smallPredictor(.lstm, vocabulary: 11, seed: seed)
      let settings = BeamSettings(width: width, best: width)
      let search = BeamSearch(predictor, settings: settings)
      let found = search.best(after: 2, PlainText(stop: 4), length: 30)
      #expect(found.count == width)
      #expect(Set(found.map(\.symbols)).count == width)
      #expect(found.map(\.score) == found.map(\.score).sorted(by: >))
      let again = search.best(after: 2, PlainText(stop: 4), length: 30)
      #expect(again.map(\.symbols) == found.map(\.symbols))
      #expect(again.map(\.score) == found.map(\.score))
      for result in found {
        // The states are those of the symbols: read one by one they are as probable.
        let beginning = predictor.state
        var before: UInt32 = 2
        for (id, logProbability) in zip(result.symbols, result.logProbabilities) {
          #expect(abs(predictor.logs(after: before)[Int(id)] - logProbability) < 1e-4)
          before = id
        }
        predictor.state = beginning
      }
    }
  }

  @Test(arguments: [0, 1, 7])
  func stoppingKeepsWhatWasFound(limit: Int) {
    let predictor = TablePredictor(5, seed: 8)
    let stopping = StopAfter(limit)
    predictor.stopping = stopping
    let search = BeamSearch(predictor, settings: BeamSettings(width: 3, best: 3))
    var random = RandomStream(case: 1)
    let found = search.search(
      after: 0, text: PlainText(), length: 20, random: &random, stop: stopping.stop)
    #expect(found.allSatisfy { $0.symbols.count == limit && $0.finishReason == .stopped })
    #expect(
      found.map(\.symbols) == search.best(after: 0, PlainText(), length: limit).map(\.symbols))
    #expect(random == RandomStream(case: 1), "nothing is drawn")
  }

  @Test(arguments: [0, -1])
  func lengthZeroWritesNothing(length: Int) {
    let search = BeamSearch(TablePredictor(3, seed: 1), settings: BeamSettings(width: 4, best: 4))
    let found = search.best(after: 0, PlainText(), length: length)
    #expect(found.count == 1 && found[0].symbols == [] && found[0].score == 0)
    #expect(found[0].finishReason == .length && found[0].logProbability == 0)
  }

  /// As the sampler does.
  @Test(arguments: [0, 1] as [Double])
  func aModelWithoutNumbersWritesWhatMayComeFirst(temperature: Double) {
    let table = [Float](repeating: .nan, count: 27)
    let search = BeamSearch(TablePredictor(3, table: table), settings: BeamSettings(width: 2))
    let found = search.best(
      after: 0, PlainText(barred: [0]), length: 3,
      sampling: SamplingSettings(temperature: temperature))
    #expect(found.map(\.symbols) == [[1, 1, 1]])
  }
}
