import GeulCompute

/// A stacked RNN, LSTM or GRU over symbols, with its weights.
public final class RecurrentModel: SequenceModel {
  /// Sizes and choices.
  public let configuration: ModelConfiguration
  /// Where each tensor stands in `parameters`.
  public let layout: ParameterLayout
  /// Every weight, in the order of `layout`.
  public let parameters: FloatBuffer

  /// A new model with weights drawn from `seed`.
  public init(_ configuration: ModelConfiguration, seed: UInt64) {
    if let flaw = configuration.flaw { preconditionFailure(flaw) }
    self.configuration = configuration
    layout = ParameterLayout(configuration)
    parameters = layout.initialParameters(seed: seed)
  }

  /// A model with these weights, in the order of its layout.
  public init(_ configuration: ModelConfiguration, parameters: FloatBuffer) {
    if let flaw = configuration.flaw { preconditionFailure(flaw) }
    self.configuration = configuration
    layout = ParameterLayout(configuration)
    precondition(
      parameters.count == layout.count,
      "\(parameters.count) parameters for a layout of \(layout.count)")
    self.parameters = parameters
  }

  /// V.
  public var vocabularySize: Int { configuration.vocabulary }

  /// A reader of streams; packs the weights once, so it costs a copy of them.
  public func makePredictor(lanes: Int, steps: Int, kind: ProductKind, pool: WorkerPool)
    -> RecurrentPredictor
  {
    RecurrentPredictor(self, lanes: lanes, steps: steps, kind: kind, pool: pool)
  }
}
