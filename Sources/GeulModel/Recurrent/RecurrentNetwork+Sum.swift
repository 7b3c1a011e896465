import GeulCompute

/// The sum of the layers' outputs, where that is what the projection reads (`ProjectedOutputs.sum`).
extension RecurrentNetwork {
  /// What the projection reads (T·B, H). Not where a layer keeps bytes.
  func projected(_ pass: Pass) -> MatrixView {
    configuration.sumsOutputs
      ? pass.memory.summed.view : output(ofLayer: configuration.layers - 1, pass)
  }

  /// summed = Σ over layers of the outputs after dropout.
  func sumOutputs(_ pass: Pass) {
    guard configuration.sumsOutputs else { return }
    eachPanel(pass) { panel, count in
      let sum = pass.memory.summed.view.panel(panel)
      sum.update(from: output(ofLayer: 0, pass).panel(panel), count: count)
      for layer in 1..<configuration.layers {
        RowKernels.add(output(ofLayer: layer, pass).panel(panel), to: sum, count: count)
      }
    }
  }

  /// dSummed = d loss / d sum, which the way back through the last layer is about to change.
  func keepSumGradient(_ pass: Pass, _ gradient: PanelMatrix) {
    guard let memory = pass.memory.gradient, configuration.sumsOutputs else { return }
    eachPanel(pass) { panel, count in
      memory.dSummed.view.panel(panel).update(from: gradient.view.panel(panel), count: count)
    }
  }

  /// What a lower layer's outputs add to the sum comes to their gradient beside what the layer above leaves.
  func addSumGradient(_ pass: Pass, to gradient: PanelMatrix) {
    guard let memory = pass.memory.gradient, configuration.sumsOutputs else { return }
    eachPanel(pass) { panel, count in
      RowKernels.add(
        memory.dSummed.view.panel(panel), to: gradient.view.panel(panel), count: count)
    }
  }

  /// This worker's panels of units, and the numbers of each; returns when all workers are done.
  private func eachPanel(_ pass: Pass, _ body: (_ panel: Int, _ count: Int) -> Void) {
    let panels = PackedMatrix.panelCount(ofWidth: configuration.hidden)
    for panel in pass.worker.share(of: panels) {
      body(panel, pass.rows * PackedMatrix.panelWidth)
    }
    pass.worker.barrier.wait()
  }
}
