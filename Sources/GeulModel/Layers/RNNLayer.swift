import GeulCompute

/// The plain recurrent layer (Elman 1990).
///
///     h = f(W x + U h₋ + b),   f = tanh, ReLU or σ
enum RNNLayer {
  static func forward(_ pass: LayerPass, activation: Activation) {
    let (B, H) = (pass.lanes, pass.shape.hidden)
    let (units, kernels) = (pass.units, pass.kernels)
    for t in 0..<pass.steps {
      pass.multiplyInput(at: t)
      let hBefore = pass.memory.hidden.pointer + t * B * H
      let gates = pass.gates(at: t)
      pass.multiplyRecurrent(hBefore: hBefore, into: gates, accumulate: true)
      if !units.isEmpty {
        for b in 0..<B {
          kernels.rnnForward(
            activation: activation.number, gates: gates + b * H, bias: pass.weights.bias.pointer,
            h: hBefore + (B + b) * H)
        }
      }
      pass.worker.barrier.wait()
    }
  }

  static func backward(_ pass: LayerPass, _ g: LayerGradients, activation: Activation) {
    let (B, H) = (pass.lanes, pass.shape.hidden)
    let (units, kernels) = (pass.units, pass.kernels)
    let (dh, dhBefore) = (g.memory.dh.pointer, g.memory.dhBefore.pointer)
    pass.clearOwnUnits(of: [dhBefore])
    for t in (0..<pass.steps).reversed() {
      let h = pass.memory.hidden.pointer + (t + 1) * B * H
      let dGates = g.memory.dGates.pointer + t * B * H
      pass.gatherOutputGradient(g.dOutput + t * B * H, dhBefore, into: dh)
      if !units.isEmpty {
        for b in 0..<B {
          kernels.rnnBackward(
            activation: activation.number, h: h + b * H, dh: dh + b * H, dGates: dGates + b * H)
        }
      }
      pass.worker.barrier.wait()
      if t > 0 || g.reachesInitialState {
        pass.multiplyRecurrentBackward(dRecurrent: dGates, into: dhBefore, accumulate: false)
      }
    }
    pass.accumulate(g, dGates: g.memory.dGates, dRecurrent: g.memory.dGates)
  }
}

extension Activation {
  /// The kernels' number.
  fileprivate var number: Int32 {
    switch self {
    case .tanh: 0
    case .relu: 1
    case .sigmoid: 2
    }
  }
}
