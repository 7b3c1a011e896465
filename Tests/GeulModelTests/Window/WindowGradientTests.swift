import GeulCompute
import GeulModel
import Testing

/// The window learner's gradients against central differences of the reference's loss in Double.
struct WindowGradientTests {
  static let samples: [WindowSample] =
    Activation.allCases.map { WindowSample(activation: $0) } + [
      WindowSample(layers: 1, usesTable: true, seed: 2),
      WindowSample(layers: 2, dropout: 0.4, seed: 3),
      WindowSample(layers: 3, steps: 4, lanes: 2, embedding: 3, dropout: 0.3, usesTable: true),
      WindowSample(layers: 1, steps: 4, embedding: nil, hidden: 5, dropout: 0.3, seed: 4),
      WindowSample(
        window: 2, layers: 1, steps: 1, lanes: 2, embedding: nil, hidden: 33, vocabulary: 3,
        seed: 5),
      WindowSample(layers: 2, steps: 1, dropout: 0.3, seed: 6),
      WindowSample(layers: 2, lanes: 1, embedding: 2, seed: 7),
      WindowSample(window: 1, layers: 1, steps: 1, lanes: 1, embedding: nil, hidden: 3, seed: 8),
      WindowSample(layers: 2, steps: 3, lanes: 2, embedding: 1, hidden: 1, seed: 9),
      // A window that sees what stood before two chunks, and the beginning.
      WindowSample(window: 7, layers: 1, steps: 2, embedding: 5, hidden: 5, seed: 10),
      WindowSample(window: 2, steps: 2, embedding: 35, vocabulary: 4, dropout: 0.2, seed: 11),
      // Two stripes of rows.
      WindowSample(
        window: 2, layers: 1, steps: 5, lanes: 13, embedding: 2, hidden: 3, vocabulary: 4),
    ]

  private let step = 1e-5
  private let key: UInt64 = 77

  @Test(arguments: samples)
  func everyParameter(sample: WindowSample) {
    let (model, chunk) = (sample.model, sample.chunk)
    let (masks, before) = (sample.masks(key: key), WindowReference.streams(sample.chunkBefore))
    var reference = sample.reference(model)
    func loss() -> Double { reference.forward(chunk, before: before, masks: masks).loss }
    let expected = reference.parameters.indices.map { index in
      let value = reference.parameters[index]
      reference.parameters[index] = value + step
      let above = loss()
      reference.parameters[index] = value - step
      let below = loss()
      reference.parameters[index] = value
      return (above - below) / (2 * step)
    }
    for kind in availableKinds {
      let learner = sample.learner(model, kind: kind, workers: 2)
      for round in 1...2 {
        learner.clearGradients()
        let found = learner.step(chunk, randomKey: key)
        learner.takeBack()
        if kind == .bf16 {
          #expect(abs(found - loss()) < 0.02)
          expectNear(learner.gradients.elements, expected, ratio: 0.04, "bf16, round \(round)")
        } else {
          #expect(abs(found - loss()) < 1e-6)
          expectClose(
            learner.gradients.elements, expected, relative: 1e-4, absolute: 5e-7,
            "\(kind), round \(round)")
        }
      }
    }
  }

  /// 128 rows of 50,000 fit the bound on a piece: 150 rows need two, whose gradients are those of halves of the lanes.
  @Test(arguments: [3, nil])
  func piecesAddUp(embedding: Int?) {
    let sample = WindowSample(
      layers: 1, steps: 25, lanes: 6, embedding: embedding, hidden: 3, vocabulary: 50_000)
    var half = sample
    half.lanes = 3
    let model = sample.model
    let whole = sample.learner(model, kind: .fp32, workers: 2)
    let start = whole.state
    let loss = whole.step(sample.chunk)
    let part = half.learner(model, kind: .fp32, workers: 2)
    var sum = 0.0
    for lanes in [[0, 1, 2], [3, 4, 5]] {
      part.state = start.gathering(lanes)
      sum += part.step(sample.chunk.lanes(lanes)) / 2
    }
    #expect(abs(loss - sum) < 1e-6)
    expectClose(
      whole.gradients.elements, part.gradients.elements.map { Double($0) / 2 }, relative: 1e-4,
      absolute: 1e-7, "gradients")
  }

  /// What is kept, and whether products are looked up, changes no more than the order of sums.
  @Test func theWaysAgree() {
    var sample = WindowSample(
      window: 5, layers: 2, steps: 9, lanes: 13, embedding: 33, hidden: 45, vocabulary: 17,
      dropout: 0.2)
    let model = sample.model
    func gradients(_ keeping: PassMemory = .chunk) -> [Float] {
      let learner = sample.learner(model, kind: .fp32, workers: 2, keeping: keeping)
      _ = learner.step(sample.chunk, randomKey: key)
      return learner.gradients.elements
    }
    let multiplied = gradients()
    #expect(gradients(.inspection) == multiplied)
    sample.usesTable = true
    expectClose(
      gradients(), multiplied.map(Double.init), relative: 1e-4, absolute: 1e-6, "in a table")
  }
}
