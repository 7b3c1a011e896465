import GeulCompute

/// All that a network needs to carry a chunk of at most T steps and exactly B lanes forward, and back.
///
/// It is made once and used for every chunk, so a training step allocates nothing.
package final class NetworkMemory: @unchecked Sendable {
  /// The most steps.
  package let steps: Int
  /// B.
  package let lanes: Int
  /// (T·B, D): embedded inputs; empty where a table of their products is used.
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
  /// Whether the first layer's inputs are looked up in a table of their products.
  let usesTable: Bool

  /// (T, B): the symbols of the chunk at hand.
  let inputs: UnsafeMutablePointer<UInt32>
  /// (T, B): what follows them.
  private(set) var targets: [UInt32] = []
  private let vocabulary: Int
  let hiddenUnits: Int

  /// Memory for chunks of at most T steps and exactly B lanes, with gradients where `training`.
  package init(
    _ configuration: ModelConfiguration, steps T: Int, lanes B: Int, kind: ProductKind,
    usesTable: Bool, training: Bool
  ) {
    precondition(T >= 1 && B >= 1, "a chunk of \(T) steps and \(B) lanes")
    steps = T
    lanes = B
    vocabulary = configuration.vocabulary
    hiddenUnits = configuration.hidden
    self.usesTable = usesTable
    inputs = .allocate(capacity: T * B)
    embedded = FloatBuffer(count: usesTable ? 0 : T * B * configuration.inputSize(ofLayer: 0))
    layers = (0..<configuration.layers).map { layer in
      LayerMemory(
        cell: configuration.cell, shape: configuration.shape(ofLayer: layer), steps: T, lanes: B,
        products: kind, kept: training, lookedUp: usesTable && layer == 0,
        drops: training && configuration.dropout > 0)
    }
    // Projected rows at a time: all of them, unless a large vocabulary would make that more than 32 MB.
    logitRows = min(T * B, max(B, (8 << 20) / configuration.vocabulary / B * B))
    logits = FloatBuffer(count: logitRows * configuration.vocabulary)
    losses = FloatBuffer(count: T * B)
    gradient =
      training
      ? GradientMemory(configuration, steps: T, lanes: B, kind: kind, usesTable: usesTable) : nil
  }

  deinit { inputs.deallocate() }

  /// Sets the chunk's symbols. One that is not below V would be looked up in others' memory.
  func load(inputs: [UInt32], targets: [UInt32]) {
    for symbols in [inputs, targets] {
      let most = symbols.max() ?? 0
      precondition(most < vocabulary, "symbol \(most) of a vocabulary of \(vocabulary)")
    }
    precondition(
      inputs.count <= steps * lanes, "\(inputs.count) symbols for \(steps) steps of \(lanes) lanes")
    inputs.withUnsafeBufferPointer { source in
      if let from = source.baseAddress { self.inputs.update(from: from, count: source.count) }
    }
    self.targets = targets
  }

}

extension ModelConfiguration {
  /// The sizes of one layer.
  func shape(ofLayer layer: Int) -> LayerShape {
    LayerShape(input: inputSize(ofLayer: layer), hidden: hidden, gates: cell.gateCount)
  }
}

extension ModelConfiguration {
  /// A table of predictions' input products may take this many numbers, 32 MB.
  private static let mostTableElements = 8 << 20

  /// Whether the first layer's products of `rows` inputs are cheaper looked up: a table of V rows is made first.
  /// Without training it is made once, for any number of rows.
  func usesTable(rows: Int, training: Bool) -> Bool {
    if input == .oneHot { return true }
    if training { return vocabulary < rows }
    return vocabulary * cell.gateCount * hidden <= Self.mostTableElements
  }
}
