/// The sizes and choices that make a model of any kind; everything but its weights.
public enum ModelConfiguration: Sendable, Equatable {
  /// A stacked RNN, LSTM or GRU.
  case recurrent(RecurrentConfiguration)
  /// A feed-forward network over the last symbols.
  case window(WindowConfiguration)

  /// The kind of model.
  public var kind: ModelKind {
    switch self {
    case .recurrent: .recurrent
    case .window: .window
    }
  }

  /// What the model is called.
  public var name: ModelName {
    switch self {
    case .recurrent(let configuration): configuration.cell.name
    case .window: .window
    }
  }

  /// V, the number of symbols.
  public var vocabulary: Int {
    get {
      switch self {
      case .recurrent(let configuration): configuration.vocabulary
      case .window(let configuration): configuration.vocabulary
      }
    }
    set {
      switch self {
      case .recurrent(var configuration):
        configuration.vocabulary = newValue
        self = .recurrent(configuration)
      case .window(var configuration):
        configuration.vocabulary = newValue
        self = .window(configuration)
      }
    }
  }

  /// Numbers that are learnt.
  public var parameterCount: Int {
    switch self {
    case .recurrent(let configuration): RecurrentSlots(configuration).layout.count
    case .window(let configuration): WindowSlots(configuration).layout.count
    }
  }

  /// Weights that a symbol read is multiplied by, by which the work of a step is reckoned.
  public var multipliedWeights: Int {
    switch self {
    case .recurrent(let configuration): RecurrentSlots(configuration).multipliedWeights
    case .window(let configuration): WindowSlots(configuration).multipliedWeights
    }
  }

  /// What is wrong with the sizes, or nil.
  public var flaw: String? {
    switch self {
    case .recurrent(let configuration): configuration.flaw
    case .window(let configuration): configuration.flaw
    }
  }
}
