/// Which recurrence a layer computes.
public enum CellKind: String, Sendable, Codable, CaseIterable {
  /// h = f(W x + U h₋ + b) (Elman 1990).
  case rnn
  /// Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000.
  case lstm
  /// Cho et al. 2014, with the reset gate after the recurrent product, as PyTorch computes it.
  case gru

  /// Blocks of H rows in the weight matrices: PyTorch's order i f g o, r z n.
  public var gateCount: Int {
    switch self {
    case .rnn: 1
    case .lstm: 4
    case .gru: 3
    }
  }
}

/// What the projection to symbols reads.
public enum ProjectedOutputs: String, Sendable, Codable, CaseIterable {
  /// The outputs of the last layer, as in `torch.nn.LSTM`.
  case last
  /// The sum of all layers' outputs: each layer is a step from the loss (Melis, Kočiský and Blunsom 2020, arXiv
  /// 1909.01792, have it so).
  case sum
}

/// The sizes and choices that make a recurrent model; everything but its weights.
public struct RecurrentConfiguration: Sendable, Equatable {
  /// The recurrence.
  public var cell: CellKind
  /// The nonlinearity; used by `.rnn` alone.
  public var activation: Activation
  /// Number of recurrent layers, one upon the other.
  public var layers: Int
  /// H, the units of each layer.
  public var hidden: Int
  /// How symbols enter.
  public var input: InputEncoding
  /// V, the number of symbols.
  public var vocabulary: Int
  /// What the projection reads; of one layer both are the same.
  public var outputs = ProjectedOutputs.last
  /// Probability with which a unit's output is zeroed in training, between layers and before the projection.
  public var dropout: Float
  /// That of the last layer's outputs alone, before the projection; nil: as between layers.
  public var outputDropout: Float?
  /// Probability with which a number of an embedded input is zeroed in training.
  public var inputDropout: Float = 0
  /// Probability with which a weight of W_hh is zeroed in training, for a chunk: DropConnect (Wan et al. 2013; on
  /// recurrent weights: Merity et al. 2018, arXiv 1708.02182).
  public var weightDropout: Float = 0
  /// When masks of units are drawn.
  public var dropoutMasks = DropoutMasks.step

  /// A configuration; `vocabulary` is V.
  public init(
    cell: CellKind = .lstm, activation: Activation = .tanh, layers: Int = 2, hidden: Int = 256,
    input: InputEncoding = .embedding(64), vocabulary: Int, dropout: Float = 0
  ) {
    self.cell = cell
    self.activation = activation
    self.layers = layers
    self.hidden = hidden
    self.input = input
    self.vocabulary = vocabulary
    self.dropout = dropout
  }

  /// D of the layer: V or the embedding's size for the first, H above it.
  public func inputSize(ofLayer layer: Int) -> Int {
    guard layer == 0 else { return hidden }
    switch input {
    case .embedding(let size): return size
    case .oneHot: return vocabulary
    }
  }

  /// What is wrong with the sizes, or nil.
  public var flaw: String? {
    let sizes = LayerSizes(
      layers: layers, hidden: hidden, input: input, vocabulary: vocabulary, dropout: dropout)
    return sizes.flaw ?? dropoutFlaw
  }
}
