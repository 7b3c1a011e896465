import GeulCompute

/// The plain recurrent layer (Elman 1990).
///
///     h = f(W x + U h₋ + b),   f = tanh, ReLU or σ
enum RNNLayer {
  static func forward(_ pass: LayerPass, activation: Activation) {
    let bias = pass.weights.inputBias.view
    for t in 0..<pass.steps {
      pass.enterInput(at: t)
      let gates = pass.gates(at: t)
      let (hBefore, h) = (pass.hidden(before: t), pass.hidden(before: t + 1))
      pass.multiply(hBefore, by: pass.weights.recurrent, into: gates, accumulate: true) {
        panel, some in
        CellKernels.rnnForward(
          lanes: some.count, activation: activation.number,
          gates: gates.at(panel: panel, row: some.lowerBound), bias: bias.panel(panel),
          h: h.at(panel: panel, row: some.lowerBound))
      }
      pass.worker.barrier.wait()
    }
  }

  static func backward(_ pass: LayerPass, _ g: LayerGradients, activation: Activation) {
    pass.goBack(g, dRecurrent: pass.memory.gates) { t, panel, some in
      let row = some.lowerBound
      CellKernels.rnnBackward(
        lanes: some.count, activation: activation.number,
        h: pass.hidden(before: t + 1).at(panel: panel, row: row),
        dh: g.dOutput.at(panel: panel, row: t * pass.lanes + row),
        dGates: pass.gates(at: t).at(panel: panel, row: row))
    }
    pass.accumulate(g, dRecurrent: pass.memory.gates)
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
