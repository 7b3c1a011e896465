/// What models are called: on the command line, in reports and in a text. Several may be of one kind.
public enum ModelName: String, Sendable, Codable, CaseIterable {
  /// A recurrent network of LSTM layers.
  case lstm
  /// A recurrent network of GRU layers.
  case gru
  /// A plain recurrent network.
  case rnn
  /// An n-gram model.
  case ngram
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
