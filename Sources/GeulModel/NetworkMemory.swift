import GeulCompute

/// All that a network needs to carry a chunk of at most T steps and exactly B lanes forward, and back.
///
/// It is made once and used for every chunk, so a training step allocates nothing.
package final class NetworkMemory: @unchecked Sendable {
  /// The most steps.
  package let steps: Int
  /// B.
  package let lanes: Int
  /// (T·B, D): embedded inputs; empty with one-hot input.
  let embedded: FloatBuffer
  let layers: [LayerMemory]
  /// (rows, V): sums before the softmax, of as many rows as are projected at a time.
  let logits: FloatBuffer
  /// Rows of `logits`.
  let logitRows: Int
  /// (T·B): the loss of each target in nats.
  package let losses: FloatBuffer
  /// What only training needs.
  let gradient: GradientMemory?
  /// With one-hot input, (V, G·H): the gradient of the input products' table.
  let tableGradient: FloatBuffer

  /// The symbols of the chunk at hand.
  private(set) var inputs: [UInt32] = []
  private(set) var targets: [UInt32] = []
  private let vocabulary: Int

  /// Memory for chunks of at most T steps and exactly B lanes, with gradients where `training`.
  package init(
    _ configuration: ModelConfiguration, steps T: Int, lanes B: Int, kind: ProductKind,
    training: Bool
  ) {
    precondition(T >= 1 && B >= 1, "a chunk of \(T) steps and \(B) lanes")
    steps = T
    lanes = B
    vocabulary = configuration.vocabulary
    var tableCount = 0
    if case .embedding(let D) = configuration.input {
      embedded = FloatBuffer(count: T * B * D)
    } else {
      embedded = FloatBuffer(count: 0)
      tableCount = configuration.vocabulary * configuration.cell.gateCount * configuration.hidden
    }
    tableGradient = FloatBuffer(count: training ? tableCount : 0)
    layers = (0..<configuration.layers).map { layer in
      LayerMemory(
        cell: configuration.cell, shape: configuration.shape(ofLayer: layer), steps: T, lanes: B,
        kept: training || layer == 0 && configuration.input == .oneHot,
        drops: training && configuration.dropout > 0)
    }
    // Projected rows at a time: all of them, unless a large vocabulary would make that more than 32 MB.
    logitRows = min(T * B, max(B, (8 << 20) / configuration.vocabulary / B * B))
    logits = FloatBuffer(count: logitRows * configuration.vocabulary)
    losses = FloatBuffer(count: T * B)
    gradient = training ? GradientMemory(configuration, steps: T, lanes: B, kind: kind) : nil
  }

  /// Sets the chunk's symbols. One that is not below V would be looked up in others' memory.
  func load(inputs: [UInt32], targets: [UInt32]) {
    for symbols in [inputs, targets] {
      let most = symbols.max() ?? 0
      precondition(most < vocabulary, "symbol \(most) of a vocabulary of \(vocabulary)")
    }
    self.inputs = inputs
    self.targets = targets
  }

  /// Sets the state before the first step.
  func load(_ state: RecurrentState) {
    let count = state.hidden.count / layers.count
    for (index, layer) in layers.enumerated() {
      for i in 0..<count {
        layer.hidden.pointer[i] = state.hidden[index * count + i]
        if !state.cell.isEmpty { layer.cell.pointer[i] = state.cell[index * count + i] }
      }
    }
  }

  /// Gives the state after `steps` steps.
  func store(into state: inout RecurrentState, steps: Int) {
    let count = state.hidden.count / layers.count
    for (index, layer) in layers.enumerated() {
      for i in 0..<count {
        state.hidden[index * count + i] = layer.hidden.pointer[steps * count + i]
        if !state.cell.isEmpty {
          state.cell[index * count + i] = layer.cell.pointer[steps * count + i]
        }
      }
    }
  }
}

extension ModelConfiguration {
  /// The sizes of one layer.
  func shape(ofLayer layer: Int) -> LayerShape {
    LayerShape(input: inputSize(ofLayer: layer), hidden: hidden, gates: cell.gateCount)
  }
}
