import GeulCompute

/// A network's parameters, packed for products of one kind; packed anew after each optimizer step.
package final class NetworkWeights: @unchecked Sendable {
  /// Where each tensor stands in the parameters.
  package let slots: RecurrentSlots
  /// The parameters themselves, for what is looked up rather than multiplied.
  let parameters: FloatBuffer
  let layers: [LayerWeights]
  /// W_pᵀ (H, V)
  let projection: PackedMatrix
  /// W_p (V, H), nil without training.
  let projectionBackward: PackedMatrix?
  private let configuration: RecurrentConfiguration
  private var hidden: Int { configuration.hidden }

  /// Weights yet to be packed; those for going back are made where `training`.
  package init(
    _ configuration: RecurrentConfiguration, slots: RecurrentSlots, parameters: FloatBuffer,
    kind: ProductKind, usesTable: Bool, training: Bool
  ) {
    precondition(
      parameters.count == slots.layout.count,
      "\(parameters.count) parameters for a layout of \(slots.layout.count)")
    self.slots = slots
    self.parameters = parameters
    self.configuration = configuration
    layers = slots.layers.enumerated().map { index, layer in
      LayerWeights(
        cell: configuration.cell, shape: configuration.shape(ofLayer: index), slots: layer,
        tableSymbols: index == 0 && usesTable ? configuration.vocabulary : nil,
        embedding: slots.embedding, kind: kind, training: training,
        drops: training && configuration.weightDropout > 0)
    }
    let symbols = configuration.vocabulary
    projection = PackedMatrix(kind: kind, depth: configuration.hidden, groupWidth: symbols)
    projectionBackward =
      training ? PackedMatrix(kind: kind, depth: symbols, groupWidth: configuration.hidden) : nil
  }

  /// Packs this worker's share, without what a step of `dropoutKey` drops of it; a barrier must follow before anyone
  /// multiplies.
  package func pack(worker: Worker, dropoutKey: UInt64? = nil) {
    let drops = dropoutKey != nil && configuration.weightDropout > 0
    if drops {
      for layer in layers.indices {
        let mask = WeightMask(configuration, layer: layer, key: dropoutKey)
        layers[layer].drop(parameters, by: mask, worker: worker)
      }
      // Each worker packs of rows that others have masked.
      worker.barrier.wait()
    }
    for layer in layers { layer.pack(parameters, dropping: drops, worker: worker) }
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
