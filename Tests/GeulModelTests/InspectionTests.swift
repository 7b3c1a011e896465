import GeulCompute
import GeulModel
import Glibc
import Testing

/// What a learner that keeps everything shows of a chunk, against the learner that does not and the cells' equations.
struct InspectionTests {
  static let samples: [Sample] = Sample.cells.flatMap { cell in
    [
      Sample(cell: cell, layers: 2, steps: 5, lanes: 3, embedding: 6, hidden: 37),
      Sample(cell: cell, layers: 3, steps: 1, lanes: 1, embedding: nil, hidden: 4, dropout: 0.3),
      Sample(cell: cell, layers: 1, steps: 4, lanes: 70, embedding: 2, hidden: 5, dropout: 0.2),
    ]
  }

  private let key: UInt64 = 5

  private func inspect(_ sample: Sample, workers: Int = 2) -> (
    learner: RecurrentLearner, layers: [LayerInspection]
  ) {
    let learner = sample.learner(
      sample.model, kind: .fp32, workers: workers, keeping: .inspection)
    var state = sample.state
    _ = learner.step(sample.chunk, state: &state, randomKey: key)
    return (learner, (0..<sample.layers).compactMap(learner.inspection))
  }

  @Test(arguments: samples)
  func lossAndGradientsAreThoseOfTraining(sample: Sample) {
    let training = sample.learner(sample.model, kind: .fp32)
    var state = sample.state
    let loss = training.step(sample.chunk, state: &state, randomKey: key)
    let looking = inspect(sample).learner
    #expect(looking.withLosses(Array.init) == training.withLosses(Array.init))
    #expect(looking.gradients.elements == training.gradients.elements)
    #expect(looking.state == state)
    #expect(loss.isFinite)
    #expect(training.inspection(ofLayer: 0) == nil)
  }

  /// Without dropout, reading step by step passes through the same states.
  @Test(arguments: samples)
  func statesAreThoseOfEachStep(sample: Sample) {
    var sample = sample
    sample.dropout = 0
    let layers = inspect(sample).layers
    let stepwise = sample.learner(sample.model, kind: .fp32)
    var state = sample.state
    let size = sample.lanes * sample.hidden
    for t in 0...sample.steps {
      for (index, layer) in layers.enumerated() {
        #expect(layer.hidden[t * size..<(t + 1) * size] == part(state.hidden, index, size))
        guard !state.cell.isEmpty else { continue }
        #expect(layer.cell[t * size..<(t + 1) * size] == part(state.cell, index, size))
      }
      if t < sample.steps { _ = stepwise.loss(sample.chunk.part(t..<t + 1), state: &state) }
    }
  }

  private func part(_ values: [Float], _ layer: Int, _ size: Int) -> ArraySlice<Float> {
    let part = values[layer * size..<(layer + 1) * size]
    return ArraySlice(Array(part))
  }

  /// The bias enters each gate's sum once a step, so its gradient is the sum of the gates' own.
  @Test(arguments: samples)
  func gateGradientsAddUpToTheBiases(sample: Sample) {
    let (learner, layers) = inspect(sample)
    for (index, layer) in layers.enumerated() {
      let slot = learner.layout.slot(named: "rnn.bias_ih_l\(index)")
      let expected = learner.gradients.elements[slot?.range ?? 0..<0].map(Double.init)
      var sums: [Float] = []
      for gradients in layer.gateGradients {
        for unit in 0..<sample.hidden {
          sums.append(
            stride(from: unit, to: gradients.count, by: sample.hidden).reduce(0) {
              $0 + gradients[$1]
            })
        }
      }
      expectClose(sums, expected, relative: 1e-4, absolute: 1e-6, "layer \(index)")
    }
  }

  /// dh and dc, which the numeric gradients do not reach, against the gates' gradients, which they do.
  @Test(arguments: samples)
  func stateGradientsAreThoseOfTheEquations(sample: Sample) {
    for layer in inspect(sample).layers {
      let size = sample.lanes * sample.hidden
      let h = Array(layer.hidden[size...])
      let (found, expected) = sample.equations(layer, h: h, c: Array(layer.cell.dropFirst(size)))
      for (found, expected) in zip(found, expected) {
        expectClose(found, expected.map(Double.init), relative: 1e-4, absolute: 1e-7, "gates")
      }
    }
  }

  @Test(arguments: samples)
  func lookingDoesNotDependOnWorkers(sample: Sample) {
    #expect(inspect(sample, workers: 3).layers == inspect(sample, workers: 1).layers)
  }
}

extension Sample {
  /// Gates' gradients as found, and as dh and dc make them by the derivative of the cell's last equations.
  fileprivate func equations(_ layer: LayerInspection, h: [Float], c: [Float]) -> (
    found: [[Float]], expected: [[Float]]
  ) {
    let (dh, gates) = (layer.hiddenGradients, layer.gates)
    switch cell {
    case .lstm:
      let (i, g, o) = (gates[0], gates[2], gates[3])
      let dc = layer.cellGradients
      return (
        [layer.gateGradients[0], layer.gateGradients[2], layer.gateGradients[3]],
        [
          dc.indices.map { dc[$0] * g[$0] * i[$0] * (1 - i[$0]) },
          dc.indices.map { dc[$0] * i[$0] * (1 - g[$0] * g[$0]) },
          dh.indices.map { dh[$0] * tanhf(c[$0]) * o[$0] * (1 - o[$0]) },
        ]
      )
    case .gru:
      let (z, n) = (gates[1], gates[2])
      return (
        [layer.gateGradients[2]],
        [dh.indices.map { dh[$0] * (1 - z[$0]) * (1 - n[$0] * n[$0]) }]
      )
    case .rnn(let activation):
      return (
        layer.gateGradients,
        [
          dh.indices.map { index in
            switch activation {
            case .tanh: dh[index] * (1 - h[index] * h[index])
            case .relu: h[index] > 0 ? dh[index] : 0
            case .sigmoid: dh[index] * h[index] * (1 - h[index])
            }
          }
        ]
      )
    }
  }
}
