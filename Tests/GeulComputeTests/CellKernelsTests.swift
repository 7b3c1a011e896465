import Foundation
import GeulCompute
import Testing

struct CellKernelsTests {
  /// A sweep through both tails, the middle finely.
  private static let inputs: [Float] =
    (-1_000...1_000).map { Float($0) / 10 } + (-1_000...1_000).map { Float($0) / 997 }
    + [0, -0, 1e-20, -1e-20, 1e4, -1e4, 3e38, -3e38]

  /// f(x) as the plain layer computes it: 0 tanh, 1 ReLU, 2 sigmoid.
  private func activate(_ activation: Int32, _ inputs: [Float]) -> [Float] {
    let count = inputs.count
    let (gates, zeros, h) = (
      FloatBuffer(inputs), FloatBuffer(count: count), FloatBuffer(count: count)
    )
    CellKernels(hidden: count, range: 0..<count).rnnForward(
      activation: activation, gates: gates.pointer, bias: zeros.pointer, h: h.pointer)
    return h.elements
  }

  @Test func hyperbolicTangentIsWithinThreeRoundings() {
    for (x, found) in zip(Self.inputs, activate(0, Self.inputs)) {
      #expect(abs(Double(found) - tanh(Double(x))) < 2e-7, "tanh \(x)")
    }
  }

  @Test func sigmoidIsRightInItsTailsToo() {
    for (x, found) in zip(Self.inputs, activate(2, Self.inputs)) {
      let expected = 1 / (1 + exp(-Double(x)))
      #expect(abs(Double(found) - expected) < 6e-7 * expected + 1e-37, "sigmoid \(x)")
    }
  }

  @Test func rectifierIsExact() {
    #expect(activate(1, Self.inputs) == Self.inputs.map { max(0, $0) })
  }

  @Test func lstmForwardIsTheEquations() {
    let hidden = 37
    var random = RandomStream(case: 31)
    let sums = random.signed(4 * hidden).map { $0 * 4 }
    let (bias, cBefore) = (random.signed(4 * hidden), random.signed(hidden))
    let (gates, c, h) = (FloatBuffer(sums), FloatBuffer(count: hidden), FloatBuffer(count: hidden))
    let (biasBuffer, cBeforeBuffer) = (FloatBuffer(bias), FloatBuffer(cBefore))
    CellKernels(hidden: hidden, range: 0..<hidden).lstmForward(
      gates: gates.pointer, bias: biasBuffer.pointer, cBefore: cBeforeBuffer.pointer,
      c: c.pointer, h: h.pointer)
    func z(_ block: Int, _ u: Int) -> Double {
      Double(sums[block * hidden + u] + bias[block * hidden + u])
    }
    func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
    for u in 0..<hidden {
      let (i, f, g, o) = (sigmoid(z(0, u)), sigmoid(z(1, u)), tanh(z(2, u)), sigmoid(z(3, u)))
      let cell = f * Double(cBefore[u]) + i * g
      for (block, expected) in [i, f, g, o].enumerated() {
        #expect(abs(Double(gates[block * hidden + u]) - expected) < 3e-7)
      }
      #expect(abs(Double(c[u]) - cell) < 5e-7)
      #expect(abs(Double(h[u]) - o * tanh(cell)) < 7e-7)
    }
  }

  /// A cell's function on some units, in buffers filled alike; returns all of them.
  private typealias Run = (CellKernels, _ buffers: [FloatBuffer]) -> Void

  /// Workers share units: the bits must not tell how many they were, nor may others' units change.
  @Test(arguments: [3, 45])
  func bitsDoNotDependOnSharing(hidden: Int) {
    let runs: [Run] = [
      { kernels, b in
        kernels.lstmForward(
          gates: b[0].pointer, bias: b[1].pointer, cBefore: b[2].pointer, c: b[3].pointer,
          h: b[4].pointer)
      },
      { kernels, b in
        kernels.lstmBackward(
          gates: b[0].pointer, cBefore: b[1].pointer, c: b[2].pointer, dh: b[3].pointer,
          dc: b[4].pointer, dGates: b[5].pointer)
      },
      { kernels, b in
        kernels.gruForward(
          gates: b[0].pointer, inputBias: b[1].pointer, recurrent: b[2].pointer,
          recurrentBias: b[3].pointer, hBefore: b[4].pointer, candidate: b[5].pointer,
          h: b[6].pointer)
      },
      { kernels, b in
        kernels.gruBackward(
          gates: b[0].pointer, candidate: b[1].pointer, hBefore: b[2].pointer, dh: b[3].pointer,
          dGates: b[4].pointer, dRecurrent: b[5].pointer, dhBefore: b[6].pointer)
      },
    ]
    for run in runs {
      let whole = fourBlocks(hidden)
      run(CellKernels(hidden: hidden, range: 0..<hidden), whole)
      let shared = fourBlocks(hidden)
      let middle = hidden / 3..<hidden / 3 + hidden / 2
      run(CellKernels(hidden: hidden, range: middle), shared)
      for (buffer, untouched) in zip(shared, fourBlocks(hidden)) {
        for index in 0..<buffer.count where !middle.contains(index % hidden) {
          #expect(buffer[index] == untouched[index])
        }
      }
      run(CellKernels(hidden: hidden, range: 0..<middle.lowerBound), shared)
      run(CellKernels(hidden: hidden, range: middle.upperBound..<hidden), shared)
      #expect(shared.map(\.elements) == whole.map(\.elements))
    }
  }

  /// Seven buffers of four blocks, the most that any of the functions reads or writes.
  private func fourBlocks(_ hidden: Int) -> [FloatBuffer] {
    var random = RandomStream(case: hidden)
    return (0..<7).map { _ in FloatBuffer(random.signed(4 * hidden)) }
  }
}
