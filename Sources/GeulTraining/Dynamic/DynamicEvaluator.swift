import GeulCompute
import GeulModel
import GeulStorage
import GeulText
import GeulWork
import Glibc

/// Scores a text by a model that goes on learning from what it has just scored (Krause et al. 2018, "Dynamic evaluation
/// of neural sequence models").
///
/// After each chunk of T symbols, which is scored first:
///
///     θ ← θ - η g / (√MS + ε) + min(1, λ √MS / mean √MS) (θ₀ - θ)
///
/// g is the gradient of the chunk's mean loss, MS the mean of its squares over the training text, θ₀ what training left.
/// So no symbol is scored by a model that has seen it. The parameters are θ₀ again after each text.
public final class DynamicEvaluator {
  /// How fast it learns and forgets.
  public struct Settings: Sendable, Equatable {
    /// η
    public var rate: Double
    /// λ
    public var decay: Double

    /// Settings that suit an LSTM of some hundred units.
    public init(rate: Double = 1e-4, decay: Double = 1e-3) {
      (self.rate, self.decay) = (rate, decay)
    }
  }

  /// T: symbols after which it learns.
  public static let steps = 20
  /// Chunks of the training text, at even distances, over which squares are averaged.
  private static let sampledChunks = 400

  private let learner: ModelLearner
  private let pool: WorkerPool
  private let vocabulary: Int
  /// θ₀
  private let start: FloatBuffer
  /// √MS
  private let magnitudes: FloatBuffer
  private var chunk: Chunk

  /// Measures the gradients of the training text; nil for a model that does not learn by gradient. The model's own
  /// parameters are changed while a text is scored, so that nobody else may read them then.
  ///
  /// Throws `WorkStopped` or `StorageError`.
  public init?(
    _ model: Model, training tokens: TokenSequence, range: Range<Int>, pool: WorkerPool,
    stop: StopRequest = StopRequest()
  ) throws {
    guard
      let learner = model.makeLearner(steps: Self.steps, lanes: 1, kind: .fp32, pool: pool)
    else { return nil }
    precondition(range.count > 1, "gradients of \(range.count) symbols")
    self.learner = learner
    self.pool = pool
    vocabulary = model.vocabularySize
    start = FloatBuffer(count: learner.parameters.count)
    magnitudes = FloatBuffer(count: learner.parameters.count)
    chunk = Chunk(steps: Self.steps, lanes: 1)
    start.pointer.update(from: learner.parameters.pointer, count: start.count)
    try measure(tokens, range, stop)
  }

  /// -ln p of each symbol of a range, which may have nothing before it; what stands there is not read.
  ///
  /// Throws `WorkStopped` or `StorageError`. Cost: a training step of one lane for each ``steps`` symbols, and a pass over
  /// all parameters.
  public func losses(
    _ tokens: TokenSequence, range: Range<Int>, _ settings: Settings,
    stop: StopRequest = StopRequest(), progress: (Int) -> Void = { _ in }
  ) throws -> [Float] {
    defer { learner.parameters.pointer.update(from: start.pointer, count: start.count) }
    learner.forgetCarried()
    var losses: [Float] = []
    losses.reserveCapacity(range.count)
    if range.lowerBound == 0, !range.isEmpty { losses.append(Float(log(Double(vocabulary)))) }
    var place = max(1, range.lowerBound)
    var isFirst = true
    while place < range.upperBound {
      try stop.check()
      let end = min(range.upperBound, place + Self.steps)
      try fill(tokens, place..<end, startsStream: isFirst)
      isFirst = false
      learner.clearGradients()
      _ = learner.step(chunk, randomKey: nil)
      learner.withLosses { losses.append(contentsOf: $0.prefix(end - place)) }
      learn(settings)
      place = end
      progress(losses.count)
    }
    return losses
  }

  /// Of some settings those by which a range costs least, and how many nats a symbol that is; throws likewise.
  public func best(
    of candidates: [Settings], _ tokens: TokenSequence, range: Range<Int>,
    stop: StopRequest = StopRequest(), progress: (Settings, Double) -> Void = { _, _ in }
  ) throws -> (settings: Settings, nats: Double) {
    var best = (settings: Settings(), nats: Double.infinity)
    for settings in candidates {
      let found = try losses(tokens, range: range, settings, stop: stop)
      let nats = found.reduce(0.0) { $0 + Double($1) } / Double(max(1, found.count))
      progress(settings, nats)
      if nats < best.nats { best = (settings, nats) }
    }
    return best
  }

  private func fill(
    _ tokens: TokenSequence, _ targets: Range<Int>, startsStream: Bool
  ) throws(StorageError) {
    let ids = try tokens.ids(targets.lowerBound - 1..<targets.upperBound)
    chunk.resize(steps: targets.count)
    for step in 0..<targets.count {
      (chunk.inputs[step], chunk.targets[step], chunk.weights[step]) = (ids[step], ids[step + 1], 1)
    }
    chunk.startsStream[0] = startsStream
  }

  /// √MS of chunks all over the training text, each begun anew.
  private func measure(
    _ tokens: TokenSequence, _ range: Range<Int>, _ stop: StopRequest
  ) throws {
    let first = max(1, range.lowerBound)
    let available = max(1, (range.upperBound - first) / Self.steps)
    let count = min(Self.sampledChunks, available)
    for index in 0..<count {
      try stop.check()
      let place = first + index * available / count * Self.steps
      try fill(tokens, place..<min(range.upperBound, place + Self.steps), startsStream: true)
      learner.clearGradients()
      _ = learner.step(chunk, randomKey: nil)
      let (squares, gradients) = (magnitudes, learner.gradients)
      pool.run { worker in
        for place in worker.share(of: squares.count) {
          squares.pointer[place] += gradients.pointer[place] * gradients.pointer[place]
        }
      }
    }
    for place in 0..<magnitudes.count {
      magnitudes.pointer[place] = (magnitudes.pointer[place] / Float(count)).squareRoot()
    }
  }

  private func learn(_ settings: Settings) {
    let (theta, start, gradients) = (learner.parameters, self.start, learner.gradients)
    let (magnitudes, rate, decay) = (self.magnitudes, Float(settings.rate), Float(settings.decay))
    let mean = self.mean
    let floor = 1e-3 * mean
    pool.run { worker in
      for place in worker.share(of: theta.count) {
        let magnitude = magnitudes.pointer[place]
        let back = min(1, decay * magnitude / mean)
        let now = theta.pointer[place]
        let next =
          now - rate * gradients.pointer[place] / (magnitude + floor)
          + back * (start.pointer[place] - now)
        theta.pointer[place] = next.isFinite ? next : now
      }
    }
  }

  /// mean √MS
  private lazy var mean: Float = {
    var sum = 0.0
    for place in 0..<magnitudes.count { sum += Double(magnitudes.pointer[place]) }
    return max(.leastNormalMagnitude, Float(sum / Double(magnitudes.count)))
  }()
}
