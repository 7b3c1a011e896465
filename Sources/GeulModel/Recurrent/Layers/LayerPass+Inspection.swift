import GeulCompute

/// What a backward pass puts aside for those who look inside, each worker of its own panels. Nothing otherwise.
extension LayerPass {
  /// Copies the gates of a step to where their gradients will stand, if that is a place of its own.
  func keepGates(at t: Int, _ panel: Int, _ some: Range<Int>) {
    guard memory.stateGradients != nil else { return }
    let (from, to) = (gates(at: t), gateGradients(at: t))
    for gate in 0..<shape.gates {
      let index = gate * shape.panelCount + panel
      to.at(panel: index, row: some.lowerBound).update(
        from: from.at(panel: index, row: some.lowerBound),
        count: some.count * PackedMatrix.panelWidth)
    }
  }

  /// Copies what later steps have left to c of step t, in `dc` (B, H).
  func keep(_ dc: MatrixView, at t: Int, _ panel: Int, _ some: Range<Int>) {
    guard let kept = memory.stateGradients else { return }
    kept.cellFromLater.view.from(row: t * lanes).at(panel: panel, row: some.lowerBound).update(
      from: dc.at(panel: panel, row: some.lowerBound), count: some.count * PackedMatrix.panelWidth)
  }

  /// Copies the gradients of all steps' h, and of the states before the first.
  func keepStateGradients(_ g: LayerGradients, in kept: StateGradients) {
    let width = PackedMatrix.panelWidth
    for panel in panels {
      kept.hidden.view.panel(panel).update(
        from: g.dOutput.panel(panel), count: steps * lanes * width)
      kept.initialHidden.view.panel(panel).update(
        from: g.memory.dhBefore.view.panel(panel), count: lanes * width)
      guard kept.initialCell.rows > 0 else { continue }
      kept.initialCell.view.panel(panel).update(
        from: g.memory.dc.view.panel(panel), count: lanes * width)
    }
  }
}
