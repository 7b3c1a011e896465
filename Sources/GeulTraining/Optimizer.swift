import GeulCompute
import Glibc

/// The rule that turns gradients into new parameters.
public enum OptimizerKind: String, Sendable, Codable, CaseIterable {
  /// Kingma and Ba 2015: β 0.9 and 0.999, ε 1e-8.
  case adam
  /// Adam with decoupled weight decay (Loshchilov and Hutter 2019).
  case adamw
  /// Tieleman and Hinton 2012: α 0.95, ε 1e-8 (char-rnn's).
  case rmsprop
  /// Stochastic gradient descent with momentum.
  case sgd

  /// Buffers of the parameters' size that the rule carries along.
  var momentCount: Int {
    switch self {
    case .adam, .adamw: 2
    case .rmsprop, .sgd: 1
    }
  }
}

/// An optimizer at work: its moments and the number of steps taken.
public final class Optimizer {
  /// The rule.
  public let kind: OptimizerKind
  /// Buffers in the parameters' layout: Adam's first and second moment, RMSProp's squares, SGD's velocity.
  public let moments: [FloatBuffer]
  /// Steps taken.
  public var steps = 0

  private let weightDecay: Float
  private let momentum: Float
  private let clip: Double
  /// Sums of squares of stretches of the gradient, added up in order whatever the number of workers.
  private let partialSums: UnsafeMutableBufferPointer<Double>
  private static let stretch = 1 << 14

  /// An optimizer for `count` parameters. A gradient whose norm exceeds `clip` is scaled down to it;
  /// `clip` 0 leaves it as it is.
  public init(
    _ kind: OptimizerKind, count: Int, clip: Double, weightDecay: Double = 0, momentum: Double = 0.9
  ) {
    self.kind = kind
    self.clip = clip
    self.weightDecay = kind == .adamw ? Float(weightDecay) : 0
    self.momentum = Float(momentum)
    moments = (0..<kind.momentCount).map { _ in FloatBuffer(count: count) }
    partialSums = .allocate(capacity: (count + Self.stretch - 1) / Self.stretch)
  }

  deinit { partialSums.deallocate() }

  /// Changes `parameters` against `gradients`; returns the gradient's norm before clipping.
  ///
  /// A norm that is not finite leaves parameters and moments as they were.
  public func step(
    parameters: FloatBuffer, gradients: FloatBuffer, rate: Double, pool: WorkerPool
  ) -> Double {
    let norm = self.norm(of: gradients, pool: pool)
    guard norm.isFinite else { return norm }
    steps += 1
    let scale = clip > 0 && norm > clip ? Float(clip / norm) : 1
    pool.run { worker in
      update(
        worker.share(of: parameters.count), parameters: parameters, gradients: gradients,
        rate: Float(rate), gradientScale: scale)
    }
    return norm
  }

  private func norm(of gradients: FloatBuffer, pool: WorkerPool) -> Double {
    pool.run { worker in
      for index in worker.share(of: partialSums.count) {
        let from = index * Self.stretch
        partialSums[index] = RowKernels.sumOfSquares(
          gradients.pointer + from, count: min(Self.stretch, gradients.count - from))
      }
    }
    return partialSums.reduce(0, +).squareRoot()
  }

  private func update(
    _ range: Range<Int>, parameters: FloatBuffer, gradients: FloatBuffer, rate: Float,
    gradientScale: Float
  ) {
    switch kind {
    case .adam, .adamw:
      let numbers = OptimizerKernels.Adam(
        rate: rate, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, decay: weightDecay,
        correction1: Float(1 - pow(0.9, Double(steps))),
        correction2: Float(1 - pow(0.999, Double(steps))), gradientScale: gradientScale)
      OptimizerKernels.adam(
        numbers, range: range, gradient: gradients, first: moments[0], second: moments[1],
        parameters: parameters)
    case .rmsprop:
      OptimizerKernels.rmsProp(
        rate: rate, alpha: 0.95, epsilon: 1e-8, gradientScale: gradientScale, range: range,
        gradient: gradients, square: moments[0], parameters: parameters)
    case .sgd:
      OptimizerKernels.sgd(
        rate: rate, momentum: momentum, gradientScale: gradientScale, range: range,
        gradient: gradients, velocity: moments[0], parameters: parameters)
    }
  }
}
