import GeulCompute

/// The window model's arithmetic: embedding or one-hot, hidden layers, dropout, projection, loss.
///
/// It holds sizes only. Rows of a chunk have nothing to do with each other, so a worker carries some at a time (a
/// stripe) through all layers forward and back without meeting the others.
struct WindowNetwork: Sendable {
  /// Sizes and choices.
  let configuration: WindowConfiguration

  /// Reads the stripe: afterwards its units are in the memory, and packed where `packs`.
  func forward(_ s: WindowStripe, packs: Bool) {
    for layer in 0..<configuration.layers {
      enter(layer, s, packs: packs)
      s.meet()
    }
    if packs { pack(output(ofLayer: configuration.layers - 1, s), enters: configuration.layers, s) }
  }

  /// logits = output · W_pᵀ, at the stripe's rows of the piece.
  func project(_ s: WindowStripe) {
    s.multiply(
      output(ofLayer: configuration.layers - 1, s), by: s.weights.projection, into: logits(s))
    s.meet()
  }

  /// From d loss / d logits: the gradients of all layers' sums, and of the embedded windows.
  func backward(_ s: WindowStripe, _ memory: WindowGradientMemory) {
    guard let projection = s.weights.projectionBackward else { return }
    let last = configuration.layers - 1
    goBack(from: logits(s), by: projection, into: last, s, memory)
    for layer in (0..<last).reversed() {
      guard let packed = s.weights.layers[layer + 1].backward else { return }
      goBack(from: gradients(layer + 1, s, memory), by: packed, into: layer, s, memory)
    }
    guard let packed = s.weights.layers[0].backward else { return }
    let width = configuration.inputSize(ofLayer: 0)
    s.multiply(
      gradients(0, s, memory), by: packed,
      into: MatrixView(rowMajor: memory.embedded.pointer + s.inPiece * width, width: width))
  }

  /// The logits (rows, V) of the stripe.
  func logits(_ s: WindowStripe) -> MatrixView {
    let symbols = configuration.vocabulary
    return MatrixView(
      rowMajor: s.memory.logits.pointer + s.inPiece * symbols, width: symbols)
  }

  // MARK: Layers

  /// h = f(W x + b), and dropout, of this worker's panels.
  private func enter(_ layer: Int, _ s: WindowStripe, packs: Bool) {
    let units = s.memory.outputs[layer].view.from(row: s.place)
    let bias = s.weights.layers[layer].bias.view
    func squash(_ panel: Int, _ some: Range<Int>) {
      let h = units.at(panel: panel, row: some.lowerBound)
      CellKernels.rnnForward(
        lanes: some.count, exact: s.weights.projection.kind.isExact,
        activation: configuration.activation.number, gates: h, bias: bias.panel(panel), h: h)
      guard let key = s.dropoutKey else { return }
      let dropped = s.memory.dropped[layer].view.from(row: s.place)
      s.drop(
        h, into: dropped.at(panel: panel, row: some.lowerBound), layer: layer, panel: panel, some,
        probability: configuration.dropout, key: key)
    }
    guard let packed = s.weights.layers[layer].forward else {
      return lookUp(s, into: units, then: squash)
    }
    let input = layer == 0 ? embed(s) : output(ofLayer: layer - 1, s)
    if packs { pack(input, enters: layer, s) }
    s.multiply(input, by: packed, into: units, then: squash)
  }

  private func lookUp(
    _ s: WindowStripe, into units: MatrixView, then: (_ panel: Int, _ rows: Range<Int>) -> Void
  ) {
    for panel in s.panels(PackedMatrix.panelCount(ofWidth: configuration.hidden)) {
      s.weights.table?.lookUp(
        s.memory.history, row: s.rows.lowerBound, count: s.rows.count, panel: panel,
        into: units.panel(panel))
      then(panel, 0..<s.rows.count)
    }
  }

  /// The windows' embeddings (rows, n·D), the oldest symbol first. For workers that share columns the first gathers.
  private func embed(_ s: WindowStripe) -> MatrixView {
    let (n, D) = (configuration.window, configuration.symbolSize)
    let rows = s.memory.embedded.pointer + s.place * n * D
    guard let slot = s.weights.slots.embedding else {
      preconditionFailure("one-hot input is looked up, not embedded")
    }
    let table = s.weights.parameters.pointer + slot.offset
    if !s.sharesColumns || s.worker.index == 0 {
      for place in 0..<n {
        let symbols = s.memory.history.symbols(at: place) + s.rows.lowerBound
        for row in 0..<s.rows.count {
          (rows + (row * n + place) * D).update(from: table + Int(symbols[row]) * D, count: D)
        }
      }
    }
    s.meet()
    return MatrixView(rowMajor: rows, width: n * D)
  }

  /// The output (rows, H) of a layer, after dropout where there is any.
  private func output(ofLayer layer: Int, _ s: WindowStripe) -> MatrixView {
    let matrices = s.dropoutKey == nil ? s.memory.outputs : s.memory.dropped
    return matrices[layer].view.from(row: s.place)
  }

  /// Makes the stripe's rows of what enters a layer, or the projection, ready to be a right-hand side.
  private func pack(_ input: MatrixView, enters layer: Int, _ s: WindowStripe) {
    guard let packed = s.memory.gradient?.inputs[layer] else { return }
    packed.pack(
      input, rows: s.inPiece..<s.inPiece + s.rows.count, panels: 0..<packed.panelCount)
  }

  // MARK: The way back

  /// dz = (dAbove · W) ⊙ mask ⊙ f′(z) of a layer, and its sum over the stripe.
  private func goBack(
    from above: MatrixView, by packed: PackedMatrix, into layer: Int, _ s: WindowStripe,
    _ memory: WindowGradientMemory
  ) {
    let dz = gradients(layer, s, memory)
    let units = s.memory.outputs[layer].view.from(row: s.place)
    let sums = memory.biases[layer].view.from(row: s.inPiece / s.memory.stripeRows)
    s.multiply(above, by: packed, into: dz) { panel, some in
      let dh = dz.at(panel: panel, row: some.lowerBound)
      if let key = s.dropoutKey {
        s.drop(
          dh, into: dh, layer: layer, panel: panel, some, probability: configuration.dropout,
          key: key)
      }
      if some.lowerBound == 0 {
        sums.panel(panel).update(repeating: 0, count: PackedMatrix.panelWidth)
      }
      CellKernels.rnnBackward(
        lanes: some.count, exact: s.weights.projection.kind.isExact,
        activation: configuration.activation.number,
        h: units.at(panel: panel, row: some.lowerBound), dh: dh, dGates: dh,
        sums: sums.panel(panel))
    }
  }

  /// The gradients (rows, H) of a layer's sums.
  private func gradients(_ layer: Int, _ s: WindowStripe, _ memory: WindowGradientMemory)
    -> MatrixView
  {
    memory.sums[layer].view.from(row: s.inPiece)
  }
}
