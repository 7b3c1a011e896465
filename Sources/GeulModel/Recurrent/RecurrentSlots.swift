/// The slots of one recurrent layer.
struct LayerSlots: Sendable {
  /// (G·H, D)
  let inputWeight: ParameterSlot
  /// (G·H, H)
  let recurrentWeight: ParameterSlot
  /// (G·H)
  let inputBias: ParameterSlot
  /// (G·H)
  let recurrentBias: ParameterSlot
}

/// Where a recurrent model's tensors stand in its layout, under PyTorch's names.
package struct RecurrentSlots: Sendable {
  /// All of them.
  package let layout: ParameterLayout
  /// (V, D), or nil with one-hot input.
  let embedding: ParameterSlot?
  let layers: [LayerSlots]
  /// (V, H)
  let projectionWeight: ParameterSlot
  /// (V)
  let projectionBias: ParameterSlot

  /// The slots of a model of this configuration.
  package init(_ configuration: RecurrentConfiguration) {
    var builder = ParameterLayout.Builder()
    let (V, H) = (configuration.vocabulary, configuration.hidden)
    if case .embedding(let D) = configuration.input {
      embedding = builder.add("embedding.weight", [V, D], .normal(deviation: 1))
    } else {
      embedding = nil
    }
    layers = (0..<configuration.layers).map { Self.layer($0, configuration, &builder) }
    // Small enough that every symbol is as likely as any other at first: the initial loss is ln V.
    let bound = 1 / Float(H).squareRoot()
    projectionWeight = builder.add("projection.weight", [V, H], .uniform(bound: bound / 2))
    projectionBias = builder.add("projection.bias", [V], .zero)
    layout = builder.layout
  }

  private static func layer(
    _ layer: Int, _ configuration: RecurrentConfiguration, _ builder: inout ParameterLayout.Builder
  ) -> LayerSlots {
    let (inputs, H) = (configuration.inputSize(ofLayer: layer), configuration.hidden)
    let (rows, bound) = (configuration.cell.gateCount * H, 1 / Float(H).squareRoot())
    // Inputs of unit variance give sums of unit variance (LeCun et al. 1998, "Efficient BackProp", 4.6):
    // ±1/√H, PyTorch's start, leaves gates so near their middle that stacked layers pass little on.
    // A one-hot input picks a single column.
    let isLookup = layer == 0 && configuration.input == .oneHot
    return LayerSlots(
      inputWeight: builder.add(
        "rnn.weight_ih_l\(layer)", [rows, inputs],
        .uniform(bound: isLookup ? bound : (3 / Float(inputs)).squareRoot())),
      recurrentWeight: builder.add(
        "rnn.weight_hh_l\(layer)", [rows, H], .uniform(bound: bound)),
      inputBias: builder.add(
        "rnn.bias_ih_l\(layer)", [rows],
        configuration.cell == .lstm ? .forgetBias(hidden: H) : .zero),
      recurrentBias: builder.add("rnn.bias_hh_l\(layer)", [rows], .zero))
  }

  /// Weights that a symbol is multiplied by: the matrices, but for what is looked up by symbol.
  package var multipliedWeights: Int {
    let looked = embedding == nil ? layers[0].inputWeight.count : embedding?.count ?? 0
    return layout.slots.filter { $0.shape.count == 2 }.reduce(0) { $0 + $1.count } - looked
  }
}
