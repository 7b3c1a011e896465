import GeulCompute

/// Long short-term memory (Hochreiter and Schmidhuber 1997; forget gate: Gers et al. 2000).
///
///     i = σ(W_i x + U_i h₋ + b_i)      c = f ⊙ c₋ + i ⊙ g
///     f = σ(W_f x + U_f h₋ + b_f)      h = o ⊙ tanh c
///     g = tanh(W_g x + U_g h₋ + b_g)
///     o = σ(W_o x + U_o h₋ + b_o)
enum LSTMLayer {
  static func forward(_ pass: LayerPass) {
    let bias = pass.weights.inputBias.view
    // A function of its own: a method handed on would be allocated.
    func sums(_ t: Int, _ panel: Int) -> MatrixView { pass.gates(at: t, panel: panel) }
    pass.goForward(into: sums, accumulate: true) { t, panel, some in
      let row = some.lowerBound
      CellKernels.lstmForward(
        lanes: some.count, exact: pass.isExact,
        gates: pass.gates(at: t, panel: panel).at(panel: panel, row: row),
        gateStride: pass.gateStride, bias: bias.panel(panel), biasStride: pass.biasStride,
        cBefore: pass.cell(before: t).at(panel: panel, row: row),
        c: pass.cell(before: t + 1).at(panel: panel, row: row),
        h: pass.hidden(before: t + 1).at(panel: panel, row: row))
    }
  }

  static func backward(_ pass: LayerPass, _ g: LayerGradients) {
    let dc = g.memory.dc.view
    pass.goBack(g, dRecurrent: pass.memory.gateGradients) { t, panel, some in
      let row = some.lowerBound
      pass.keepGates(at: t, panel, some)
      pass.keep(dc, at: t, panel, some)
      CellKernels.lstmBackward(
        lanes: some.count, exact: pass.isExact,
        gates: pass.gateGradients(at: t).at(panel: panel, row: row),
        gateStride: pass.gateStride, cBefore: pass.cell(before: t).at(panel: panel, row: row),
        c: pass.cell(before: t + 1).at(panel: panel, row: row),
        dh: g.dOutput.at(panel: panel, row: t * pass.lanes + row),
        dc: dc.at(panel: panel, row: row), sums: g.memory.inputBias.view.panel(panel),
        biasStride: pass.biasStride)
    }
    pass.accumulate(g, dRecurrent: pass.memory.gateGradients)
  }
}
