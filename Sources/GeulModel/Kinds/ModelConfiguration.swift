/// The sizes and choices that make a model of any kind; everything but its weights.
public enum ModelConfiguration: Sendable, Equatable {
  /// A stacked RNN, LSTM or GRU.
  case recurrent(RecurrentConfiguration)

  /// The kind of model.
  public var kind: ModelKind {
    switch self {
    case .recurrent: .recurrent
    }
  }

  /// What the model is called.
  public var name: ModelName {
    switch self {
    case .recurrent(let configuration): configuration.cell.name
    }
  }

  /// V, the number of symbols.
  public var vocabulary: Int {
    get {
      switch self {
      case .recurrent(let configuration): configuration.vocabulary
      }
    }
    set {
      switch self {
      case .recurrent(var configuration):
        configuration.vocabulary = newValue
        self = .recurrent(configuration)
      }
    }
  }

  /// Numbers that are learnt.
  public var parameterCount: Int {
    switch self {
    case .recurrent(let configuration): RecurrentSlots(configuration).layout.count
    }
  }

  /// Weights that a symbol read is multiplied by, by which the work of a step is reckoned.
  public var multipliedWeights: Int {
    switch self {
    case .recurrent(let configuration): RecurrentSlots(configuration).multipliedWeights
    }
  }

  /// What is wrong with the sizes, or nil.
  public var flaw: String? {
    switch self {
    case .recurrent(let configuration): configuration.flaw
    }
  }
}
