import GeulCompute
import GeulModel
import Testing

/// How many workers share a step must not show in a single bit of its results.
struct WorkerCountTests {
  static let samples: [Sample] = Sample.cells.flatMap { cell in
    [
      Sample(
        cell: cell, steps: 6, lanes: 5, embedding: 35, hidden: 45, vocabulary: 71, dropout: 0.3),
      Sample(cell: cell, steps: 4, lanes: 7, embedding: nil, hidden: 96, vocabulary: 67),
      Sample(
        cell: cell, layers: 3, steps: 3, lanes: 1, embedding: 2, hidden: 5, vocabulary: 4,
        dropout: 0.1),
      Sample(
        cell: cell, steps: 4, lanes: 5, embedding: 35, hidden: 45, vocabulary: 17, outputs: .sum,
        dropout: 0.3, outputDropout: 0.5, inputDropout: 0.2, weightDropout: 0.4,
        dropoutMasks: .chunk),
      // More lanes than are multiplied at a time.
      Sample(
        cell: cell, layers: 2, steps: 3, lanes: 131, embedding: 3, hidden: 37, vocabulary: 11),
    ]
  }

  @Test(arguments: samples, availableKinds)
  func bitsAreThoseOfOneWorker(sample: Sample, kind: ProductKind) {
    func step(_ workers: Int) -> (
      loss: Double, state: RecurrentState, gradients: [Float],
      inside: [LayerInspection]
    ) {
      let learner = sample.learner(sample.model, kind: kind, workers: workers, keeping: .inspection)
      var state = sample.state
      _ = learner.step(sample.chunk, state: &state, randomKey: 8)
      let loss = learner.step(sample.chunk, state: &state, randomKey: 9)
      return (
        loss, state, learner.gradients.elements,
        (0..<sample.layers).compactMap(learner.inspection)
      )
    }
    let one = step(1)
    for workers in 2...4 {
      let several = step(workers)
      #expect(several.loss == one.loss, "\(workers) workers")
      #expect(several.state == one.state, "\(workers) workers")
      #expect(several.gradients == one.gradients, "\(workers) workers")
      #expect(several.inside == one.inside, "\(workers) workers")
    }
  }

  @Test(arguments: samples)
  func predictionsAreThoseOfOneWorker(sample: Sample) {
    func predict(_ workers: Int) -> [Float] {
      let predictor = sample.model.makePredictor(
        lanes: sample.lanes, steps: sample.steps, kind: .fp32, pool: WorkerPool(count: workers))
      predictor.read(sample.chunk.inputs, predicting: .all)
      return predictor.withLogProbabilities(Array.init)
    }
    let one = predict(1)
    for workers in 2...4 { #expect(predict(workers) == one, "\(workers) workers") }
  }
}
