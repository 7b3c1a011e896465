import Foundation
import GeulCompute
import GeulModel
import Testing

/// One cell's numbers as PyTorch computed them, and the cell they belong to.
struct PyTorchFixture: Sendable, CustomTestStringConvertible {
  let cell: ReferenceCell
  let parameterCount: Int
  let loss: Double
  let logits: [Double]
  let finalHidden: [Double]
  let finalCell: [Double]
  let gradient: [Double]
  let initialHiddenGradient: [Double]
  let initialCellGradient: [Double]
  let adamLosses: [Double]

  var testDescription: String { "\(cell)" }

  static let all = [
    PyTorchFixture(
      cell: .lstm, parameterCount: PyTorchLSTM.parameterCount, loss: PyTorchLSTM.loss,
      logits: PyTorchLSTM.logits, finalHidden: PyTorchLSTM.finalHidden,
      finalCell: PyTorchLSTM.finalCell, gradient: PyTorchLSTM.gradient,
      initialHiddenGradient: PyTorchLSTM.initialHiddenGradient,
      initialCellGradient: PyTorchLSTM.initialCellGradient, adamLosses: PyTorchLSTM.adamLosses),
    PyTorchFixture(
      cell: .gru, parameterCount: PyTorchGRU.parameterCount, loss: PyTorchGRU.loss,
      logits: PyTorchGRU.logits, finalHidden: PyTorchGRU.finalHidden, finalCell: [],
      gradient: PyTorchGRU.gradient, initialHiddenGradient: PyTorchGRU.initialHiddenGradient,
      initialCellGradient: [], adamLosses: PyTorchGRU.adamLosses),
    PyTorchFixture(
      cell: .rnn(.tanh), parameterCount: PyTorchRNN.parameterCount, loss: PyTorchRNN.loss,
      logits: PyTorchRNN.logits, finalHidden: PyTorchRNN.finalHidden, finalCell: [],
      gradient: PyTorchRNN.gradient, initialHiddenGradient: PyTorchRNN.initialHiddenGradient,
      initialCellGradient: [], adamLosses: PyTorchRNN.adamLosses),
  ]

  var configuration: RecurrentConfiguration {
    RecurrentConfiguration(
      cell: cell.kind, layers: PyTorchNumbers.layers, hidden: PyTorchNumbers.hidden,
      input: .embedding(PyTorchNumbers.embedding), vocabulary: PyTorchNumbers.vocabulary)
  }

  var model: RecurrentModel {
    let parameters = PyTorchNumbers.parameters(count: parameterCount).map { Float($0) }
    return RecurrentModel(configuration, parameters: FloatBuffer(parameters))
  }

  var chunk: Chunk {
    Chunk(
      steps: PyTorchNumbers.steps, lanes: PyTorchNumbers.lanes,
      inputs: PyTorchNumbers.inputs.map(UInt32.init),
      targets: PyTorchNumbers.targets.map(UInt32.init),
      startsStream: [Bool](repeating: false, count: PyTorchNumbers.lanes))
  }

  var state: RecurrentState {
    var state = RecurrentState(configuration, lanes: PyTorchNumbers.lanes)
    state.hidden = PyTorchNumbers.initialHidden.map { Float($0) }
    if cell == .lstm { state.cell = PyTorchNumbers.initialCell.map { Float($0) } }
    return state
  }
}

/// The numbers of `torch.nn` at the same weights, state and chunk.
@Suite(.serialized)
struct PyTorchTests {
  @Test(arguments: PyTorchFixture.all, [ProductKind.reference, .fp32])
  func outputsAndStates(fixture: PyTorchFixture, kind: ProductKind) {
    let predictor = fixture.model.makePredictor(
      lanes: PyTorchNumbers.lanes, steps: PyTorchNumbers.steps, kind: kind,
      pool: WorkerPool(count: 1))
    predictor.state = fixture.state
    predictor.read(fixture.chunk.inputs, predicting: .all)
    expectClose(
      predictor.withLogProbabilities(Array.init),
      logSoftmax(fixture.logits, width: PyTorchNumbers.vocabulary), relative: 1e-5, absolute: 1e-5,
      "ln p")
    expectClose(
      predictor.state.hidden, fixture.finalHidden, relative: 1e-5, absolute: 1e-6, "h")
    expectClose(predictor.state.cell, fixture.finalCell, relative: 1e-5, absolute: 1e-6, "c")
  }

  @Test(arguments: PyTorchFixture.all, [ProductKind.reference, .fp32])
  func lossAndGradients(fixture: PyTorchFixture, kind: ProductKind) {
    let learner = RecurrentLearner(
      fixture.model, steps: PyTorchNumbers.steps, lanes: PyTorchNumbers.lanes, kind: kind,
      pool: WorkerPool(count: 2), keeping: .inspection)
    var state = fixture.state
    let loss = learner.step(fixture.chunk, state: &state)
    #expect(abs(loss - fixture.loss) < 1e-6)
    expectClose(
      learner.gradients.elements, fixture.gradient, relative: 1e-4, absolute: 1e-7, "gradient")
    let found = (0..<PyTorchNumbers.layers).compactMap(learner.inspection)
    expectClose(
      found.flatMap(\.initialHiddenGradient), fixture.initialHiddenGradient, relative: 1e-4,
      absolute: 1e-7, "dh")
    expectClose(
      found.flatMap(\.initialCellGradient), fixture.initialCellGradient, relative: 1e-4,
      absolute: 1e-7, "dc")
  }

  @Test(arguments: PyTorchFixture.all)
  func tenStepsOfAdam(fixture: PyTorchFixture) {
    let model = fixture.model
    let learner = RecurrentLearner(
      model, steps: PyTorchNumbers.steps, lanes: PyTorchNumbers.lanes, kind: .fp32,
      pool: WorkerPool(count: 1))
    let count = model.layout.count
    let (first, second) = (FloatBuffer(count: count), FloatBuffer(count: count))
    var losses: [Float] = []
    for step in 1...fixture.adamLosses.count {
      var state = fixture.state
      losses.append(Float(learner.step(fixture.chunk, state: &state)))
      let numbers = OptimizerKernels.Adam(
        rate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, decay: 0,
        correction1: Float(1 - pow(0.9, Double(step))),
        correction2: Float(1 - pow(0.999, Double(step))), gradientScale: 1)
      let isFinite = OptimizerKernels.adam(
        numbers, range: 0..<count, gradient: learner.gradients, first: first, second: second,
        parameters: model.parameters)
      #expect(isFinite)
    }
    #expect(losses.count == 10)
    expectClose(losses, fixture.adamLosses, relative: 1e-4, absolute: 0, "losses")
  }
}
