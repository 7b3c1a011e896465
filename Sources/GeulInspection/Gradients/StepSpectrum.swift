import GeulCompute
import GeulModel
import GeulStorage
import GeulText
import GeulWork

/// The largest singular values of ∂s_t / ∂s_{t-k}, s the state of one layer, at places of a text: below 1 for one step what is
/// not carried otherwise fades (Pascanu, Mikolov and Bengio 2013).
public struct StepSpectrum: Sendable, Equatable {
  /// One layer's values.
  public struct Layer: Sendable, Equatable {
    /// From 0, the lowest.
    public let layer: Int
    /// For each of ``StepSpectrum/lags``, the value at each place.
    public let values: [[Double]]

    /// The median over the places, for each lag.
    public var medians: [Double] { values.map { $0.sorted()[$0.count / 2] } }
  }

  /// k
  public let lags: [Int]
  /// Layer by layer.
  public let layers: [Layer]
  /// Where in the text's tokens each place's reading begins, from a state of zeros: the values are of the last of `warmUp` and
  /// then `steps` symbols.
  public let starts: [Int]
  /// Symbols read before those.
  public let warmUp: Int
  /// Symbols whose steps are multiplied, at most.
  public let steps: Int

  /// The values of a model at so many places spread over a range of a text, by Lanczos's method.
  ///
  /// Throws `WorkStopped` or `StorageError`. Cost: for each place, layer, lag k and direction 2k products of a vector with
  /// the recurrent weights.
  public init(
    _ model: RecurrentModel, _ tokens: TokenSequence, range: Range<Int>,
    lags: [Int] = [1, 2, 5, 10, 20, 50], places: Int = 4, pool: WorkerPool,
    stop: StopRequest = StopRequest(), progress: (Double) -> Void = { _ in }
  ) throws {
    let warmUp = min(GradientFlow.warmUp, max(0, range.count / 2 - 1))
    let deepest = min(lags.max() ?? 1, range.count - warmUp - 1)
    let usable = lags.filter { $0 <= deepest }
    let stretch = warmUp + deepest + 1
    let learner = RecurrentLearner(
      model, steps: max(deepest, warmUp), lanes: places, kind: .fp32, pool: pool,
      keeping: .inspection)
    let starts = (0..<places).map { lane in
      range.lowerBound + (range.count - stretch) * lane / max(1, places - 1)
    }
    let texts = try starts.map { try tokens.ids($0..<$0 + stretch) }
    if warmUp > 0 {
      _ = learner.loss(
        GradientFlow.chunk(texts, 0..<warmUp, startsStream: true), randomKey: nil)
    }
    _ = learner.step(
      GradientFlow.chunk(texts, warmUp..<warmUp + deepest, startsStream: warmUp == 0),
      randomKey: nil)
    var layers: [Layer] = []
    let count = model.configuration.layers
    for layer in 0..<count {
      guard let seen = learner.inspection(ofLayer: layer) else { continue }
      var values = [[Double]](repeating: [], count: usable.count)
      for lane in 0..<places {
        let steps = (0..<deepest).compactMap {
          StateJacobian(model, layer: layer, seen, step: $0, lane: lane, lanes: places)
        }
        for (place, lag) in usable.enumerated() {
          try stop.check()
          let done = Double((layer * places + lane) * usable.count + place)
          progress(done / Double(count * places * usable.count))
          values[place].append(SingularValue.largest(Array(steps.suffix(lag))))
        }
      }
      layers.append(Layer(layer: layer, values: values))
    }
    self.lags = usable
    self.layers = layers
    (self.starts, self.warmUp, steps) = (starts, warmUp, deepest)
  }
}
