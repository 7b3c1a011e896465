import GeulCompute
import GeulModel
import Testing

/// The window model's predictions and losses are those of its definition.
struct WindowForwardTests {
  static let samples = Activation.allCases.flatMap { activation in
    [
      WindowSample(activation: activation, steps: 7, lanes: 3, hidden: 37, vocabulary: 11),
      WindowSample(
        window: 9, activation: activation, layers: 3, steps: 4, lanes: 2, usesTable: true),
      WindowSample(window: 1, activation: activation, layers: 1, steps: 1, embedding: nil),
      WindowSample(
        window: 5, activation: activation, steps: 3, lanes: 1, embedding: nil, hidden: 35),
      // Several stripes of rows.
      WindowSample(window: 2, activation: activation, steps: 3, lanes: 67, embedding: 33),
    ]
  }

  @Test(arguments: samples)
  func lossesAreTheReferences(sample: WindowSample) {
    let (model, chunk) = (sample.model, sample.chunk)
    let before = WindowReference.streams(sample.chunkBefore)
    let expected = sample.reference(model).forward(chunk, before: before).loss
    for kind in availableKinds {
      let found = sample.learner(model, kind: kind, workers: 2).loss(chunk)
      #expect(abs(found - expected) < (kind == .bf16 ? 0.02 : 1e-5), "\(kind)")
    }
  }

  @Test(arguments: samples)
  func predictionsAreTheReferences(sample: WindowSample) {
    let (model, chunk) = (sample.model, sample.chunk)
    let fresh = [[UInt32]](repeating: [], count: sample.lanes)
    let expected = sample.reference(model).forward(chunk, before: fresh).logits.flatMap {
      logSoftmax($0, width: $0.count)
    }
    for kind in availableKinds + [.int8] {
      let predictor = model.makePredictor(
        lanes: sample.lanes, steps: sample.steps, kind: kind, pool: WorkerPool(count: 2))
      predictor.read(chunk.inputs, predicting: .all)
      let isCoarse = kind == .bf16 || kind == .int8
      expectClose(
        predictor.withLogProbabilities(Array.init), expected, relative: isCoarse ? 0.03 : 1e-5,
        absolute: isCoarse ? 0.03 : 1e-5, "\(kind)")
    }
  }

  /// A table that is too large for prediction is not made, and the embeddings are multiplied.
  @Test func aLargeTableIsNotMade() {
    let sample = WindowSample(
      window: 70, layers: 1, steps: 2, embedding: 3, hidden: 33, vocabulary: 4_000)
    let fresh = [[UInt32]](repeating: [], count: sample.lanes)
    let model = sample.model
    let expected = sample.reference(model).forward(sample.chunk, before: fresh).logits.flatMap {
      logSoftmax($0, width: $0.count)
    }
    for workers in [1, 3] {
      let predictor = model.makePredictor(
        lanes: sample.lanes, steps: sample.steps, kind: .fp32, pool: WorkerPool(count: workers))
      predictor.read(sample.chunk.inputs, predicting: .all)
      expectClose(
        predictor.withLogProbabilities(Array.init), expected, relative: 1e-5, absolute: 1e-5,
        "\(workers) workers")
    }
  }

  /// A new model takes every symbol to be as likely as any other, and one with a prior as likely as that says.
  @Test(arguments: [64, nil])
  func aNewModelStartsAtItsPrior(embedding: Int?) {
    let sample = WindowSample(
      window: 8, steps: 50, lanes: 8, embedding: embedding, hidden: 128, vocabulary: 65)
    let model = WindowModel(sample.configuration, seed: 1)
    func loss() -> Double { sample.learner(model, kind: .fp32).loss(sample.chunk) }
    let uniform = logOfTheVocabulary(sample)
    #expect(abs(loss() / uniform - 1) < 0.02)
    var counts = [Int](repeating: 0, count: sample.vocabulary)
    for symbol in sample.chunk.targets { counts[Int(symbol)] += 1 }
    model.startAtFrequencies(counts)
    #expect(loss() < uniform)
  }

  private func logOfTheVocabulary(_ sample: WindowSample) -> Double {
    -logSoftmax([Double](repeating: 0, count: sample.vocabulary), width: sample.vocabulary)[0]
  }
}
