import GeulCompute

/// The gated recurrent unit (Cho et al. 2014), reset after the recurrent product, as PyTorch's.
///
///     r = σ(W_r x + b_ir + U_r h₋ + b_hr)
///     z = σ(W_z x + b_iz + U_z h₋ + b_hz)
///     n = tanh(W_n x + b_in + r ⊙ (U_n h₋ + b_hn))
///     h = (1 - z) ⊙ n + z ⊙ h₋
enum GRULayer {
  static func forward(_ pass: LayerPass, parameters: FloatBuffer) {
    let inputBias = parameters.pointer + pass.slots.inputBias.offset
    let recurrentBias = parameters.pointer + pass.slots.recurrentBias.offset
    let (B, H, rowWidth) = (pass.lanes, pass.shape.hidden, pass.shape.gateWidth)
    let (units, kernels) = (pass.units, pass.kernels)
    let recurrent = pass.memory.recurrent.pointer
    for t in 0..<pass.steps {
      pass.multiplyInput(at: t)
      let hBefore = pass.memory.hidden.pointer + t * B * H
      let gates = pass.gates(at: t)
      let candidate = pass.memory.candidate.pointer + t * B * H
      pass.multiplyRecurrent(hBefore: hBefore, into: recurrent, accumulate: false)
      if !units.isEmpty {
        for b in 0..<B {
          kernels.gruForward(
            gates: gates + b * rowWidth, inputBias: inputBias, recurrent: recurrent + b * rowWidth,
            recurrentBias: recurrentBias, hBefore: hBefore + b * H, candidate: candidate + b * H,
            h: hBefore + (B + b) * H)
        }
      }
      pass.worker.barrier.wait()
    }
  }

  static func backward(_ pass: LayerPass, _ g: LayerGradients) {
    let (B, H, rowWidth) = (pass.lanes, pass.shape.hidden, pass.shape.gateWidth)
    let (units, kernels) = (pass.units, pass.kernels)
    let (dh, dhBefore) = (g.memory.dh.pointer, g.memory.dhBefore.pointer)
    pass.clearOwnUnits(of: [dhBefore])
    for t in (0..<pass.steps).reversed() {
      let hBefore = pass.memory.hidden.pointer + t * B * H
      let gates = pass.memory.gates.pointer + t * B * rowWidth
      let candidate = pass.memory.candidate.pointer + t * B * H
      let dGates = g.memory.dGates.pointer + t * B * rowWidth
      let dRecurrent = g.memory.dRecurrent.pointer + t * B * rowWidth
      pass.gatherOutputGradient(g.dOutput + t * B * H, dhBefore, into: dh)
      if !units.isEmpty {
        for b in 0..<B {
          kernels.gruBackward(
            gates: gates + b * rowWidth, candidate: candidate + b * H, hBefore: hBefore + b * H,
            dh: dh + b * H, dGates: dGates + b * rowWidth, dRecurrent: dRecurrent + b * rowWidth,
            dhBefore: dhBefore + b * H)
        }
      }
      pass.worker.barrier.wait()
      if t > 0 || g.reachesInitialState {
        pass.multiplyRecurrentBackward(dRecurrent: dRecurrent, into: dhBefore, accumulate: true)
      }
    }
    pass.accumulate(g, dGates: g.memory.dGates, dRecurrent: g.memory.dRecurrent)
  }
}
