import GeulCompute
import GeulStorage

/// A feed-forward network over the last n symbols (Bengio et al. 2003, "A neural probabilistic language model", JMLR
/// 3:1137), with its weights: an autoregression of order n.
///
///     x = E[s₁], …, E[sₙ] side by side,   h₁ = f(W₁ x + b₁),   h = f(W h₋ + b),   p = softmax(W_p h_L + b_p)
///
/// Before a stream's first symbol stands one of its own, which no stream holds and no prediction names.
public final class WindowModel: SequenceModel {
  /// Sizes and choices.
  public let configuration: WindowConfiguration
  /// Every weight, in the order of `layout`.
  public let parameters: FloatBuffer

  /// Where each tensor stands in `parameters`.
  let slots: WindowSlots

  /// A new model with weights drawn from `seed`.
  public convenience init(_ configuration: WindowConfiguration, seed: UInt64) {
    if let flaw = configuration.flaw { preconditionFailure(flaw) }
    let layout = WindowSlots(configuration).layout
    self.init(configuration, parameters: layout.initialParameters(seed: seed))
  }

  /// A model with these weights, in the order of its layout.
  public init(_ configuration: WindowConfiguration, parameters: FloatBuffer) {
    if let flaw = configuration.flaw { preconditionFailure(flaw) }
    self.configuration = configuration
    slots = WindowSlots(configuration)
    precondition(
      parameters.count == slots.layout.count,
      "\(parameters.count) parameters for a layout of \(slots.layout.count)")
    self.parameters = parameters
  }

  /// Reads a model's weights from a safetensors file.
  ///
  /// Throws `StorageError`; sizes are checked against the configuration before weights are allocated.
  public convenience init(
    _ configuration: WindowConfiguration, safeTensors file: SafeTensorsFile
  ) throws(StorageError) {
    let layout = WindowSlots(configuration).layout
    self.init(configuration, parameters: try layout.parameters(file))
  }

  /// Names, shapes and places of the weights.
  public var layout: ParameterLayout { slots.layout }

  /// V.
  public var vocabularySize: Int { configuration.vocabulary }

  /// n.
  public var contextLength: Int? { configuration.window }

  /// Sets the projection's bias so that hidden units of zero predict symbols as often as `counts` (V) has them.
  public func startAtFrequencies(_ counts: [Int]) {
    slots.projectionBias.startAtFrequencies(counts, in: parameters)
  }

  /// A reader of streams; packs the weights once, so it costs a copy of them.
  public func makePredictor(lanes: Int, steps: Int, kind: ProductKind, pool: WorkerPool)
    -> WindowPredictor
  {
    WindowPredictor(self, lanes: lanes, steps: steps, kind: kind, pool: pool)
  }
}
