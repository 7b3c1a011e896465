import GeulCompute

/// An optimizer at work: its moments and the number of steps taken.
public final class Optimizer {
  /// The rule.
  public let kind: OptimizerKind
  /// Buffers in the parameters' layout: Adam's first and second moment, RMSProp's squares, SGD's velocity.
  public let moments: [FloatBuffer]
  /// Steps taken.
  public var steps = 0
  /// Whether every number of the latest update was finite; those that were not left their parameters and moments as they
  /// were.
  public var wasLastUpdateFinite: Bool { !refusals.contains(true) }

  private let pool: WorkerPool
  private let weightDecay: Float
  private let momentum: Float
  private let clip: Double
  /// Sums of squares of stretches of the gradient, added up in order whatever the number of workers.
  private let partialSums: UnsafeMutableBufferPointer<Double>
  private static let stretch = 1 << 14
  /// Which workers met numbers that were not finite in the latest update.
  private let refusals: UnsafeMutableBufferPointer<Bool>
  /// The step at hand, as the workers see it.
  private var current: Step?

  private struct Step {
    let parameters: FloatBuffer
    let gradients: FloatBuffer
    var rate: Float
    var gradientScale: Float = 1
  }

  /// An optimizer for `count` parameters, whose work `pool` does. A gradient whose norm exceeds `clip` is scaled down
  /// to it; `clip` 0 leaves it as it is.
  public init(
    _ kind: OptimizerKind, count: Int, clip: Double, weightDecay: Double = 0,
    momentum: Double = 0.9, pool: WorkerPool
  ) {
    self.kind = kind
    self.pool = pool
    self.clip = clip
    self.weightDecay = kind == .adamw ? Float(weightDecay) : 0
    self.momentum = Float(momentum)
    moments = (0..<kind.momentCount).map { _ in FloatBuffer(count: count) }
    partialSums = .allocate(capacity: (count + Self.stretch - 1) / Self.stretch)
    refusals = .allocate(capacity: pool.count)
    refusals.initialize(repeating: false)
  }

  deinit {
    partialSums.deallocate()
    refusals.deallocate()
  }

  /// Changes `parameters` against `gradients`; returns the gradient's norm before clipping.
  ///
  /// A norm that is not finite leaves parameters and moments as they were. Allocates nothing.
  public func step(parameters: FloatBuffer, gradients: FloatBuffer, rate: Double) -> Double {
    let norm = norm(of: gradients)
    if norm.isFinite {
      update(parameters: parameters, gradients: gradients, norm: norm, rate: rate)
    }
    return norm
  }

  /// The Euclidean norm of a gradient. Allocates nothing.
  func norm(of gradients: FloatBuffer) -> Double {
    current = Step(parameters: gradients, gradients: gradients, rate: 0)
    defer { current = nil }
    pool.runPrepared(measuring)
    return partialSums.reduce(0, +).squareRoot()
  }

  /// Changes `parameters` against `gradients`, whose finite norm before clipping is given. Allocates nothing.
  func update(parameters: FloatBuffer, gradients: FloatBuffer, norm: Double, rate: Double) {
    var step = Step(parameters: parameters, gradients: gradients, rate: Float(rate))
    if clip > 0 && norm > clip { step.gradientScale = Float(clip / norm) }
    current = step
    defer { current = nil }
    refusals.update(repeating: false)
    steps += 1
    pool.runPrepared(updating)
  }

  // Made once, so that a step allocates nothing for the work that it hands out.
  private lazy var measuring: (Worker) -> Void = { [unowned self] in measure($0) }
  private lazy var updating: (Worker) -> Void = { [unowned self] in update($0) }

  private func measure(_ worker: Worker) {
    guard let gradients = current?.gradients else { return }
    for index in worker.share(of: partialSums.count) {
      let from = index * Self.stretch
      partialSums[index] = RowKernels.sumOfSquares(
        gradients.pointer + from, count: min(Self.stretch, gradients.count - from))
    }
  }

  private func update(_ worker: Worker) {
    guard let step = current else { return }
    refusals[worker.index] = !updateIsFinite(step, worker.share(of: step.parameters.count))
  }

  private func updateIsFinite(_ step: Step, _ range: Range<Int>) -> Bool {
    switch kind {
    case .adam, .adamw:
      let numbers = OptimizerKernels.Adam(
        rate: step.rate, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, decay: weightDecay,
        correction1: Float(1 - ExactFunctions.power(0.9, steps)),
        correction2: Float(1 - ExactFunctions.power(0.999, steps)),
        gradientScale: step.gradientScale)
      return OptimizerKernels.adam(
        numbers, range: range, gradient: step.gradients, first: moments[0], second: moments[1],
        parameters: step.parameters)
    case .rmsprop:
      return OptimizerKernels.rmsProp(
        rate: step.rate, alpha: 0.95, epsilon: 1e-8, gradientScale: step.gradientScale,
        range: range,
        gradient: step.gradients, square: moments[0], parameters: step.parameters)
    case .sgd:
      return OptimizerKernels.sgd(
        rate: step.rate, momentum: momentum, gradientScale: step.gradientScale, range: range,
        gradient: step.gradients, velocity: moments[0], parameters: step.parameters)
    }
  }
}
