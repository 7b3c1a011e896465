import GeulCompute
import GeulStorage

/// A model of any kind, with what it has learnt.
public enum Model: SequenceModel {
  /// A stacked RNN, LSTM or GRU.
  case recurrent(RecurrentModel)
  /// A feed-forward network over the last symbols.
  case window(WindowModel)
  /// Counts of n-grams.
  case ngram(NGramModel)

  /// A new model, what is drawn of it drawn from `seed`. Stops the program if the configuration has a flaw.
  public init(_ configuration: ModelConfiguration, seed: UInt64) {
    switch configuration {
    case .recurrent(let configuration):
      self = .recurrent(RecurrentModel(configuration, seed: seed))
    case .window(let configuration):
      self = .window(WindowModel(configuration, seed: seed))
    case .ngram(let configuration): self = .ngram(NGramModel(configuration))
    }
  }

  /// Reads what a model of this configuration has learnt from a safetensors file.
  ///
  /// Throws `StorageError` where the two do not fit, or a number is not finite.
  public init(
    _ configuration: ModelConfiguration, safeTensors file: SafeTensorsFile
  ) throws(StorageError) {
    switch configuration {
    case .recurrent(let configuration):
      self = .recurrent(try RecurrentModel(configuration, safeTensors: file))
    case .window(let configuration):
      self = .window(try WindowModel(configuration, safeTensors: file))
    case .ngram(let configuration):
      self = .ngram(try NGramModel(configuration, safeTensors: file))
    }
  }

  /// Sizes and choices.
  public var configuration: ModelConfiguration {
    switch self {
    case .recurrent(let model): .recurrent(model.configuration)
    case .window(let model): .window(model.configuration)
    case .ngram(let model): .ngram(model.configuration)
    }
  }

  /// V.
  public var vocabularySize: Int { configuration.vocabulary }

  /// How many of the latest symbols decide what follows; nil of a recurrent model.
  public var contextLength: Int? {
    switch self {
    case .recurrent: nil
    case .window(let model): model.contextLength
    case .ngram(let model): model.contextLength
    }
  }

  /// The weights of a kind that learns by gradient, in one buffer; nil of another.
  public var parameters: FloatBuffer? {
    switch self {
    case .recurrent(let model): model.parameters
    case .window(let model): model.parameters
    case .ngram: nil
    }
  }

  /// Numbers that were learnt.
  public var parameterCount: Int {
    switch self {
    case .recurrent(let model): model.layout.count
    case .window(let model): model.layout.count
    case .ngram(let model): model.parameterCount
    }
  }

  /// A model of the same sizes whose weights are those of `parameters`; itself of a kind that has none.
  package func holding(_ parameters: FloatBuffer) -> Model {
    switch self {
    case .recurrent(let model):
      .recurrent(RecurrentModel(model.configuration, parameters: parameters))
    case .window(let model): .window(WindowModel(model.configuration, parameters: parameters))
    case .ngram: self
    }
  }

  /// Everything that was learnt, for a safetensors file.
  public func tensors() -> [TensorSource] {
    switch self {
    case .recurrent(let model): model.layout.tensors(of: model.parameters)
    case .window(let model): model.layout.tensors(of: model.parameters)
    case .ngram(let model): model.tensors()
    }
  }

  /// Makes a new model expect symbols as often as `counts` (V) has them, before it has learnt anything else; one that
  /// counts itself needs no such help.
  public func startAtFrequencies(_ counts: [Int]) {
    switch self {
    case .recurrent(let model): model.startAtFrequencies(counts)
    case .window(let model): model.startAtFrequencies(counts)
    case .ngram: break
    }
  }

  /// A reader of streams; what it prepares of the model costs about a copy of it.
  public func makePredictor(
    lanes: Int, steps: Int, kind: ProductKind, pool: WorkerPool
  ) -> ModelPredictor {
    switch self {
    case .recurrent(let model):
      .recurrent(model.makePredictor(lanes: lanes, steps: steps, kind: kind, pool: pool))
    case .window(let model):
      .window(model.makePredictor(lanes: lanes, steps: steps, kind: kind, pool: pool))
    case .ngram(let model):
      .ngram(model.makePredictor(lanes: lanes, steps: steps, kind: kind, pool: pool))
    }
  }

  /// What lets this model learn by gradient from chunks of exactly `lanes` lanes and at most `steps` steps; nil of a
  /// kind that learns otherwise.
  ///
  /// It changes this model's own parameters. Cost: memory of a chunk and of the gradients.
  public func makeLearner(
    steps: Int, lanes: Int, kind: ProductKind, pool: WorkerPool, keeping: PassMemory = .chunk
  ) -> ModelLearner? {
    switch self {
    case .recurrent(let model):
      .recurrent(
        RecurrentLearner(
          model, steps: steps, lanes: lanes, kind: kind, pool: pool, keeping: keeping))
    case .window(let model):
      .window(
        WindowLearner(
          model, steps: steps, lanes: lanes, kind: kind, pool: pool, keeping: keeping))
    case .ngram: nil
    }
  }
}
