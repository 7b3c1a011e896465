import GeulCompute

/// The projection to symbols, the softmax and the loss.
extension RecurrentNetwork {
  /// Softmax cross-entropy of the chunk's targets in nats, each into `memory.chunk.losses`; with
  /// `gradients`, also adds those of the projection, and leaves d mean loss / d output in the gradient memory. The mean
  /// is that of the targets by their weights.
  ///
  /// Rows are taken some at a time, so that a large vocabulary needs no (T·B, V) memory.
  package func loss(_ pass: Pass, gradients: FloatBuffer?) {
    let (V, worker, memory) = (configuration.vocabulary, pass.worker, pass.memory)
    let bias = pass.weights.parameters.pointer + pass.weights.slots.projectionBias.offset
    for first in stride(from: 0, to: pass.rows, by: memory.logitRows) {
      let count = min(memory.logitRows, pass.rows - first)
      project(pass, rows: first..<first + count)
      for row in worker.share(of: count) {
        memory.chunk.losses.pointer[first + row] = RowKernels.crossEntropy(
          memory.logits.pointer + row * V, bias: bias, count: V,
          target: Int(memory.chunk.targets[first + row]), scale: memory.chunk.scales[first + row])
      }
      if let gradients { projectBackward(pass, rows: first..<first + count, gradients) }
      worker.barrier.wait()
    }
  }

  /// Log-probabilities in nats of the symbol after each row of `rows`, at the front of `memory.logits` when all workers
  /// are done.
  package func predict(_ pass: Pass, rows: Range<Int>) {
    let symbols = configuration.vocabulary
    let bias = pass.weights.parameters.pointer + pass.weights.slots.projectionBias.offset
    project(pass, rows: rows)
    for row in pass.worker.share(of: rows.count) {
      RowKernels.logSoftmax(pass.memory.logits.pointer + row * symbols, bias: bias, count: symbols)
    }
  }

  /// logits (rows, V) = output · W_pᵀ.
  private func project(_ pass: Pass, rows: Range<Int>) {
    let (V, worker) = (configuration.vocabulary, pass.worker)
    precondition(
      rows.count <= pass.memory.logitRows,
      "\(rows.count) rows at a time, at most \(pass.memory.logitRows)")
    let packed = pass.weights.projection
    let logits = MatrixView(rowMajor: pass.memory.logits.pointer, width: V)
    let panels = worker.share(of: packed.panelCount)
    if let bytes = pass.memory.layers[configuration.layers - 1].bytes {
      packed.multiply(
        rows: rows.count, bytes, from: pass.memory.lanes + rows.lowerBound, into: logits,
        panels: panels, accumulate: false)
    } else {
      packed.multiply(
        rows: rows.count,
        projected(pass).from(row: rows.lowerBound),
        into: logits, panels: panels, accumulate: false, scratch: worker.scratch)
    }
    worker.barrier.wait()
  }

  /// From d loss / d logits: dW_p, db_p and d loss / d output.
  private func projectBackward(_ pass: Pass, rows: Range<Int>, _ gradients: FloatBuffer) {
    guard let memory = pass.memory.gradient, let packed = pass.weights.projectionBackward,
      let outputs = memory.rows[configuration.hidden]
    else { return }
    let (H, V, worker) = (configuration.hidden, configuration.vocabulary, pass.worker)
    let dLogits = MatrixView(rowMajor: pass.memory.logits.pointer, width: V)
    let slots = pass.weights.slots
    outputs.pack(
      projected(pass).from(row: rows.lowerBound), depth: rows.count,
      panels: worker.share(of: outputs.panelCount))
    worker.barrier.wait()
    let symbols = GroupedColumns(width: V)
    outputs.multiplyTransposed(
      dLogits, columns: symbols, panels: worker.share(of: symbols.panelCount), depth: rows.count,
      into: gradients.pointer + slots.projectionWeight.offset, cStride: H,
      accumulate: true, scratch: worker.scratch)
    let share = worker.share(of: V)
    let dBias = gradients.pointer + slots.projectionBias.offset
    RowKernels.addColumnSums(
      dLogits.base, rows: rows.count, stride: V, columns: share, to: dBias)
    packed.multiply(
      rows: rows.count, dLogits, into: memory.dOutput.view.from(row: rows.lowerBound),
      panels: worker.share(of: packed.panelCount), accumulate: false, scratch: worker.scratch)
  }
}
