import GeulCompute
import GeulTraining
import Testing

@Suite struct OptimizerTests {
  /// The rules in double, one element at a time, as their papers write them.
  private struct Twin {
    let kind: OptimizerKind
    let clip: Double
    var parameters: [Double]
    var first: [Double]
    var second: [Double]
    var steps = 0.0

    mutating func step(_ gradients: [Double], rate: Double) -> Double {
      let norm = gradients.reduce(0) { $0 + $1 * $1 }.squareRoot()
      let scale = clip > 0 && norm > clip ? clip / norm : 1
      steps += 1
      for (i, gradient) in gradients.enumerated() {
        let g = gradient * scale
        switch kind {
        case .adam, .adamw:
          if kind == .adamw { parameters[i] -= rate * 0.3 * parameters[i] }
          first[i] = 0.9 * first[i] + 0.1 * g
          second[i] = 0.999 * second[i] + 0.001 * g * g
          let m = first[i] / (1 - power(0.9, steps))
          let v = second[i] / (1 - power(0.999, steps))
          parameters[i] -= rate * m / (v.squareRoot() + 1e-8)
        case .rmsprop:
          first[i] = 0.95 * first[i] + 0.05 * g * g
          parameters[i] -= rate * g / (first[i].squareRoot() + 1e-8)
        case .sgd:
          first[i] = 0.7 * first[i] + g
          parameters[i] -= rate * first[i]
        }
      }
      return norm
    }

    private func power(_ base: Double, _ exponent: Double) -> Double {
      (0..<Int(exponent)).reduce(1) { product, _ in product * base }
    }
  }

  private func values(_ count: Int, seed: UInt64) -> [Float] {
    var random = RandomStream(seed: seed, purpose: 5)
    return (0..<count).map { _ in Float(random.uniform() * 2 - 1) }
  }

  private func optimizer(
    _ kind: OptimizerKind, count: Int, clip: Double, workers: Int = 1
  ) -> Optimizer {
    Optimizer(
      kind, count: count, clip: clip, weightDecay: 0.3, momentum: 0.7,
      pool: WorkerPool(count: workers))
  }

  @Test(arguments: OptimizerKind.allCases, [0, 0.5, 100])
  func followsItsTwinInDouble(kind: OptimizerKind, clip: Double) {
    let count = 37
    let start = values(count, seed: 1)
    let zeros = [Double](repeating: 0, count: count)
    var twin = Twin(
      kind: kind, clip: clip, parameters: start.map(Double.init), first: zeros, second: zeros)
    let parameters = FloatBuffer(start)
    let optimizer = optimizer(kind, count: count, clip: clip)
    for step in 1...6 {
      let gradients = values(count, seed: UInt64(10 + step))
      let rate = 0.02 / Double(step)
      let norm = optimizer.step(
        parameters: parameters, gradients: FloatBuffer(gradients), rate: rate)
      let expected = twin.step(gradients.map(Double.init), rate: rate)
      #expect(abs(norm - expected) < 1e-12 * expected)
      #expect(optimizer.steps == step)
      for (found, wanted) in zip(parameters.elements, twin.parameters) {
        #expect(abs(Double(found) - wanted) < 2e-6)
      }
    }
  }

  @Test(arguments: [1, 1 << 14, 40_001])
  func theNormIsThatOfTheWholeGradientBeforeClipping(count: Int) {
    let gradients = values(count, seed: 2)
    let expected = gradients.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
    let norm = optimizer(.sgd, count: count, clip: 1e-3, workers: 2).step(
      parameters: FloatBuffer(count: count), gradients: FloatBuffer(gradients), rate: 0.1)
    #expect(abs(norm - expected) < 1e-12 * expected)
  }

  @Test(arguments: OptimizerKind.allCases, [2, 4])
  func givesTheSameBitsWithAnyNumberOfWorkers(kind: OptimizerKind, workers: Int) {
    let count = 33_333
    let results = [1, workers].map { workers in
      let parameters = FloatBuffer(values(count, seed: 3))
      let optimizer = optimizer(kind, count: count, clip: 5, workers: workers)
      for step in 0..<3 {
        _ = optimizer.step(
          parameters: parameters, gradients: FloatBuffer(values(count, seed: UInt64(20 + step))),
          rate: 0.01)
      }
      return [parameters.bits] + optimizer.moments.map(\.bits)
    }
    #expect(results[0] == results[1])
  }

  @Test(arguments: OptimizerKind.allCases, [Float.nan, .infinity, -.infinity])
  func aGradientThatIsNotFiniteLeavesAllAsItWas(kind: OptimizerKind, fault: Float) {
    let count = 19
    let parameters = FloatBuffer(values(count, seed: 4))
    let optimizer = optimizer(kind, count: count, clip: 5, workers: 2)
    let gradients = FloatBuffer(values(count, seed: 5))
    _ = optimizer.step(parameters: parameters, gradients: gradients, rate: 0.1)
    let before = [parameters.bits] + optimizer.moments.map(\.bits)
    gradients[count - 1] = fault
    let norm = optimizer.step(parameters: parameters, gradients: gradients, rate: 0.1)
    #expect(!norm.isFinite)
    #expect(optimizer.steps == 1)
    #expect([parameters.bits] + optimizer.moments.map(\.bits) == before)
  }
}
