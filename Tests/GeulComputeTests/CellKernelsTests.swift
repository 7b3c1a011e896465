import Foundation
import GeulCompute
import Testing

struct CellKernelsTests {
  /// A sweep through both tails, the middle finely.
  private static let inputs: [Float] =
    (-1_000...1_000).map { Float($0) / 10 } + (-1_000...1_000).map { Float($0) / 997 }
    + [0, -0, 1e-20, -1e-20, 1e4, -1e4, 3e38, -3e38]

  /// f(x) as the plain layer computes it: 0 tanh, 1 ReLU, 2 sigmoid.
  private func activate(_ activation: Int32, exact: Bool, _ inputs: [Float]) -> [Float] {
    let lanes = (inputs.count + 31) / 32
    let gates = FloatBuffer(inputs + [Float](repeating: 0, count: lanes * 32 - inputs.count))
    let (zeros, h) = (FloatBuffer(count: 32), FloatBuffer(count: gates.count))
    CellKernels.rnnForward(
      lanes: lanes, exact: exact, activation: activation, gates: gates.pointer,
      bias: zeros.pointer, h: h.pointer)
    return Array(h.elements.prefix(inputs.count))
  }

  @Test(arguments: [false, true]) func hyperbolicTangentIsWithinFourRoundings(exact: Bool) {
    for (x, found) in zip(Self.inputs, activate(0, exact: exact, Self.inputs)) {
      #expect(abs(Double(found) - tanh(Double(x))) < 2.4e-7, "tanh \(x)")
    }
  }

  @Test(arguments: [false, true]) func sigmoidIsRightInItsTailsToo(exact: Bool) {
    for (x, found) in zip(Self.inputs, activate(2, exact: exact, Self.inputs)) {
      let expected = 1 / (1 + exp(-Double(x)))
      // The exponent is rounded too: one part in 2^24 of it, times the function's own part of a rounding.
      let tolerance = (6e-7 + 8e-8 * min(abs(Double(x)), 100)) * expected
      #expect(abs(Double(found) - expected) < tolerance + 1e-37, "sigmoid \(x)")
    }
  }

  @Test(arguments: [false, true]) func rectifierIsExact(exact: Bool) {
    #expect(activate(1, exact: exact, Self.inputs) == Self.inputs.map { max(0, $0) })
  }

  @Test(arguments: [false, true]) func lstmForwardIsTheEquations(exact: Bool) {
    // Gates, and biases, with something between them that is none of theirs.
    let (lanes, gateStride, biasStride) = (5, 5 * 32 + 16, 48)
    var random = RandomStream(case: 31)
    let sums = random.signed(4 * gateStride).map { $0 * 4 }
    let (bias, cBefore) = (random.signed(4 * biasStride), random.signed(lanes * 32))
    let gates = FloatBuffer(sums)
    let (c, h) = (FloatBuffer(count: lanes * 32), FloatBuffer(count: lanes * 32))
    let (biasBuffer, cBeforeBuffer) = (FloatBuffer(bias), FloatBuffer(cBefore))
    CellKernels.lstmForward(
      lanes: lanes, exact: exact, gates: gates.pointer, gateStride: gateStride,
      bias: biasBuffer.pointer,
      biasStride: biasStride, cBefore: cBeforeBuffer.pointer, c: c.pointer, h: h.pointer)
    func z(_ gate: Int, _ index: Int) -> Double {
      Double(sums[gate * gateStride + index] + bias[gate * biasStride + index % 32])
    }
    func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
    for u in 0..<lanes * 32 {
      let (i, f, g, o) = (sigmoid(z(0, u)), sigmoid(z(1, u)), tanh(z(2, u)), sigmoid(z(3, u)))
      let cell = f * Double(cBefore[u]) + i * g
      for (gate, expected) in [i, f, g, o].enumerated() {
        #expect(abs(Double(gates[gate * gateStride + u]) - expected) < 3e-7)
      }
      #expect(abs(Double(c[u]) - cell) < 5e-7)
      #expect(abs(Double(h[u]) - o * tanh(cell)) < 7e-7)
    }
    for gate in 0..<4 {
      for index in gate * gateStride + lanes * 32..<(gate + 1) * gateStride {
        #expect(gates[index] == sums[index])
      }
    }
  }

  /// A cell's function on some lanes from `lane` on, in buffers filled alike.
  private typealias Run = (_ lane: Int, _ lanes: Int, _ buffers: [FloatBuffer]) -> Void

  /// Lanes are taken some at a time: the bits must not tell how many, nor may others' change.
  @Test(arguments: [false, true]) func bitsDoNotDependOnLanesAtATime(exact: Bool) {
    let (lanes, stride) = (7, 7 * 32)
    let scrap = FloatBuffer(count: 256)
    let runs: [Run] = [
      { lane, lanes, b in
        let at = b.map { $0.pointer + lane * 32 }
        CellKernels.lstmForward(
          lanes: lanes, exact: exact, gates: at[0], gateStride: stride, bias: b[1].pointer,
          biasStride: 32,
          cBefore: at[2], c: at[3], h: at[4])
      },
      { lane, lanes, b in
        let at = b.map { $0.pointer + lane * 32 }
        CellKernels.lstmBackward(
          lanes: lanes, exact: false, gates: at[0], gateStride: stride, cBefore: at[1], c: at[2],
          dh: at[3],
          dc: at[4], sums: scrap.pointer, biasStride: 32)
      },
      { lane, lanes, b in
        let at = b.map { $0.pointer + lane * 32 }
        CellKernels.gruForward(
          lanes: lanes, exact: exact, gates: at[0], gateStride: stride, inputBias: b[1].pointer,
          recurrent: at[2], recurrentStride: stride, recurrentBias: b[3].pointer, biasStride: 32,
          hBefore: at[4], candidate: at[5], h: at[6])
      },
      { lane, lanes, b in
        let at = b.map { $0.pointer + lane * 32 }
        CellKernels.gruBackward(
          lanes: lanes, exact: false, gates: at[0], gateStride: stride, candidate: at[1],
          hBefore: at[2],
          dh: at[3], dRecurrent: at[4], recurrentStride: stride, dhBefore: at[5],
          sums: scrap.pointer, recurrentSums: scrap.pointer + 128, biasStride: 32)
      },
    ]
    for run in runs {
      let (whole, shared) = (fourGates(stride), fourGates(stride))
      run(0, lanes, whole)
      run(2, 3, shared)
      for (buffer, untouched) in zip(shared, fourGates(stride)) {
        for index in 0..<buffer.count where !(64..<160).contains(index % stride) {
          #expect(buffer[index] == untouched[index])
        }
      }
      run(0, 2, shared)
      run(5, 2, shared)
      #expect(shared.map(\.elements) == whole.map(\.elements))
    }
  }

  /// Seven buffers of four gates, the most that any of the functions reads or writes.
  private func fourGates(_ stride: Int) -> [FloatBuffer] {
    var random = RandomStream(case: stride)
    return (0..<7).map { _ in FloatBuffer(random.signed(4 * stride)) }
  }
}
