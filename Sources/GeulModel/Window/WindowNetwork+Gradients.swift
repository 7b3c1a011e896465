import GeulCompute

/// The gradients of a piece's parameters, from what the workers have left of its rows. They share rows of the results,
/// never the sums over the piece, which thus do not depend on how many they are.
extension WindowNetwork {
  /// Adds those of a piece of `count` rows that begins at row `first` of the chunk.
  func addGradients(
    _ worker: Worker, _ weights: WindowWeights, _ memory: WindowMemory, first: Int, count: Int,
    to gradients: FloatBuffer
  ) {
    guard let piece = memory.gradient else { return }
    for (layer, slots) in weights.slots.layers.enumerated() {
      piece.inputs[layer]?.addProduct(
        piece.sums[layer].view, width: configuration.hidden, rows: count, worker: worker,
        to: gradients.pointer + slots.weight.offset)
      addBias(
        piece.biases[layer],
        stripes: (count + memory.stripeRows - 1) / memory.stripeRows,
        worker, to: gradients.pointer + slots.bias.offset)
    }
    let symbols = configuration.vocabulary
    piece.inputs[configuration.layers]?.addProduct(
      MatrixView(rowMajor: memory.logits.pointer, width: symbols), width: symbols, rows: count,
      worker: worker,
      to: gradients.pointer + weights.slots.projectionWeight.offset)
    RowKernels.addColumnSums(
      memory.logits.pointer, rows: count, stride: symbols, columns: worker.share(of: symbols),
      to: gradients.pointer + weights.slots.projectionBias.offset)
    if weights.table == nil {
      addEmbeddings(worker, memory, piece, weights, first: first, count: count, to: gradients)
    } else {
      addProducts(worker, memory, piece, weights, first: first, count: count)
    }
  }

  /// Adds up what the stripes have summed, in order, this worker's panels.
  private func addBias(
    _ sums: PanelMatrix, stripes: Int, _ worker: Worker, to bias: UnsafeMutablePointer<Float>
  ) {
    let width = PackedMatrix.panelWidth
    for panel in worker.share(of: sums.panelCount) {
      RowKernels.addColumnSums(
        sums.view.panel(panel), rows: stripes, stride: width,
        columns: 0..<min(width, configuration.hidden - panel * width), to: bias + panel * width)
    }
  }

  /// dE[s] += the gradient of every place that s has in a window: workers share columns, so that rows add up in order.
  private func addEmbeddings(
    _ worker: Worker, _ memory: WindowMemory, _ piece: WindowGradientMemory,
    _ weights: WindowWeights, first: Int, count: Int, to gradients: FloatBuffer
  ) {
    guard let slot = weights.slots.embedding else { return }
    let (n, D) = (configuration.window, configuration.symbolSize)
    let columns = worker.share(of: D)
    let target = gradients.pointer + slot.offset + columns.lowerBound
    let source = piece.embedded.pointer + columns.lowerBound
    for row in 0..<count {
      for place in 0..<n {
        let symbol = Int(memory.history.symbols(at: place)[first + row])
        RowKernels.add(
          source + (row * n + place) * D, to: target + symbol * D, count: columns.count)
      }
    }
  }

  /// The same of a table's rows, by panels of units.
  private func addProducts(
    _ worker: Worker, _ memory: WindowMemory, _ piece: WindowGradientMemory,
    _ weights: WindowWeights, first: Int, count: Int
  ) {
    for panel in worker.share(of: piece.table.panelCount) {
      let table = piece.table.view.panel(panel)
      if first == 0 {
        table.update(repeating: 0, count: piece.table.rows * PackedMatrix.panelWidth)
      }
      weights.table?.add(
        piece.sums[0].view.panel(panel), memory.history, row: first, count: count, panel: panel,
        to: piece.table)
    }
  }
}

extension PackedMatrix {
  /// dW (width, N) += dSumsᵀ · this, where dSums is (rows, width); this worker's rows of dW.
  fileprivate func addProduct(
    _ dSums: MatrixView, width: Int, rows: Int, worker: Worker, to dW: UnsafeMutablePointer<Float>
  ) {
    let columns = GroupedColumns(width: width)
    multiplyTransposed(
      dSums, columns: columns, panels: worker.share(of: columns.panelCount), depth: rows, into: dW,
      cStride: groupWidth, accumulate: true, scratch: worker.scratch)
  }
}
