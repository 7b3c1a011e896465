import GeulCompute

/// The plain recurrent layer (Elman 1990).
///
///     h = f(W x + U h₋ + b),   f = tanh, ReLU or σ
enum RNNLayer {
  static func forward(_ pass: LayerPass, activation: Activation) {
    let bias = pass.weights.inputBias.view
    // A function of its own: a method handed on would be allocated.
    func sums(_ t: Int, _ panel: Int) -> MatrixView { pass.gates(at: t, panel: panel) }
    pass.goForward(into: sums, accumulate: true) { t, panel, some in
      CellKernels.rnnForward(
        lanes: some.count, exact: pass.isExact, activation: activation.number,
        gates: pass.gates(at: t, panel: panel).at(panel: panel, row: some.lowerBound),
        bias: bias.panel(panel),
        h: pass.hidden(before: t + 1).at(panel: panel, row: some.lowerBound))
    }
  }

  static func backward(_ pass: LayerPass, _ g: LayerGradients, activation: Activation) {
    pass.goBack(g, dRecurrent: pass.memory.gateGradients) { t, panel, some in
      let row = some.lowerBound
      CellKernels.rnnBackward(
        lanes: some.count, exact: pass.isExact, activation: activation.number,
        h: pass.hidden(before: t + 1).at(panel: panel, row: row),
        dh: g.dOutput.at(panel: panel, row: t * pass.lanes + row),
        dGates: pass.gateGradients(at: t).at(panel: panel, row: row),
        sums: g.memory.inputBias.view.panel(panel))
    }
    pass.accumulate(g, dRecurrent: pass.memory.gateGradients)
  }
}
