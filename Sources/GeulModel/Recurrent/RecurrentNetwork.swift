import GeulCompute

/// The recurrent model's arithmetic: embedding or one-hot, recurrent layers, dropout, projection, loss.
///
/// It holds sizes only. Weights, memories and states are handed in; every function is carried out by
/// all workers of a pool side by side, each with its own `Worker`.
package struct RecurrentNetwork: Sendable {
  /// Sizes and choices.
  package let configuration: RecurrentConfiguration

  /// The arithmetic of a model of this configuration.
  package init(_ configuration: RecurrentConfiguration) {
    self.configuration = configuration
  }

  /// One chunk's work, as one worker sees it.
  package struct Pass {
    let worker: Worker
    let weights: NetworkWeights
    let memory: NetworkMemory
    /// T of this chunk; B is the memory's.
    let steps: Int
    /// The key of this step's dropout masks; nil when nothing is dropped.
    let dropoutKey: UInt64?

    /// One worker's view of a chunk of `steps` steps.
    package init(
      worker: Worker, weights: NetworkWeights, memory: NetworkMemory, steps: Int,
      dropoutKey: UInt64? = nil
    ) {
      precondition(
        steps >= 1 && steps <= memory.steps, "\(steps) steps in a memory for \(memory.steps)")
      self.worker = worker
      self.weights = weights
      self.memory = memory
      self.steps = steps
      self.dropoutKey = dropoutKey
    }

    /// T·B
    var rows: Int { steps * memory.lanes }
  }

  /// Reads the chunk: afterwards every layer's states and outputs are in the memory.
  package func forward(_ pass: Pass) {
    embed(pass)
    pass.worker.barrier.wait()
    for layer in 0..<configuration.layers {
      let layerPass = self.layerPass(layer, pass)
      switch configuration.cell {
      case .lstm: LSTMLayer.forward(layerPass)
      case .gru: GRULayer.forward(layerPass)
      case .rnn: RNNLayer.forward(layerPass, activation: configuration.activation)
      }
      drop(pass, outputsOfLayer: layer)
    }
    sumOutputs(pass)
  }

  /// The gradient of the chunk's mean loss with respect to every parameter, added to `gradients`, given
  /// that of the last layer's output, which `loss` left in the memory.
  package func backward(_ pass: Pass, gradients: FloatBuffer) {
    guard let memory = pass.memory.gradient else {
      preconditionFailure("a backward pass needs a memory made for training")
    }
    var (dOutput, dInput) = (memory.dOutput, memory.dInput)
    keepSumGradient(pass, dOutput)
    for layer in (0..<configuration.layers).reversed() {
      if layer < configuration.layers - 1 { addSumGradient(pass, to: dOutput) }
      dropBackward(pass, outputsOfLayer: layer, dOutput)
      let layerGradients = LayerGradients(
        memory: memory, dOutput: dOutput.view, dInput: inputGradient(memory, dInput, layer: layer),
        gradients: gradients)
      let layerPass = self.layerPass(layer, pass)
      switch configuration.cell {
      case .lstm: LSTMLayer.backward(layerPass, layerGradients)
      case .gru: GRULayer.backward(layerPass, layerGradients)
      case .rnn:
        RNNLayer.backward(layerPass, layerGradients, activation: configuration.activation)
      }
      swap(&dOutput, &dInput)
    }
    embedBackward(pass, gradients: gradients)
    pass.worker.barrier.wait()
  }

  /// Where the gradient of a layer's input goes: in panels as the output of the layer below, in plain rows as an
  /// embedding, and nowhere where the input is looked up.
  private func inputGradient(_ memory: GradientMemory, _ dInput: PanelMatrix, layer: Int)
    -> MatrixView?
  {
    if layer > 0 { return dInput.view }
    guard memory.dEmbedded.count > 0 else { return nil }
    return MatrixView(
      rowMajor: memory.dEmbedded.pointer, width: configuration.inputSize(ofLayer: 0))
  }

  /// The output (T·B, H) of a layer, after dropout where there is any. Not where a layer keeps bytes.
  func output(ofLayer layer: Int, _ pass: Pass) -> MatrixView {
    let memory = pass.memory.layers[layer]
    if drops(pass, layer: layer) { return memory.dropped.view }
    return memory.hidden.view.from(row: pass.memory.lanes)
  }

  private func layerPass(_ layer: Int, _ pass: Pass) -> LayerPass {
    let input: LayerPass.Input
    if layer > 0, let bytes = pass.memory.layers[layer - 1].bytes {
      input = .bytes(bytes)
    } else if layer > 0 {
      input = .rows(output(ofLayer: layer - 1, pass))
    } else if pass.memory.usesTable {
      input = .symbols(pass.memory.chunk.inputs)
    } else {
      input = .rows(
        MatrixView(
          rowMajor: pass.memory.embedded.pointer, width: configuration.inputSize(ofLayer: 0)))
    }
    return LayerPass(
      worker: pass.worker, shape: configuration.shape(ofLayer: layer),
      weights: pass.weights.layers[layer], memory: pass.memory.layers[layer], steps: pass.steps,
      lanes: pass.memory.lanes, input: input, weightMask: weightMask(ofLayer: layer, pass))
  }
}
