import GeulCompute
import GeulModel
import Testing

/// Log-probabilities, losses and states against the reference in Double.
struct ForwardTests {
  static let samples: [Sample] = Sample.cells.flatMap { cell in
    [
      Sample(cell: cell, layers: 1, hidden: 37, vocabulary: 41),
      Sample(cell: cell, layers: 3, steps: 4, lanes: 2, embedding: 33, hidden: 35, vocabulary: 67),
      Sample(cell: cell, layers: 2, embedding: nil, hidden: 19, vocabulary: 30),
      Sample(cell: cell, layers: 2, steps: 1, vocabulary: 5),
      Sample(cell: cell, layers: 2, lanes: 1, embedding: 1, hidden: 9, vocabulary: 2),
      Sample(cell: cell, layers: 1, steps: 2, lanes: 4, vocabulary: 1),
    ]
  }

  private func tolerance(_ kind: ProductKind) -> Double { kind == .bf16 ? 0.1 : 1e-5 }

  @Test(arguments: samples, availableKinds)
  func isTheReference(sample: Sample, kind: ProductKind) {
    let (model, chunk) = (sample.model, sample.chunk)
    let expected = sample.reference(model).forward(
      inputs: chunk.inputIds, targets: chunk.targetIds, lanes: chunk.lanes,
      state: sample.reference(sample.state))
    let tolerance = self.tolerance(kind)

    let predictor = model.makePredictor(
      lanes: sample.lanes, steps: sample.steps, kind: kind, pool: WorkerPool(count: 1))
    predictor.state = sample.state
    predictor.read(chunk.inputs, predicting: .all)
    expectClose(
      predictor.withLogProbabilities(Array.init),
      logSoftmax(expected.logits, width: sample.vocabulary), relative: tolerance,
      absolute: tolerance, "ln p")

    var state = sample.state
    let loss = sample.learner(model, kind: kind).loss(chunk, state: &state)
    #expect(abs(loss - expected.loss) < tolerance)
    expectClose(
      state.hidden, expected.state.h.flatMap { $0 }, relative: tolerance, absolute: tolerance, "h")
    if sample.cell == .lstm {
      expectClose(
        state.cell, expected.state.c.flatMap { $0 }, relative: tolerance, absolute: tolerance, "c")
    }
    #expect(state == predictor.state)
  }

  @Test(arguments: Sample.cells)
  func lossIsThatOfAStep(cell: ReferenceCell) {
    let sample = Sample(cell: cell, hidden: 33, dropout: 0.3)
    let learner = sample.learner(sample.model, kind: .fp32)
    for key in [nil, 5] as [UInt64?] {
      var (stepped, read) = (sample.state, sample.state)
      let step = learner.step(sample.chunk, state: &stepped, randomKey: key)
      #expect(learner.loss(sample.chunk, state: &read, randomKey: key) == step)
      #expect(read == stepped)
    }
  }

  @Test(arguments: Sample.cells)
  func dropoutAppliesWithAKeyAlone(cell: ReferenceCell) {
    let sample = Sample(cell: cell, dropout: 0.5)
    var plain = sample
    plain.dropout = 0
    let learner = sample.learner(sample.model, kind: .fp32)
    func loss(_ key: UInt64?) -> Double {
      var state = sample.state
      return learner.loss(sample.chunk, state: &state, randomKey: key)
    }
    var state = sample.state
    let expected = plain.learner(plain.model, kind: .fp32).loss(sample.chunk, state: &state)
    #expect(loss(nil) == expected)
    #expect(loss(1) == loss(1))
    #expect(loss(1) != loss(2))
    #expect(loss(1) != expected)
  }
}
