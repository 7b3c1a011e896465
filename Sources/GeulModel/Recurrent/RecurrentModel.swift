import GeulCompute

/// A stacked RNN, LSTM or GRU over symbols, with its weights.
public final class RecurrentModel: SequenceModel {
  /// Sizes and choices.
  public let configuration: RecurrentConfiguration
  /// Every weight, in the order of `layout`.
  public let parameters: FloatBuffer

  /// Where each tensor stands in `parameters`.
  let slots: RecurrentSlots

  /// A new model with weights drawn from `seed`.
  public convenience init(_ configuration: RecurrentConfiguration, seed: UInt64) {
    if let flaw = configuration.flaw { preconditionFailure(flaw) }
    let layout = RecurrentSlots(configuration).layout
    self.init(configuration, parameters: layout.initialParameters(seed: seed))
  }

  /// A model with these weights, in the order of its layout.
  public init(_ configuration: RecurrentConfiguration, parameters: FloatBuffer) {
    if let flaw = configuration.flaw { preconditionFailure(flaw) }
    self.configuration = configuration
    slots = RecurrentSlots(configuration)
    precondition(
      parameters.count == slots.layout.count,
      "\(parameters.count) parameters for a layout of \(slots.layout.count)")
    self.parameters = parameters
  }

  /// Names, shapes and places of the weights.
  public var layout: ParameterLayout { slots.layout }

  /// V.
  public var vocabularySize: Int { configuration.vocabulary }

  /// A reader of streams; packs the weights once, so it costs a copy of them.
  public func makePredictor(lanes: Int, steps: Int, kind: ProductKind, pool: WorkerPool)
    -> RecurrentPredictor
  {
    RecurrentPredictor(self, lanes: lanes, steps: steps, kind: kind, pool: pool)
  }
}
