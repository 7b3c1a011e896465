/// The slots of one hidden layer.
struct WindowLayerSlots: Sendable {
  /// (H, n·D), the oldest symbol first, or (H, H)
  let weight: ParameterSlot
  /// (H)
  let bias: ParameterSlot
}

/// Where a window model's tensors stand in its layout, under PyTorch's manner of names.
package struct WindowSlots: Sendable {
  /// All of them.
  package let layout: ParameterLayout
  /// (V + 1, D), the last row that of what stands before a stream; nil with one-hot input.
  let embedding: ParameterSlot?
  let layers: [WindowLayerSlots]
  /// (V, H)
  let projectionWeight: ParameterSlot
  /// (V)
  let projectionBias: ParameterSlot

  /// The slots of a model of this configuration.
  package init(_ configuration: WindowConfiguration) {
    var builder = ParameterLayout.Builder()
    let (V, H) = (configuration.vocabulary, configuration.hidden)
    if case .embedding(let D) = configuration.input {
      embedding = builder.add("embedding.weight", [V + 1, D], .normal(deviation: 1))
    } else {
      embedding = nil
    }
    layers = (0..<configuration.layers).map { layer in
      let inputs = configuration.inputSize(ofLayer: layer)
      // Sums of unit variance, as a recurrent model's input weights make them; of one-hot inputs n count.
      let isLookup = layer == 0 && configuration.input == .oneHot
      let counting = isLookup ? configuration.window : inputs
      return WindowLayerSlots(
        weight: builder.add(
          "hidden.weight_l\(layer)", [H, inputs],
          .uniform(bound: (3 / Float(counting)).squareRoot())),
        bias: builder.add("hidden.bias_l\(layer)", [H], .zero))
    }
    // Small enough that every symbol is as likely as any other at first: the initial loss is ln V.
    projectionWeight = builder.add(
      "projection.weight", [V, H], .uniform(bound: 1 / Float(H).squareRoot() / 2))
    projectionBias = builder.add("projection.bias", [V], .zero)
    layout = builder.layout
  }

  /// Weights that a symbol is multiplied by: the matrices, but for what is looked up by symbol.
  package var multipliedWeights: Int {
    let looked = embedding == nil ? layers[0].weight.count : embedding?.count ?? 0
    return layout.slots.filter { $0.shape.count == 2 }.reduce(0) { $0 + $1.count } - looked
  }
}
