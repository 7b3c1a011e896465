import GeulCompute

/// What a training step drops (Srivastava et al. 2014): each mask is a function of the step's key, so that the way back
/// finds it again, and what is kept grows by 1 / (1 - p).
extension RecurrentNetwork {
  /// What is added to a step's key for masks of inputs; for layer l's outputs it is l.
  private static let inputKey: UInt64 = 0x100

  /// Whether outputs of this layer are dropped.
  func drops(_ pass: Pass, layer: Int) -> Bool {
    pass.dropoutKey != nil && configuration.dropRate(ofLayer: layer) > 0
  }

  /// Makes `dropped` of a layer's outputs, this worker's panels.
  func drop(_ pass: Pass, outputsOfLayer layer: Int) {
    let memory = pass.memory.layers[layer]
    drop(
      memory.hidden.view.from(row: pass.memory.lanes), into: memory.dropped.view, layer: layer, pass
    )
  }

  /// The same masks on the gradient.
  func dropBackward(_ pass: Pass, outputsOfLayer layer: Int, _ gradient: PanelMatrix) {
    drop(gradient.view, into: gradient.view, layer: layer, pass)
  }

  private func drop(_ rows: MatrixView, into target: MatrixView, layer: Int, _ pass: Pass) {
    guard drops(pass, layer: layer), let key = pass.dropoutKey else { return }
    let repeats = configuration.dropoutMasks == .chunk ? pass.steps : 1
    let count = pass.rows / repeats * PackedMatrix.panelWidth
    for panel in pass.worker.share(of: PackedMatrix.panelCount(ofWidth: configuration.hidden)) {
      for time in 0..<repeats {
        RowKernels.dropout(
          rows.panel(panel) + time * count, into: target.panel(panel) + time * count,
          first: panel * count, count: count,
          probability: configuration.dropRate(ofLayer: layer), key: key &+ UInt64(layer))
      }
    }
    pass.worker.barrier.wait()
  }

  /// Drops numbers of a row (D) of embedded inputs, or of their gradient: the `columns` that start at `x`.
  func dropInput(_ x: UnsafeMutablePointer<Float>, row: Int, columns: Range<Int>, _ pass: Pass) {
    guard configuration.inputDropout > 0, let key = pass.dropoutKey else { return }
    let masked = configuration.dropoutMasks == .chunk ? row % pass.memory.lanes : row
    RowKernels.dropout(
      x, into: x, first: masked * configuration.inputSize(ofLayer: 0) + columns.lowerBound,
      count: columns.count, probability: configuration.inputDropout, key: key &+ Self.inputKey)
  }

  /// What a layer's recurrent weights are dropped by; nil where they are not.
  func weightMask(ofLayer layer: Int, _ pass: Pass) -> WeightMask? {
    WeightMask(configuration, layer: layer, key: pass.dropoutKey)
  }
}

/// Which of a layer's recurrent weights one step does without.
struct WeightMask {
  /// What the mask is drawn from.
  let key: UInt64
  /// The probability of each to be zeroed.
  let probability: Float

  /// What is added to a step's key for the first layer.
  private static let firstKey: UInt64 = 0x200

  /// The mask of a layer; nil where nothing is dropped, or without a step's key.
  init?(_ configuration: RecurrentConfiguration, layer: Int, key: UInt64?) {
    guard configuration.weightDropout > 0, let key else { return nil }
    self.key = key &+ Self.firstKey &+ UInt64(layer)
    probability = configuration.weightDropout
  }

  /// y = x without what is dropped, a stretch `part` of the weights or of their gradient; both point to its beginning.
  func apply(
    _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, _ part: Range<Int>
  ) {
    RowKernels.dropout(
      x, into: y, first: part.lowerBound, count: part.count, probability: probability, key: key)
  }
}
