import GeulCompute

/// Long short-term memory (Hochreiter and Schmidhuber 1997; forget gate: Gers et al. 2000).
///
///     i = σ(W_i x + U_i h₋ + b_i)      c = f ⊙ c₋ + i ⊙ g
///     f = σ(W_f x + U_f h₋ + b_f)      h = o ⊙ tanh c
///     g = tanh(W_g x + U_g h₋ + b_g)
///     o = σ(W_o x + U_o h₋ + b_o)
enum LSTMLayer {
  static func forward(_ pass: LayerPass) {
    let (B, H, rowWidth) = (pass.lanes, pass.shape.hidden, pass.shape.gateWidth)
    let (units, kernels) = (pass.units, pass.kernels)
    for t in 0..<pass.steps {
      pass.multiplyInput(at: t)
      let hBefore = pass.memory.hidden.pointer + t * B * H
      let cBefore = pass.memory.cell.pointer + t * B * H
      let gates = pass.gates(at: t)
      pass.multiplyRecurrent(hBefore: hBefore, into: gates, accumulate: true)
      if !units.isEmpty {
        for b in 0..<B {
          kernels.lstmForward(
            gates: gates + b * rowWidth, bias: pass.weights.bias.pointer, cBefore: cBefore + b * H,
            c: cBefore + (B + b) * H, h: hBefore + (B + b) * H)
        }
      }
      pass.worker.barrier.wait()
    }
  }

  static func backward(_ pass: LayerPass, _ g: LayerGradients) {
    let (B, H, rowWidth) = (pass.lanes, pass.shape.hidden, pass.shape.gateWidth)
    let (units, kernels) = (pass.units, pass.kernels)
    let (dh, dhBefore, dc) = (g.memory.dh.pointer, g.memory.dhBefore.pointer, g.memory.dc.pointer)
    pass.clearOwnUnits(of: [dhBefore, dc])
    for t in (0..<pass.steps).reversed() {
      let c = pass.memory.cell.pointer + (t + 1) * B * H
      let gates = pass.memory.gates.pointer + t * B * rowWidth
      let dGates = g.memory.dGates.pointer + t * B * rowWidth
      pass.gatherOutputGradient(g.dOutput + t * B * H, dhBefore, into: dh)
      if !units.isEmpty {
        for b in 0..<B {
          kernels.lstmBackward(
            gates: gates + b * rowWidth, cBefore: c + (b - B) * H, c: c + b * H, dh: dh + b * H,
            dc: dc + b * H, dGates: dGates + b * rowWidth)
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
