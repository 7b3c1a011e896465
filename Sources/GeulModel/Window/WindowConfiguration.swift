/// The sizes and choices that make a window model; everything but its weights.
public struct WindowConfiguration: Sendable, Equatable {
  /// n, the symbols that a prediction sees.
  public var window: Int
  /// The nonlinearity of the hidden layers.
  public var activation: Activation
  /// L, the hidden layers, one upon the other.
  public var layers: Int
  /// H, the units of each layer.
  public var hidden: Int
  /// How symbols enter.
  public var input: InputEncoding
  /// V, the number of symbols.
  public var vocabulary: Int
  /// Probability with which a unit's output is zeroed in training, between layers and before the projection.
  public var dropout: Float

  /// A configuration; `vocabulary` is V.
  public init(
    window: Int = 8, activation: Activation = .tanh, layers: Int = 2, hidden: Int = 256,
    input: InputEncoding = .embedding(64), vocabulary: Int, dropout: Float = 0
  ) {
    self.window = window
    self.activation = activation
    self.layers = layers
    self.hidden = hidden
    self.input = input
    self.vocabulary = vocabulary
    self.dropout = dropout
  }

  /// The most numbers that a window's vectors are together: rows of them are held.
  private static let mostInputs = 1 << 18

  /// V + 1: the symbols, and what stands before a stream's first.
  var inputSymbols: Int { vocabulary + 1 }

  /// D, or V + 1: the numbers in which one symbol enters.
  var symbolSize: Int {
    switch input {
    case .embedding(let size): size
    case .oneHot: inputSymbols
    }
  }

  /// Columns of the layer's weights: n symbols side by side for the first, H above it.
  public func inputSize(ofLayer layer: Int) -> Int { layer == 0 ? window * symbolSize : hidden }

  /// What is wrong with the sizes, or nil.
  public var flaw: String? {
    if window < 1 || window > 4_096 { return "window must be 1 to 4096, not \(window)" }
    let sizes = LayerSizes(
      layers: layers, hidden: hidden, input: input, vocabulary: vocabulary, dropout: dropout)
    if let flaw = sizes.flaw { return flaw }
    if case .embedding(let size) = input, window * size > Self.mostInputs {
      return "window times embedding must be at most \(Self.mostInputs), not \(window * size)"
    }
    return nil
  }
}
