import GeulCompute
import GeulModel
import Testing

/// What must not change a single bit: the number of workers, a chunk's borders, and what a window does not see.
struct WindowBitsTests {
  static let samples = [
    WindowSample(
      window: 2, steps: 3, lanes: 67, embedding: 9, hidden: 33, vocabulary: 36, dropout: 0.3),
    WindowSample(window: 4, steps: 3, lanes: 67, embedding: 35, hidden: 9, usesTable: true),
    WindowSample(window: 3, steps: 4, lanes: 41, embedding: nil, hidden: 40, vocabulary: 13),
    WindowSample(
      window: 7, layers: 3, steps: 3, lanes: 1, embedding: 2, hidden: 5, vocabulary: 4,
      dropout: 0.1),
  ]

  @Test(arguments: samples, availableKinds)
  func workersShowInNone(sample: WindowSample, kind: ProductKind) {
    func step(_ workers: Int) -> (loss: Double, gradients: [Float], losses: [Float]) {
      let learner = sample.learner(sample.model, kind: kind, workers: workers)
      _ = learner.step(sample.chunkBefore, randomKey: 8)
      let loss = learner.step(sample.chunk, randomKey: 9)
      return (loss, learner.gradients.elements, learner.withLosses(Array.init))
    }
    let one = step(1)
    for workers in [2, 3, 5] { #expect(step(workers) == one, "\(workers) workers") }
  }

  @Test(arguments: samples, availableKinds + [.int8])
  func workersShowInNoPrediction(sample: WindowSample, kind: ProductKind) {
    func predict(_ workers: Int) -> [Float] {
      let predictor = sample.model.makePredictor(
        lanes: sample.lanes, steps: sample.steps, kind: kind, pool: WorkerPool(count: workers))
      predictor.read(sample.chunk.inputs, predicting: .all)
      return predictor.withLogProbabilities(Array.init)
    }
    let one = predict(1)
    for workers in [2, 3, 5] { #expect(predict(workers) == one, "\(workers) workers") }
  }

  @Test(arguments: samples)
  func splittingInTimeEqualsTheWhole(sample: WindowSample) {
    var chunk = sample.chunk
    chunk.startsStream[sample.lanes - 1] = true
    let whole = sample.learner(sample.model, kind: .fp32)
    let start = whole.state
    _ = whole.loss(chunk)
    let expected = whole.withLosses(Array.init)
    for border in 1..<sample.steps {
      let learner = sample.learner(sample.model, kind: .fp32)
      learner.state = start
      let found = [0..<border, border..<sample.steps].flatMap { range in
        _ = learner.loss(chunk.part(range))
        return learner.withLosses(Array.init)
      }
      #expect(found == expected, "border \(border)")
      #expect(learner.state == whole.state, "border \(border)")
    }
  }

  /// Changing the symbol that is n back changes the prediction, and the one before it changes no bit of it.
  @Test(arguments: [1, 2, 5, 9], [6, nil])
  func exactlyTheWindowIsSeen(window: Int, embedding: Int?) {
    let sample = WindowSample(window: window, embedding: embedding)
    let predictor = sample.model.makePredictor(
      lanes: 1, steps: 3, kind: .fp32, pool: WorkerPool(count: 1))
    let stream = (0..<12).map { UInt32($0 % sample.vocabulary) }
    func predictions(changing back: Int?) -> [UInt32] {
      var symbols = stream
      if let back { symbols[symbols.count - back] = (symbols[symbols.count - back] + 1) % 7 }
      predictor.reset()
      for first in stride(from: 0, to: symbols.count, by: 3) {
        predictor.read(Array(symbols[first..<first + 3]), predicting: .last)
      }
      return predictor.withLogProbabilities { $0.map(\.bitPattern) }
    }
    let expected = predictions(changing: nil)
    for back in 1...11 {
      #expect((predictions(changing: back) == expected) == (back > window), "\(back) back")
    }
  }

  /// What stands before a stream has an embedding of its own: it decides the first predictions, and no later ones.
  @Test func aStreamsStartIsASymbolOfItsOwn() throws {
    let sample = WindowSample(window: 3, lanes: 1)
    let model = sample.model
    func predictions() -> [[Float]] {
      let predictor = model.makePredictor(
        lanes: 1, steps: 1, kind: .fp32, pool: WorkerPool(count: 1))
      return sample.chunk.inputs.map {
        predictor.read([$0], predicting: .last)
        return predictor.withLogProbabilities(Array.init)
      }
    }
    let before = predictions()
    let slot = try #require(model.layout.slot(named: "embedding.weight"))
    #expect(slot.shape == [sample.vocabulary + 1, 6])
    model.parameters[slot.range.upperBound - 2] += 0.5
    let after = predictions()
    #expect(zip(before, after).map { $0 == $1 } == [false, false, true, true, true])
  }

  @Test func takingBackAndStartingAStreamLeaveTheRest() {
    let sample = WindowSample(window: 4, steps: 2)
    let learner = sample.learner(sample.model, kind: .fp32)
    let start = learner.state
    var chunk = sample.chunk
    chunk.startsStream[1] = true
    _ = learner.loss(chunk)
    let fresh = WindowState(sample.configuration, lanes: 1).symbols
    #expect(Array(learner.state.symbols[4..<6]) == Array(fresh.prefix(2)))
    #expect(Array(learner.state.symbols[0..<2]) == Array(start.symbols[2..<4]))
    learner.takeBack()
    #expect(learner.state == start)
    #expect(start.disagreement(lane: 0, with: start, lane: 0) == 0)
    #expect(start.disagreement(lane: 0, with: learner.state.gathering([1]), lane: 0) == .infinity)
  }
}
