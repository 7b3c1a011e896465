import GeulCompute
import GeulModel
import GeulStorage
import GeulText
import GeulTraining
import GeulWork

/// A short training by Adam with clipping, whose gradients are watched.
public struct ShortTraining: Sendable, Equatable {
  /// The norm of each step's gradient before clipping; what is not finite took no step.
  public let norms: [Double]
  /// The mean loss of the last tenth of the steps, nats per symbol.
  public let loss: Double

  /// The norm above which a gradient is scaled down.
  public static let clip = 1.0
  private static let rate = 0.002
  /// B and T.
  static let (lanes, steps) = (32, 64)

  /// The share of steps whose gradient was scaled down.
  public var shareClipped: Double {
    Double(norms.count { $0 > Self.clip }) / Double(max(1, norms.count))
  }

  /// The median of the norms.
  public var medianNorm: Double { norms.isEmpty ? 0 : norms.sorted()[norms.count / 2] }
  /// The largest norm.
  public var largestNorm: Double { norms.max() ?? 0 }

  /// So many steps of a model over a range of a text, read again from its beginning when it ends.
  ///
  /// Throws `WorkStopped` or `StorageError`.
  public init(
    _ model: RecurrentModel, _ tokens: TokenSequence, range: Range<Int>, steps count: Int,
    pool: WorkerPool, stop: StopRequest = StopRequest(), progress: (Double) -> Void = { _ in }
  ) throws {
    var reader = LaneReader(tokens, range: range, lanes: Self.lanes, steps: Self.steps)
    let learner = RecurrentLearner(
      model, steps: reader.steps, lanes: reader.lanes, kind: .fp32, pool: pool)
    let optimizer = Optimizer(
      .adam, count: model.parameters.count, clip: Self.clip, pool: pool)
    var chunk = reader.makeChunk()
    var norms: [Double] = []
    var losses: [Double] = []
    for step in 0..<count {
      try stop.check()
      progress(Double(step) / Double(max(1, count)))
      try reader.fill(&chunk, step % reader.chunkCount)
      learner.clearGradients()
      losses.append(learner.step(chunk))
      norms.append(
        optimizer.step(
          parameters: learner.parameters, gradients: learner.gradients, rate: Self.rate))
    }
    self.norms = norms
    let last = losses.suffix(max(1, count / 10))
    loss = last.reduce(0, +) / Double(max(1, last.count))
  }

  /// What was found before.
  package init(norms: [Double], loss: Double) { (self.norms, self.loss) = (norms, loss) }
}
