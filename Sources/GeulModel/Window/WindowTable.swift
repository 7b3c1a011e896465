import GeulCompute

/// The products of every symbol at every place of the window with the first layer's weights: a row's sums are n rows of
/// these added up.
///
/// With one-hot input the table is the weights. With embeddings it is E · W_jᵀ for each place j, (V + 1) · n rows
/// multiplied instead of all a chunk's; on the way back the gradients of the sums are added up symbol by symbol first,
/// and multiplied after: the same sums in another order.
final class WindowTable: @unchecked Sendable {
  /// (n · (V + 1), H): place by place, each symbol's product.
  let products: PanelMatrix
  private let configuration: WindowConfiguration
  private let slots: WindowSlots
  /// W_jᵀ (D, H) of each place; empty with one-hot input.
  private let forward: [PackedMatrix]
  /// W_j (H, D) of each place; empty with one-hot input, and without training.
  private let backward: [PackedMatrix]

  /// A table yet to be filled.
  init(_ configuration: WindowConfiguration, slots: WindowSlots, kind: ProductKind, training: Bool)
  {
    self.configuration = configuration
    self.slots = slots
    let (n, H) = (configuration.window, configuration.hidden)
    products = PanelMatrix(rows: n * configuration.inputSymbols, width: H)
    guard case .embedding(let D) = configuration.input else {
      (forward, backward) = ([], [])
      return
    }
    forward = (0..<n).map { _ in PackedMatrix(kind: kind, depth: D, groupWidth: H) }
    backward =
      training ? (0..<n).map { _ in PackedMatrix(kind: kind, depth: H, groupWidth: D) } : []
  }

  /// The sums (rows, 32) of a panel of units, whose rows begin at row `row` of the chunk.
  func lookUp(
    _ history: WindowHistory, row: Int, count: Int, panel: Int,
    into sums: UnsafeMutablePointer<Float>
  ) {
    RowKernels.gatherSum(
      history.symbols(at: 0) + row, stride: history.chunk.lanes, count: count,
      parts: configuration.window, height: configuration.inputSymbols,
      from: products.view.panel(panel), into: sums)
  }

  /// Adds the gradients (rows, 32) of a panel's sums to those of the table's rows, in order.
  func add(
    _ gradients: UnsafePointer<Float>, _ history: WindowHistory, row: Int, count: Int, panel: Int,
    to table: PanelMatrix
  ) {
    for place in 0..<configuration.window {
      RowKernels.scatterAdd(
        gradients, of: history.symbols(at: place) + row, count: count,
        to: table.view.at(panel: panel, row: place * configuration.inputSymbols))
    }
  }

  /// Fills this worker's panels from the current parameters.
  func fill(_ parameters: FloatBuffer, worker: Worker) {
    let panels = worker.share(of: PackedMatrix.panelCount(ofWidth: configuration.hidden))
    guard let embedding = slots.embedding else { return transpose(parameters, panels: panels) }
    let (V1, D) = (configuration.inputSymbols, configuration.symbolSize)
    let columns = configuration.window * D
    let weight = parameters.pointer + slots.layers[0].weight.offset
    let rows = MatrixView(rowMajor: parameters.pointer + embedding.offset, width: D)
    for (place, packed) in forward.enumerated() {
      packed.pack(weight + place * D, kStride: 1, nStride: columns, panels: panels)
      packed.multiply(
        rows: V1, rows, into: products.view.from(row: place * V1), panels: panels,
        accumulate: false, scratch: worker.scratch)
    }
    for (place, packed) in backward.enumerated() {
      packed.pack(
        weight + place * D, kStride: columns, nStride: 1,
        panels: worker.share(of: packed.panelCount))
    }
  }

  /// Adds the gradients of the first layer's weights and of the embedding, from those of the table's rows.
  ///
  /// - Parameter packed: room for the embedding (V + 1, D) as a right-hand side; nil with one-hot input.
  func goBack(
    _ table: PanelMatrix, embedding packed: PackedMatrix?, parameters: FloatBuffer, worker: Worker,
    gradients: FloatBuffer
  ) {
    let dWeight = gradients.pointer + slots.layers[0].weight.offset
    guard let packed, let embedding = slots.embedding else {
      return addTransposed(table, to: dWeight, worker: worker)
    }
    let (V1, D) = (configuration.inputSymbols, configuration.symbolSize)
    let rows = MatrixView(rowMajor: parameters.pointer + embedding.offset, width: D)
    packed.pack(rows, depth: V1, panels: worker.share(of: packed.panelCount))
    worker.barrier.wait()
    let units = GroupedColumns(width: configuration.hidden)
    let dEmbedding = MatrixView(rowMajor: gradients.pointer + embedding.offset, width: D)
    for (place, weights) in backward.enumerated() {
      let dProducts = table.view.from(row: place * V1)
      packed.multiplyTransposed(
        dProducts, columns: units, panels: worker.share(of: units.panelCount), depth: V1,
        into: dWeight + place * D, cStride: configuration.window * D, accumulate: true,
        scratch: worker.scratch)
      weights.multiply(
        rows: V1, dProducts, into: dEmbedding, panels: worker.share(of: weights.panelCount),
        accumulate: true, scratch: worker.scratch)
    }
  }

  /// products = W₁ᵀ, these panels.
  private func transpose(_ parameters: FloatBuffer, panels: Range<Int>) {
    let weight = parameters.pointer + slots.layers[0].weight.offset
    for panel in panels {
      let corner = products.view.panel(panel)
      for (column, unit) in units(of: panel).enumerated() {
        let row = weight + unit * products.rows
        for symbol in 0..<products.rows {
          corner[symbol * PackedMatrix.panelWidth + column] = row[symbol]
        }
      }
    }
  }

  /// dW₁ += dTableᵀ, this worker's panels.
  private func addTransposed(
    _ table: PanelMatrix, to dWeight: UnsafeMutablePointer<Float>, worker: Worker
  ) {
    for panel in worker.share(of: table.panelCount) {
      let corner = table.view.panel(panel)
      for (column, unit) in units(of: panel).enumerated() {
        let row = dWeight + unit * table.rows
        for symbol in 0..<table.rows {
          row[symbol] += corner[symbol * PackedMatrix.panelWidth + column]
        }
      }
    }
  }

  private func units(of panel: Int) -> Range<Int> {
    let from = panel * PackedMatrix.panelWidth
    return from..<min(configuration.hidden, from + PackedMatrix.panelWidth)
  }
}
