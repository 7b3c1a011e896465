/// What models are called: on the command line, in reports and in a text. Several may be of one kind.
public enum ModelName: String, Sendable, Codable, CaseIterable {
  /// A recurrent network of LSTM layers.
  case lstm
  /// A recurrent network of GRU layers.
  case gru
  /// A plain recurrent network.
  case rnn
  /// A feed-forward network over a window of the last symbols.
  case window
  /// An n-gram model.
  case ngram

  /// Whether it learns by gradient, rather than by counting.
  public var learnsByGradient: Bool {
    switch self {
    case .lstm, .gru, .rnn, .window: true
    case .ngram: false
    }
  }
}

extension CellKind {
  /// What a model of these cells is called.
  var name: ModelName {
    switch self {
    case .lstm: .lstm
    case .gru: .gru
    case .rnn: .rnn
    }
  }
}
