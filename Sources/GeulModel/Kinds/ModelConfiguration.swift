import GeulCompute

/// The sizes and choices that make a model of any kind; everything but its weights.
public enum ModelConfiguration: Sendable, Equatable {
  /// A stacked RNN, LSTM or GRU.
  case recurrent(RecurrentConfiguration)
  /// A feed-forward network over the last symbols.
  case window(WindowConfiguration)
  /// Counts of n-grams.
  case ngram(NGramConfiguration)

  /// The kind of model.
  public var kind: ModelKind {
    switch self {
    case .recurrent: .recurrent
    case .window: .window
    case .ngram: .ngram
    }
  }

  /// What the model is called.
  public var name: ModelName {
    switch self {
    case .recurrent(let configuration): configuration.cell.name
    case .window: .window
    case .ngram: .ngram
    }
  }

  /// V, the number of symbols.
  public var vocabulary: Int {
    get {
      switch self {
      case .recurrent(let configuration): configuration.vocabulary
      case .window(let configuration): configuration.vocabulary
      case .ngram(let configuration): configuration.vocabulary
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
      case .ngram(var configuration):
        configuration.vocabulary = newValue
        self = .ngram(configuration)
      }
    }
  }

  /// Numbers that are learnt; nil of a kind that learns as many as the text has it count.
  public var parameterCount: Int? {
    switch self {
    case .recurrent(let configuration): RecurrentSlots(configuration).layout.count
    case .window(let configuration): WindowSlots(configuration).layout.count
    case .ngram: nil
    }
  }

  /// Weights that a symbol read is multiplied by, by which the work of a step is reckoned.
  public var multipliedWeights: Int {
    switch self {
    case .recurrent(let configuration): RecurrentSlots(configuration).multipliedWeights
    case .window(let configuration): WindowSlots(configuration).multipliedWeights
    case .ngram: 0
    }
  }

  /// The same without those of the first layer where chunks of `rows` symbols look its products up in a table, which is
  /// made of fewer.
  package func computedWeights(rows: Int, kind: ProductKind, training: Bool) -> Int {
    switch self {
    case .recurrent(let configuration):
      guard configuration.usesTable(rows: rows, training: training),
        case .embedding = configuration.input
      else { return multipliedWeights }
      return multipliedWeights - RecurrentSlots(configuration).layers[0].inputWeight.count
    case .window(let configuration):
      guard configuration.usesTable(rows: rows, kind: kind, training: training),
        case .embedding = configuration.input
      else { return multipliedWeights }
      return multipliedWeights - WindowSlots(configuration).layers[0].weight.count
    case .ngram: return 0
    }
  }

  /// Whether it learns by gradient, rather than by counting.
  public var learnsByGradient: Bool { name.learnsByGradient }

  /// What is wrong with the sizes, or nil.
  public var flaw: String? {
    switch self {
    case .recurrent(let configuration): configuration.flaw
    case .window(let configuration): configuration.flaw
    case .ngram(let configuration): configuration.flaw
    }
  }
}
