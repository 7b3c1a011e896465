import GeulCompute

/// The gated recurrent unit (Cho et al. 2014), reset after the recurrent product, as PyTorch's.
///
///     r = σ(W_r x + b_ir + U_r h₋ + b_hr)
///     z = σ(W_z x + b_iz + U_z h₋ + b_hz)
///     n = tanh(W_n x + b_in + r ⊙ (U_n h₋ + b_hn))
///     h = (1 - z) ⊙ n + z ⊙ h₋
enum GRULayer {
  static func forward(_ pass: LayerPass) {
    let (inputBias, recurrentBias) = (pass.weights.inputBias.view, pass.weights.recurrentBias.view)
    let recurrent = pass.memory.recurrent.view
    func target(_ t: Int, _ panel: Int) -> MatrixView { recurrent }
    pass.goForward(into: target, accumulate: false) { t, panel, some in
      let row = some.lowerBound
      CellKernels.gruForward(
        lanes: some.count, exact: pass.isExact,
        gates: pass.gates(at: t, panel: panel).at(panel: panel, row: row),
        gateStride: pass.gateStride, inputBias: inputBias.panel(panel),
        recurrent: recurrent.at(panel: panel, row: row),
        recurrentStride: pass.shape.panelCount * recurrent.panelStride,
        recurrentBias: recurrentBias.panel(panel), biasStride: pass.biasStride,
        hBefore: pass.hidden(before: t).at(panel: panel, row: row),
        candidate: pass.candidate(at: t).at(panel: panel, row: row),
        h: pass.hidden(before: t + 1).at(panel: panel, row: row))
    }
  }

  static func backward(_ pass: LayerPass, _ g: LayerGradients) {
    let dRecurrent = g.memory.dRecurrent
    pass.goBack(g, dRecurrent: dRecurrent) { t, panel, some in
      let row = some.lowerBound
      let inChunk = t * pass.lanes + row
      pass.keepGates(at: t, panel, some)
      let dhBefore = t > 0 ? g.dOutput.from(row: (t - 1) * pass.lanes) : g.memory.dhBefore.view
      CellKernels.gruBackward(
        lanes: some.count, exact: pass.isExact,
        gates: pass.gateGradients(at: t).at(panel: panel, row: row),
        gateStride: pass.gateStride, candidate: pass.candidate(at: t).at(panel: panel, row: row),
        hBefore: pass.hidden(before: t).at(panel: panel, row: row),
        dh: g.dOutput.at(panel: panel, row: inChunk),
        dRecurrent: dRecurrent.view.at(panel: panel, row: inChunk),
        recurrentStride: pass.shape.panelCount * dRecurrent.view.panelStride,
        dhBefore: dhBefore.at(panel: panel, row: row),
        sums: g.memory.inputBias.view.panel(panel),
        recurrentSums: g.memory.recurrentBias.view.panel(panel), biasStride: pass.biasStride)
    }
    pass.accumulate(g, dRecurrent: dRecurrent)
  }
}

extension LayerPass {
  /// U_n h₋ + b_n (B, H) of step t.
  fileprivate func candidate(at t: Int) -> MatrixView { memory.candidate.view.from(row: t * lanes) }
}
