import GeulCompute
import GeulModel
import Testing

struct RecurrentPredictorTests {
  static let samples: [Sample] = Sample.cells.flatMap { cell in
    [
      Sample(cell: cell, steps: 7, lanes: 3, hidden: 37, vocabulary: 11),
      Sample(cell: cell, steps: 4, lanes: 1, embedding: nil, hidden: 5, vocabulary: 35),
    ]
  }

  private func predictor(_ sample: Sample, kind: ProductKind = .fp32) -> RecurrentPredictor {
    sample.model.makePredictor(
      lanes: sample.lanes, steps: sample.steps, kind: kind, pool: WorkerPool(count: 2))
  }

  @Test(arguments: samples, availableKinds + [.int8])
  func readingInPiecesEqualsReadingAtOnce(sample: Sample, kind: ProductKind) {
    let (whole, pieces) = (predictor(sample, kind: kind), predictor(sample, kind: kind))
    whole.read(sample.chunk.inputs, predicting: .all)
    let expected = whole.withLogProbabilities(Array.init)
    #expect(expected.count == sample.steps * sample.lanes * sample.vocabulary)
    for length in 1...3 {
      pieces.reset()
      var found: [Float] = []
      for from in stride(from: 0, to: sample.steps, by: length) {
        let part = sample.chunk.part(from..<min(sample.steps, from + length))
        pieces.read(part.inputs, predicting: .all)
        found += pieces.withLogProbabilities(Array.init)
      }
      #expect(found == expected, "\(length) steps at a time")
      #expect(pieces.state == whole.state)
    }
  }

  @Test(arguments: samples)
  func lastIsTheEndOfAll(sample: Sample) {
    let (all, last, none) = (predictor(sample), predictor(sample), predictor(sample))
    let symbols = sample.chunk.inputs
    all.read(symbols, predicting: .all)
    last.read(symbols, predicting: .last)
    let expected = all.withLogProbabilities { Array($0.suffix(sample.lanes * sample.vocabulary)) }
    #expect(last.withLogProbabilities(Array.init) == expected)

    let border = (sample.steps - 1) * sample.lanes
    none.read(Array(symbols[..<border]), predicting: .none)
    #expect(none.withLogProbabilities { $0.isEmpty })
    none.read(Array(symbols[border...]), predicting: .last)
    #expect(none.withLogProbabilities(Array.init) == expected)
    #expect(none.state == all.state)
  }

  @Test(arguments: samples)
  func keptStateLeadsBackExactly(sample: Sample) {
    let predictor = predictor(sample)
    predictor.read(sample.chunk.part(0..<2).inputs, predicting: .none)
    let kept = predictor.state
    predictor.read(sample.chunk.part(2..<4).inputs, predicting: .all)
    let expected = predictor.withLogProbabilities(Array.init)
    predictor.read(sample.chunk.inputs, predicting: .last)
    predictor.state = kept
    predictor.read(sample.chunk.part(2..<4).inputs, predicting: .all)
    #expect(predictor.withLogProbabilities(Array.init) == expected)
  }

  @Test(arguments: [3, 5, 17], [ProductKind.fp32, .int8])
  func lanesGoOnFromOthers(lanes: Int, kind: ProductKind) {
    for cell in Sample.cells {
      let sample = Sample(cell: cell, steps: 4, lanes: lanes, hidden: 37, vocabulary: 11)
      let (direct, gathered) = (predictor(sample, kind: kind), predictor(sample, kind: kind))
      direct.state = sample.state
      gathered.state = sample.state
      var random = RandomStream(case: 30 + lanes)
      // Odd and even numbers of steps, from a state that was set and from those that are left in the memory.
      for steps in [1, 2, 1, 3, 4, 1] {
        let sources = (0..<lanes).map { _ in random.integer(in: 0...lanes - 1) }
        let symbols = (0..<steps * lanes).map { _ in UInt32(random.integer(in: 0...10)) }
        direct.read(symbols, after: sources, predicting: .last)
        gathered.state = gathered.state.gathering(sources)
        gathered.read(symbols, predicting: .last)
        #expect(direct.state == gathered.state)
        #expect(
          direct.withLogProbabilities(Array.init) == gathered.withLogProbabilities(Array.init))
      }
    }
  }

  @Test(arguments: Sample.cells)
  func lanesAreReplacedAndCompared(cell: ReferenceCell) {
    let sample = Sample(cell: cell, lanes: 3, hidden: 5)
    let other = sample.state.gathering([2, 0])
    var state = sample.state
    #expect(state.disagreement(lane: 2, with: other, lane: 0) == 0)
    state.replace(lane: 1, with: other, lane: 0)
    #expect(state == sample.state.gathering([0, 2, 2]))
    // The second layer's last unit of lane 1, and the first cell of that layer.
    let unchanged = state
    state.hidden[1 * 15 + 1 * 5 + 4] += 0.25
    let inHidden = 0.25 / size(state.hidden, unchanged.hidden)
    #expect(abs(state.disagreement(lane: 1, with: other, lane: 0) - inHidden) < 1e-6)
    state.hidden[0] = .nan
    #expect(state.disagreement(lane: 0, with: other, lane: 1) == .infinity)
    guard !state.cell.isEmpty else { return }
    state.cell[1 * 15 + 1 * 5] -= 30
    let inCell = 30 / size(state.cell, unchanged.cell)
    #expect(inCell > inHidden)
    #expect(abs(state.disagreement(lane: 1, with: other, lane: 0) - inCell) < 1e-5)
  }

  /// √Σ(x² + y²)/2 of the second layer's 5 units of lane 1 of 3.
  private func size(_ x: [Float], _ y: [Float]) -> Double {
    var sum: Float = 0
    for index in 20..<25 { sum += x[index] * x[index] + y[index] * y[index] }
    return Double(sum / 2).squareRoot()
  }

  @Test(arguments: samples)
  func resetForgetsAll(sample: Sample) {
    let predictor = predictor(sample)
    predictor.read(sample.chunk.inputs, predicting: .last)
    let expected = predictor.withLogProbabilities(Array.init)
    predictor.reset()
    #expect(predictor.state == RecurrentState(sample.configuration, lanes: sample.lanes))
    predictor.read(sample.chunk.inputs, predicting: .last)
    #expect(predictor.withLogProbabilities(Array.init) == expected)
  }

  @Test(arguments: samples, availableKinds + [.int8])
  func probabilitiesAddUpToOne(sample: Sample, kind: ProductKind) {
    let predictor = predictor(sample, kind: kind)
    predictor.read(sample.chunk.inputs, predicting: .all)
    let found = predictor.withLogProbabilities(Array.init)
    let normalized = logSoftmax(found.map(Double.init), width: sample.vocabulary)
    expectClose(found, normalized, relative: 1e-6, absolute: 1e-6, "ln p")
  }

  @Test(arguments: Sample.cells)
  func dropoutIsNoPartOfPrediction(cell: ReferenceCell) {
    let plain = Sample(cell: cell)
    var dropping = plain
    dropping.dropout = 0.5
    let predictors = [predictor(plain), predictor(dropping)]
    for predictor in predictors { predictor.read(plain.chunk.inputs, predicting: .all) }
    let found = predictors.map { $0.withLogProbabilities(Array.init) }
    #expect(found[0] == found[1])
  }

  /// Rounding weights and activations to 8 bits moves a new model's predictions by little.
  @Test(arguments: Sample.cells)
  func bytesPredictNearlyWhatFloatsDo(cell: ReferenceCell) {
    let sample = Sample(
      cell: cell, layers: 2, steps: 9, lanes: 2, embedding: 24, hidden: 96, vocabulary: 50,
      seed: 4)
    func predict(_ kind: ProductKind) -> [Float] {
      let predictor = RecurrentModel(sample.configuration, seed: 2).makePredictor(
        lanes: sample.lanes, steps: sample.steps, kind: kind, pool: WorkerPool(count: 1))
      predictor.read(sample.chunk.inputs, predicting: .all)
      return predictor.withLogProbabilities(Array.init)
    }
    let differences = zip(predict(.int8), predict(.fp32)).map { abs($0 - $1) }
    #expect((differences.max() ?? 1) < 0.02)
  }
}
