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
  /// (T, B): what follows them; empty without training.
  let targets: UnsafeMutablePointer<UInt32>
  /// (T, B): by how much the gradient of each target's loss counts in that of the mean; empty without training.
  let scales: UnsafeMutablePointer<Float>
  /// (B): the lanes in which a stream starts; empty without training.
  let startsStream: UnsafeMutablePointer<Bool>
  let hiddenUnits: Int
  private let vocabulary: Int

  /// Memory for chunks of at most T steps and exactly B lanes, of what `keeping` says.
  package init(
    _ configuration: RecurrentConfiguration, steps T: Int, lanes B: Int, kind: ProductKind,
    usesTable: Bool, keeping: PassMemory
  ) {
    let training = keeping != .latest
    precondition(T >= 1 && B >= 1, "a chunk of \(T) steps and \(B) lanes")
    steps = T
    lanes = B
    vocabulary = configuration.vocabulary
    hiddenUnits = configuration.hidden
    self.usesTable = usesTable
    inputs = .allocate(capacity: T * B)
    targets = .allocate(capacity: training ? T * B : 0)
    scales = .allocate(capacity: training ? T * B : 0)
    startsStream = .allocate(capacity: training ? B : 0)
    embedded = FloatBuffer(count: usesTable ? 0 : T * B * configuration.inputSize(ofLayer: 0))
    layers = (0..<configuration.layers).map { layer in
      LayerMemory(
        cell: configuration.cell, shape: configuration.shape(ofLayer: layer), steps: T, lanes: B,
        products: kind, keeping: keeping, lookedUp: usesTable && layer == 0,
        drops: training && configuration.dropout > 0)
    }
    // Projected rows at a time: all of them, unless a large vocabulary would make that more than memory is bound to.
    logitRows = min(T * B, max(B, MemoryBound.elements / configuration.vocabulary / B * B))
    logits = FloatBuffer(count: logitRows * configuration.vocabulary)
    losses = FloatBuffer(count: T * B)
    gradient =
      training
      ? GradientMemory(configuration, steps: T, lanes: B, kind: kind, usesTable: usesTable) : nil
  }

  deinit {
    inputs.deallocate()
    targets.deallocate()
    scales.deallocate()
    startsStream.deallocate()
  }

  /// Sets the symbols that are read.
  func load(inputs symbols: [UInt32]) {
    check(symbols)
    symbols.withUnsafeBufferPointer { source in
      if let from = source.baseAddress { inputs.update(from: from, count: source.count) }
    }
  }

  /// Sets a chunk to learn from; returns the sum of its targets' weights.
  func load(_ chunk: Chunk) -> Double {
    precondition(chunk.lanes == lanes, "a chunk of \(chunk.lanes) lanes for \(lanes)")
    load(inputs: chunk.inputs)
    check(chunk.targets)
    var total = 0.0
    for weight in chunk.weights { total += Double(weight) }
    for row in 0..<chunk.targets.count {
      targets[row] = chunk.targets[row]
      scales[row] = total > 0 ? Float(Double(chunk.weights[row]) / total) : 0
    }
    for lane in 0..<lanes { startsStream[lane] = chunk.startsStream[lane] }
    return total
  }

  /// One that is not below V would be looked up in others' memory.
  private func check(_ symbols: [UInt32]) {
    let most = symbols.max() ?? 0
    precondition(most < vocabulary, "symbol \(most) of a vocabulary of \(vocabulary)")
    precondition(
      symbols.count <= steps * lanes,
      "\(symbols.count) symbols for \(steps) steps of \(lanes) lanes")
  }
}

extension RecurrentConfiguration {
  /// The sizes of one layer.
  func shape(ofLayer layer: Int) -> LayerShape {
    LayerShape(input: inputSize(ofLayer: layer), hidden: hidden, gates: cell.gateCount)
  }

  /// Whether the first layer's products of `rows` inputs are cheaper looked up: a table of V rows is made first.
  /// Without training it is made once, for any number of rows.
  func usesTable(rows: Int, training: Bool) -> Bool {
    if input == .oneHot { return true }
    if training { return vocabulary < rows }
    return vocabulary * cell.gateCount * hidden <= MemoryBound.elements
  }
}
