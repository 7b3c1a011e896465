import GeulCompute

/// One hidden layer's weights, packed for products.
final class WindowLayerWeights: @unchecked Sendable {
  /// Wᵀ (K, H), nil where the products are looked up.
  let forward: PackedMatrix?
  /// W (H, K), nil where nothing below learns by it.
  let backward: PackedMatrix?
  /// (1, H)
  let bias: PanelMatrix

  private let slots: WindowLayerSlots
  private let inputs: Int

  /// Weights of K inputs and H units yet to be packed.
  init(
    slots: WindowLayerSlots, inputs K: Int, hidden H: Int, kind: ProductKind, lookedUp: Bool,
    training: Bool
  ) {
    self.slots = slots
    inputs = K
    forward =
      lookedUp ? nil : PackedMatrix(kind: kind.fitting(depth: K), depth: K, groupWidth: H)
    backward =
      training && !lookedUp ? PackedMatrix(kind: kind, depth: H, groupWidth: K) : nil
    bias = PanelMatrix(rows: 1, width: H)
  }

  /// Packs this worker's share of the current parameters.
  func pack(_ parameters: FloatBuffer, worker: Worker) {
    let weight = parameters.pointer + slots.weight.offset
    if let forward {
      forward.pack(
        weight, kStride: 1, nStride: inputs, panels: worker.share(of: forward.panelCount))
    }
    if let backward {
      backward.pack(
        weight, kStride: inputs, nStride: 1, panels: worker.share(of: backward.panelCount))
    }
    if worker.index == 0 {
      bias.elements.pointer.update(
        from: parameters.pointer + slots.bias.offset, count: slots.bias.count)
    }
  }
}

/// A window model's parameters, packed for products of one kind; packed anew after each optimizer step.
final class WindowWeights: @unchecked Sendable {
  /// Where each tensor stands in the parameters.
  let slots: WindowSlots
  /// The parameters themselves, for what is looked up rather than multiplied.
  let parameters: FloatBuffer
  let layers: [WindowLayerWeights]
  /// What the first layer's products are looked up in; nil where they are multiplied.
  let table: WindowTable?
  /// W_pᵀ (H, V)
  let projection: PackedMatrix
  /// W_p (V, H), nil without training.
  let projectionBackward: PackedMatrix?
  private let hidden: Int

  /// Weights yet to be packed; those for going back are made where `training`.
  init(
    _ configuration: WindowConfiguration, slots: WindowSlots, parameters: FloatBuffer,
    kind: ProductKind, usesTable: Bool, training: Bool
  ) {
    self.slots = slots
    self.parameters = parameters
    let (H, V) = (configuration.hidden, configuration.vocabulary)
    hidden = H
    table =
      usesTable
      ? WindowTable(configuration, slots: slots, kind: kind, training: training) : nil
    layers = slots.layers.enumerated().map { index, layer in
      WindowLayerWeights(
        slots: layer, inputs: configuration.inputSize(ofLayer: index), hidden: H, kind: kind,
        lookedUp: usesTable && index == 0, training: training)
    }
    projection = PackedMatrix(kind: kind, depth: H, groupWidth: V)
    projectionBackward = training ? PackedMatrix(kind: kind, depth: V, groupWidth: H) : nil
  }

  /// Packs this worker's share; a barrier must follow before anyone multiplies.
  func pack(worker: Worker) {
    for layer in layers { layer.pack(parameters, worker: worker) }
    table?.fill(parameters, worker: worker)
    let weight = parameters.pointer + slots.projectionWeight.offset
    projection.pack(
      weight, kStride: 1, nStride: hidden, panels: worker.share(of: projection.panelCount))
    if let projectionBackward {
      projectionBackward.pack(
        weight, kStride: hidden, nStride: 1, panels: worker.share(of: projectionBackward.panelCount)
      )
    }
  }
}
