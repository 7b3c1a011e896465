import Foundation
import GeulCompute
import Testing

struct OptimizerKernelsTests {
  private let count = 61
  /// Every optimizer is asked for these alone.
  private let range = 5..<58

  /// The parameters after some steps with random gradients, against the same in Double.
  private func check(
    _ step: (_ number: Int, _ gradient: FloatBuffer, _ parameters: FloatBuffer) -> Void,
    _ twin: (_ number: Int, _ index: Int, _ gradient: Double, _ parameter: inout Double) -> Void
  ) {
    var random = RandomStream(case: 21)
    let start = random.signed(count)
    let parameters = FloatBuffer(start)
    var expected = start.map(Double.init)
    for number in 1...20 {
      var gradient = random.signed(count)
      gradient[7] = 0
      step(number, FloatBuffer(gradient), parameters)
      for index in range { twin(number, index, Double(gradient[index]), &expected[index]) }
    }
    for (index, found) in parameters.elements.enumerated() {
      if range.contains(index) {
        #expect(abs(Double(found) - expected[index]) < 2e-6)
      } else {
        #expect(found == start[index])
      }
    }
  }

  @Test(arguments: [0, 0.3] as [Float], [1, 0.5] as [Float])
  func adam(decay: Float, scale: Float) {
    let (first, second) = (FloatBuffer(count: count), FloatBuffer(count: count))
    var m = [Double](repeating: 0, count: count)
    var v = m
    check { number, gradient, parameters in
      let numbers = OptimizerKernels.Adam(
        rate: 0.01, beta1: 0.9, beta2: 0.99, epsilon: 1e-6, decay: decay,
        correction1: Float(1 - pow(0.9, Double(number))),
        correction2: Float(1 - pow(0.99, Double(number))), gradientScale: scale)
      let isFinite = OptimizerKernels.adam(
        numbers, range: range, gradient: gradient, first: first, second: second,
        parameters: parameters)
      #expect(isFinite)
    } _: { number, index, gradient, parameter in
      let g = gradient * Double(scale)
      m[index] = 0.9 * m[index] + 0.1 * g
      v[index] = 0.99 * v[index] + 0.01 * g * g
      let mHat = m[index] / (1 - pow(0.9, Double(number)))
      let vHat = v[index] / (1 - pow(0.99, Double(number)))
      parameter -= 0.01 * Double(decay) * parameter
      parameter -= 0.01 * mHat / (vHat.squareRoot() + 1e-6)
    }
  }

  @Test func rmsProp() {
    let square = FloatBuffer(count: count)
    var v = [Double](repeating: 0, count: count)
    check { _, gradient, parameters in
      let isFinite = OptimizerKernels.rmsProp(
        rate: 0.01, alpha: 0.95, epsilon: 1e-6, gradientScale: 0.5, range: range,
        gradient: gradient, square: square, parameters: parameters)
      #expect(isFinite)
    } _: { _, index, gradient, parameter in
      let g = gradient * 0.5
      v[index] = 0.95 * v[index] + 0.05 * g * g
      parameter -= 0.01 * g / (v[index].squareRoot() + 1e-6)
    }
  }

  @Test(arguments: [0, 0.9] as [Float])
  func sgd(momentum: Float) {
    let velocity = FloatBuffer(count: count)
    var m = [Double](repeating: 0, count: count)
    check { _, gradient, parameters in
      let isFinite = OptimizerKernels.sgd(
        rate: 0.01, momentum: momentum, gradientScale: 0.5, range: range, gradient: gradient,
        velocity: velocity, parameters: parameters)
      #expect(isFinite)
    } _: { _, index, gradient, parameter in
      m[index] = Double(momentum) * m[index] + gradient * 0.5
      parameter -= 0.01 * m[index]
    }
  }

  /// What is not finite changes neither its parameter nor its moments, and the others change as ever.
  @Test(arguments: [Float.infinity, -.infinity, .nan], PoisonedRule.allCases)
  func aPoisonedElementStaysAsItWas(poison: Float, kind: PoisonedRule) {
    var random = RandomStream(case: 22)
    let (start, clean) = (random.signed(count), random.signed(count))
    var poisoned = clean
    poisoned[11] = poison
    func step(_ gradient: [Float]) -> (Bool, [FloatBuffer]) {
      let buffers = [start, clean.map(abs), clean.map(abs)].map { FloatBuffer($0) }
      let gradient = FloatBuffer(gradient)
      let isFinite =
        switch kind {
        case .adam:
          OptimizerKernels.adam(
            .init(
              rate: 0.01, beta1: 0.9, beta2: 0.99, epsilon: 1e-6, decay: 0.1, correction1: 0.1,
              correction2: 0.01, gradientScale: 1),
            range: range, gradient: gradient, first: buffers[1], second: buffers[2],
            parameters: buffers[0])
        case .rmsprop:
          OptimizerKernels.rmsProp(
            rate: 0.01, alpha: 0.95, epsilon: 1e-6, gradientScale: 1, range: range,
            gradient: gradient, square: buffers[1], parameters: buffers[0])
        case .sgd:
          OptimizerKernels.sgd(
            rate: 0.01, momentum: 0.9, gradientScale: 1, range: range, gradient: gradient,
            velocity: buffers[1], parameters: buffers[0])
        }
      return (isFinite, buffers)
    }
    let (isFinite, found) = step(poisoned)
    let (wasFinite, expected) = step(clean)
    #expect(!isFinite && wasFinite)
    let before = [start, clean.map(abs), clean.map(abs)]
    for (place, buffer) in found.enumerated() {
      for index in 0..<count {
        #expect(buffer[index] == (index == 11 ? before[place][index] : expected[place][index]))
      }
    }
  }
}

/// The rules there are.
enum PoisonedRule: CaseIterable { case adam, rmsprop, sgd }
