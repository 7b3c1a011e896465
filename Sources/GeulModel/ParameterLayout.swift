/// One tensor's place in the flat parameter buffer.
public struct ParameterSlot: Sendable, Equatable {
  /// How the tensor starts.
  public enum Initializer: Sendable, Equatable {
    /// Uniform in -bound ..< bound.
    case uniform(bound: Float)
    /// Normal with this standard deviation.
    case normal(deviation: Float)
    case zero
    /// Zero, but 1 in the forget gate's rows H ..< 2H (Jozefowicz et al. 2015).
    case forgetBias(hidden: Int)
  }

  /// PyTorch's name.
  public let name: String
  /// Rows first; C order.
  public let shape: [Int]
  /// Index of the first element.
  public let offset: Int
  /// How the tensor starts.
  public let initializer: Initializer

  /// Number of elements.
  public var count: Int { shape.reduce(1, *) }
  /// The elements' indices.
  public var range: Range<Int> { offset..<offset + count }
}

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

/// Names, shapes, offsets and initializers of a model's parameters: the one place that knows them.
///
/// Parameters, gradients and an optimizer's moments are buffers of `count` elements in this layout.
public struct ParameterLayout: Sendable {
  /// Every tensor, in order, without gaps.
  public let slots: [ParameterSlot]
  /// Elements in all.
  public let count: Int

  /// (V, D), or nil with one-hot input.
  let embedding: ParameterSlot?
  let layers: [LayerSlots]
  /// (V, H)
  let projectionWeight: ParameterSlot
  /// (V)
  let projectionBias: ParameterSlot

  /// The layout of a model of this configuration.
  public init(_ configuration: ModelConfiguration) {
    var builder = Builder()
    let (V, H) = (configuration.vocabulary, configuration.hidden)
    let rows = configuration.cell.gateCount * H
    let bound = 1 / Float(H).squareRoot()
    if case .embedding(let D) = configuration.input {
      embedding = builder.add("embedding.weight", [V, D], .normal(deviation: 1))
    } else {
      embedding = nil
    }
    var layers: [LayerSlots] = []
    for layer in 0..<configuration.layers {
      let inputs = configuration.inputSize(ofLayer: layer)
      // Inputs of unit variance give sums of unit variance (LeCun et al. 1998, "Efficient BackProp", 4.6):
      // ±1/√H, PyTorch's start, leaves gates so near their middle that stacked layers pass little on.
      // A one-hot input picks a single column.
      let isLookup = layer == 0 && embedding == nil
      layers.append(
        LayerSlots(
          inputWeight: builder.add(
            "rnn.weight_ih_l\(layer)", [rows, inputs],
            .uniform(bound: isLookup ? bound : (3 / Float(inputs)).squareRoot())),
          recurrentWeight: builder.add(
            "rnn.weight_hh_l\(layer)", [rows, H], .uniform(bound: bound)),
          inputBias: builder.add(
            "rnn.bias_ih_l\(layer)", [rows],
            configuration.cell == .lstm ? .forgetBias(hidden: H) : .zero),
          recurrentBias: builder.add("rnn.bias_hh_l\(layer)", [rows], .zero)))
    }
    self.layers = layers
    // Small enough that every symbol is as likely as any other at first: the initial loss is ln V.
    projectionWeight = builder.add("projection.weight", [V, H], .uniform(bound: bound / 2))
    projectionBias = builder.add("projection.bias", [V], .zero)
    slots = builder.slots
    count = builder.count
  }

  /// Weights that a symbol is multiplied by: the matrices, but for what is looked up by symbol.
  public var multipliedWeights: Int {
    let looked = embedding == nil ? layers[0].inputWeight.count : embedding?.count ?? 0
    return slots.filter { $0.shape.count == 2 }.reduce(0) { $0 + $1.count } - looked
  }

  /// The slot of this name.
  public func slot(named name: String) -> ParameterSlot? { slots.first { $0.name == name } }

  private struct Builder {
    var slots: [ParameterSlot] = []
    var count = 0

    mutating func add(_ name: String, _ shape: [Int], _ initializer: ParameterSlot.Initializer)
      -> ParameterSlot
    {
      let slot = ParameterSlot(name: name, shape: shape, offset: count, initializer: initializer)
      slots.append(slot)
      count += slot.count
      return slot
    }
  }
}
