import GeulCompute

/// The parts of a backward pass that all cells share.
extension LayerPass {
  /// From the last step to the first: `cell` makes the gates' gradients of a step, this worker's panel and some
  /// lanes, and their product with W_hh reaches h of the step before.
  ///
  /// - Parameter dRecurrent: (T·B, G·H), what `cell` leaves as d loss / d (U h₋).
  func goBack(
    _ g: LayerGradients, dRecurrent: PanelMatrix,
    cell: (_ t: Int, _ panel: Int, _ lanes: Range<Int>) -> Void
  ) {
    guard let packed = weights.recurrentBackward else {
      preconditionFailure("a backward pass needs weights made for training")
    }
    prepareSums(g)
    func step(_ t: Int, _ panel: Int, _ some: Range<Int>) {
      cell(t, panel, some)
      addToTable(g, t, panel, some)
      makeOperand(g, dRecurrent, t, panel, some)
    }
    for panel in panels { eachBlock(of: packed) { step(steps - 1, panel, $0) } }
    worker.barrier.wait()
    for t in (1..<steps).reversed() {
      multiply(
        dRecurrent.view.from(row: t * lanes), madeIn: g.memory.operand, turn: t, by: packed,
        into: g.dOutput.from(row: (t - 1) * lanes), accumulate: true,
        then: { step(t - 1, $0, $1) })
      worker.barrier.wait()
    }
    guard let kept = memory.stateGradients else { return }
    multiply(
      dRecurrent.view, madeIn: g.memory.operand, turn: 0, by: packed,
      into: g.memory.dhBefore.view, accumulate: true)
    keepStateGradients(g, in: kept)
  }

  /// Makes the gates' gradients of a step ready for the product of the step before.
  private func makeOperand(
    _ g: LayerGradients, _ dRecurrent: PanelMatrix, _ t: Int, _ panel: Int, _ some: Range<Int>
  ) {
    for gate in 0..<shape.gates {
      let index = gate * shape.panelCount + panel
      g.memory.operand.store(
        dRecurrent.view.at(panel: index, row: t * lanes + some.lowerBound),
        rowStride: dRecurrent.view.rowStride, panel: index, rows: some, turn: t)
    }
  }

  /// Zeroes this worker's units of what sums are added to.
  private func prepareSums(_ g: LayerGradients) {
    for panel in panels {
      clear(g.memory.dhBefore, panel)
      clear(g.memory.dc, panel)
      for gate in 0..<shape.gates {
        let index = gate * shape.panelCount + panel
        clear(g.memory.inputBias, index)
        clear(g.memory.recurrentBias, index)
        if case .symbols = input { clear(g.memory.table, index) }
      }
    }
  }

  /// Nothing of an empty matrix.
  private func clear(_ matrix: PanelMatrix, _ panel: Int) {
    guard matrix.rows > 0 else { return }
    matrix.view.panel(panel).update(
      repeating: 0, count: matrix.rows * PackedMatrix.panelWidth)
  }

  /// Adds the gradients of a step, while they are in the first-level cache, to those of the table's rows.
  private func addToTable(_ g: LayerGradients, _ t: Int, _ panel: Int, _ some: Range<Int>) {
    guard case .symbols(let symbols) = input else { return }
    let row = t * lanes + some.lowerBound
    for gate in 0..<shape.gates {
      let index = gate * shape.panelCount + panel
      RowKernels.scatterAdd(
        memory.gateGradients.view.at(panel: index, row: row), of: symbols + row, count: some.count,
        to: g.memory.table.view.panel(index))
    }
  }

  /// The gradients of weights and biases over the whole chunk, and of the input; those of a table's rows are left
  /// to who made the table.
  ///
  /// Workers share rows of the results, never the sum over T·B.
  func accumulate(_ g: LayerGradients, dRecurrent: PanelMatrix) {
    let dGates = memory.gateGradients
    addBiases(g)
    accumulateRecurrent(g, dRecurrent)
    if case .rows(let rows) = input {
      worker.barrier.wait()
      multiplyTransposed(
        dGates, rows, width: shape.input,
        into: g.gradients.pointer + weights.slots.inputWeight.offset, g)
      if let dInput = g.dInput, let packed = weights.inputBackward {
        packed.multiply(
          rows: steps * lanes, dGates.view, into: dInput,
          panels: worker.share(of: packed.panelCount), accumulate: false, scratch: worker.scratch)
      }
    }
    worker.barrier.wait()
  }

  /// dW_hh; where weights are dropped, first that of what was multiplied by, of which no more is kept than of these.
  private func accumulateRecurrent(_ g: LayerGradients, _ dRecurrent: PanelMatrix) {
    let (rows, slot) = (memory.hidden.view, weights.slots.recurrentWeight)
    let target = g.gradients.pointer + slot.offset
    guard let weightMask, let masked = g.memory.maskedWeight else {
      return multiplyTransposed(dRecurrent, rows, width: shape.hidden, into: target, g)
    }
    multiplyTransposed(
      dRecurrent, rows, width: shape.hidden, into: masked.pointer, accumulate: false, g)
    worker.barrier.wait()
    let part = worker.share(of: slot.count)
    let from = masked.pointer + part.lowerBound
    weightMask.apply(from, into: from, part)
    RowKernels.add(from, to: target + part.lowerBound, count: part.count)
  }

  private func addBiases(_ g: LayerGradients) {
    let sums = g.memory.inputBias
    add(sums, to: weights.slots.inputBias, g)
    add(
      g.memory.recurrentBias.rows > 0 ? g.memory.recurrentBias : sums,
      to: weights.slots.recurrentBias, g)
  }

  private func add(_ sums: PanelMatrix, to slot: ParameterSlot, _ g: LayerGradients) {
    let units = weights.recurrent.columns(of: panels)
    for gate in 0..<shape.gates {
      RowKernels.add(
        sums.elements.pointer + shape.padded(gate: gate, unit: units.lowerBound),
        to: g.gradients.pointer + slot.offset + gate * shape.hidden + units.lowerBound,
        count: units.count)
    }
  }

  /// dW (G·H, width) = or += dSumsᵀ · rows, where rows is (T·B, width).
  private func multiplyTransposed(
    _ dSums: PanelMatrix, _ rows: MatrixView, width: Int, into target: UnsafeMutablePointer<Float>,
    accumulate: Bool = true, _ g: LayerGradients
  ) {
    guard let packed = g.memory.rows[width] else { return }
    packed.pack(rows, depth: steps * lanes, panels: worker.share(of: packed.panelCount))
    worker.barrier.wait()
    worker.take(shape.gateColumns.panelCount, by: PackedMatrix.transposedPanels) {
      packed.multiplyTransposed(
        dSums.view, columns: shape.gateColumns, panels: $0, depth: steps * lanes,
        into: target, cStride: width, accumulate: accumulate,
        scratch: worker.scratch)
    }
  }
}
