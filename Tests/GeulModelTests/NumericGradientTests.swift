import GeulCompute
import GeulModel
import Testing

/// The learner's gradients against central differences of the reference's loss in Double.
struct NumericGradientTests {
  static let samples: [Sample] = Sample.cells.flatMap { cell in
    [
      Sample(cell: cell, layers: 1),
      Sample(cell: cell, layers: 2, dropout: 0.4, seed: 2),
      Sample(cell: cell, layers: 3, steps: 4, lanes: 2, embedding: 3, hidden: 5, seed: 3),
      Sample(cell: cell, layers: 1, steps: 4, lanes: 3, embedding: nil, hidden: 5, dropout: 0.3),
      Sample(cell: cell, layers: 2, embedding: nil, seed: 4),
      Sample(cell: cell, layers: 3, steps: 3, lanes: 2, embedding: nil, dropout: 0.2, seed: 5),
      Sample(cell: cell, layers: 2, steps: 1, dropout: 0.3, seed: 6),
      Sample(cell: cell, layers: 2, lanes: 1, embedding: 2, seed: 7),
      Sample(cell: cell, layers: 1, steps: 1, lanes: 1, embedding: nil, hidden: 3, seed: 8),
      Sample(cell: cell, layers: 2, steps: 3, lanes: 2, embedding: 1, hidden: 1, seed: 9),
      // More symbols than inputs, so that none is looked up in a table of products.
      Sample(cell: cell, layers: 1, steps: 2, embedding: 5, hidden: 5, vocabulary: 11, seed: 10),
      Sample(cell: cell, layers: 2, steps: 2, embedding: 35, vocabulary: 9, dropout: 0.2, seed: 11),
      // The projection reads all layers.
      Sample(cell: cell, layers: 3, embedding: 5, outputs: .sum, seed: 27),
      Sample(
        cell: cell, layers: 2, steps: 4, embedding: nil, hidden: 5, outputs: .sum, dropout: 0.3,
        outputDropout: 0.5, dropoutMasks: .chunk, seed: 18),
      // What is dropped elsewhere, and by masks that last.
      Sample(cell: cell, layers: 2, embedding: 5, weightDropout: 0.4, seed: 12),
      Sample(cell: cell, layers: 1, embedding: nil, hidden: 5, weightDropout: 0.3, seed: 23),
      Sample(cell: cell, layers: 2, embedding: 5, inputDropout: 0.3, seed: 14),
      Sample(
        cell: cell, layers: 3, steps: 4, lanes: 2, embedding: 3, hidden: 5, dropout: 0.3,
        outputDropout: 0.6, inputDropout: 0.2, weightDropout: 0.5, dropoutMasks: .chunk, seed: 15),
      Sample(
        cell: cell, layers: 2, steps: 2, embedding: 35, vocabulary: 9, outputDropout: 0.4,
        inputDropout: 0.3, weightDropout: 0.3, dropoutMasks: .chunk, seed: 16),
    ]
  }

  private let step = 1e-5
  private let dropoutKey: UInt64 = 77

  @Test(arguments: samples)
  func everyParameter(sample: Sample) {
    let (model, chunk) = (sample.model, sample.chunk)
    let masks = sample.masks(key: dropoutKey)
    let inputMask = sample.inputMask(key: dropoutKey)
    let state = sample.reference(sample.state)
    var reference = sample.reference(model)
    reference.weightFactors = sample.weightFactors(key: dropoutKey)
    func loss() -> Double {
      reference.forward(
        inputs: chunk.inputIds, targets: chunk.targetIds, lanes: chunk.lanes, state: state,
        masks: masks, inputMask: inputMask
      ).loss
    }
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
      let learner = sample.learner(model, kind: kind)
      for round in 1...2 {
        var carried = sample.state
        let found = learner.step(chunk, state: &carried, randomKey: dropoutKey)
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

  @Test(arguments: samples)
  func initialStates(sample: Sample) {
    let (model, chunk) = (sample.model, sample.chunk)
    let masks = sample.masks(key: dropoutKey)
    let inputMask = sample.inputMask(key: dropoutKey)
    var reference = sample.reference(model)
    reference.weightFactors = sample.weightFactors(key: dropoutKey)
    func derivatives(_ place: WritableKeyPath<ReferenceModel.State, [[Double]]>, layer: Int)
      -> [Double]
    {
      func loss(_ index: Int, _ change: Double) -> Double {
        var state = sample.reference(sample.state)
        state[keyPath: place][layer][index] += change
        return reference.forward(
          inputs: chunk.inputIds, targets: chunk.targetIds, lanes: chunk.lanes, state: state,
          masks: masks, inputMask: inputMask
        ).loss
      }
      return (0..<sample.lanes * sample.hidden).map {
        (loss($0, step) - loss($0, -step)) / (2 * step)
      }
    }
    for layer in 0..<sample.layers {
      let dh = derivatives(\.h, layer: layer)
      let dc = sample.cell == .lstm ? derivatives(\.c, layer: layer) : []
      for kind in [ProductKind.reference, .fp32] {
        let learner = sample.learner(model, kind: kind, keeping: .inspection)
        var carried = sample.state
        _ = learner.step(chunk, state: &carried, randomKey: dropoutKey)
        let found = learner.inspection(ofLayer: layer)
        expectClose(
          found?.initialHiddenGradient ?? [], dh, relative: 1e-4, absolute: 5e-7,
          "\(kind) dh of layer \(layer)")
        expectClose(
          found?.initialCellGradient ?? [], dc, relative: 1e-4, absolute: 5e-7,
          "\(kind) dc of layer \(layer)")
      }
    }
  }
}
