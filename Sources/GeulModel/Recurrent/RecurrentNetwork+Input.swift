import GeulCompute

/// How symbols enter the first layer, and how the gradient leaves it.
///
/// Where a table is used (`RecurrentConfiguration.usesTable`), each symbol's product with the first layer's weights is computed
/// once, into a table of V rows, and looked up: (E W_ihᵀ)[x] = E[x] W_ihᵀ. On the way back the gates' gradients are
/// added up symbol by symbol first, and multiplied after: the same sums in another order.
extension RecurrentNetwork {
  /// Gathers the inputs' embeddings (T·B, D), unless their products are looked up.
  func embed(_ pass: Pass) {
    guard case .embedding(let D) = configuration.input, !pass.memory.usesTable,
      let slot = pass.weights.slots.embedding
    else { return }
    let table = pass.weights.parameters.pointer + slot.offset
    for row in pass.worker.share(of: pass.rows) {
      let x = pass.memory.embedded.pointer + row * D
      x.update(from: table + Int(pass.memory.chunk.inputs[row]) * D, count: D)
      dropInput(x, row: row, columns: 0..<D, pass)
    }
  }

  /// The gradients of the embedding, and of the first layer's input weights where a table was used.
  func embedBackward(_ pass: Pass, gradients: FloatBuffer) {
    guard let memory = pass.memory.gradient else { return }
    if !pass.memory.usesTable {
      addByColumns(memory.dEmbedded, pass, gradients)
    } else if let packed = memory.embedding {
      multiplyTable(pass, memory, embedding: packed, gradients)
    } else {
      addTable(pass, memory, gradients)
    }
  }

  /// dE[x] += dEmbedded of every input x: workers share columns, so that rows add up in order.
  private func addByColumns(_ dEmbedded: FloatBuffer, _ pass: Pass, _ gradients: FloatBuffer) {
    guard case .embedding(let D) = configuration.input, let slot = pass.weights.slots.embedding
    else { return }
    let columns = pass.worker.share(of: D)
    let target = gradients.pointer + slot.offset + columns.lowerBound
    for row in 0..<pass.rows {
      let dx = dEmbedded.pointer + row * D + columns.lowerBound
      dropInput(dx, row: row, columns: columns, pass)
      RowKernels.add(
        dx, to: target + Int(pass.memory.chunk.inputs[row]) * D, count: columns.count)
    }
  }

  /// dW_ih (G·H, D) += dTableᵀ · E and dE (V, D) += dTable · W_ih.
  private func multiplyTable(
    _ pass: Pass, _ memory: GradientMemory, embedding packed: PackedMatrix, _ gradients: FloatBuffer
  ) {
    guard let slot = pass.weights.slots.embedding,
      let backward = pass.weights.layers[0].inputBackward
    else { return }
    let (worker, shape) = (pass.worker, configuration.shape(ofLayer: 0))
    let (V, D) = (configuration.vocabulary, shape.input)
    let rows = MatrixView(rowMajor: pass.weights.parameters.pointer + slot.offset, width: D)
    packed.pack(rows, depth: V, panels: worker.share(of: packed.panelCount))
    worker.barrier.wait()
    packed.multiplyTransposed(
      memory.table.view, columns: shape.gateColumns,
      panels: worker.share(of: shape.gateColumns.panelCount), depth: V,
      into: gradients.pointer + pass.weights.slots.layers[0].inputWeight.offset, cStride: D,
      accumulate: true, scratch: worker.scratch)
    backward.multiply(
      rows: V, memory.table.view,
      into: MatrixView(rowMajor: gradients.pointer + slot.offset, width: D),
      panels: worker.share(of: backward.panelCount), accumulate: true, scratch: worker.scratch)
  }

  /// With one-hot input, dW_ih += dTableᵀ.
  private func addTable(_ pass: Pass, _ memory: GradientMemory, _ gradients: FloatBuffer) {
    let shape = configuration.shape(ofLayer: 0)
    let symbols = configuration.vocabulary
    let dWeight = gradients.pointer + pass.weights.slots.layers[0].inputWeight.offset
    let table = memory.table.view
    for row in pass.worker.share(of: shape.gateWidth) {
      let (gate, unit) = (row / shape.hidden, row % shape.hidden)
      let column = table.panel(gate * shape.panelCount) + shape.offset(unit: unit, table)
      for symbol in 0..<symbols {
        dWeight[row * symbols + symbol] += column[symbol * table.rowStride]
      }
    }
  }
}
