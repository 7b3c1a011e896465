import GeulCompute

/// How symbols enter the first layer, and how the gradient leaves it.
extension RecurrentNetwork {
  /// Gathers the inputs' embeddings (T·B, D), or with one-hot input their products (T·B, G·H).
  func embed(_ pass: Pass) {
    let inputs = pass.memory.inputs
    switch configuration.input {
    case .embedding(let D):
      guard let slot = pass.weights.layout.embedding else { return }
      let table = pass.weights.parameters.pointer + slot.offset
      for row in pass.worker.share(of: pass.rows) {
        (pass.memory.embedded.pointer + row * D).update(
          from: table + Int(inputs[row]) * D, count: D)
      }
    case .oneHot:
      guard let table = pass.weights.layers[0].table else { return }
      let width = configuration.cell.gateCount * configuration.hidden
      let gates = pass.memory.layers[0].gates.pointer
      for row in pass.worker.share(of: pass.rows) {
        (gates + row * width).update(from: table.pointer + Int(inputs[row]) * width, count: width)
      }
    }
  }

  /// Adds each row's gradient to its symbol's: workers share columns, so that rows add up in order.
  func embedBackward(_ pass: Pass, dEmbedded: FloatBuffer, gradients: FloatBuffer) {
    switch configuration.input {
    case .embedding(let D):
      guard let slot = pass.weights.layout.embedding else { return }
      let columns = pass.worker.share(of: D)
      scatter(
        dEmbedded.pointer, width: D, columns: columns, pass, into: gradients.pointer + slot.offset)
    case .oneHot:
      guard let memory = pass.memory.gradient else { return }
      let width = configuration.cell.gateCount * configuration.hidden
      let symbols = configuration.vocabulary
      let columns = pass.worker.share(of: width)
      let table = pass.memory.tableGradient.pointer
      for symbol in 0..<symbols {
        (table + symbol * width + columns.lowerBound).update(repeating: 0, count: columns.count)
      }
      scatter(memory.dGates.pointer, width: width, columns: columns, pass, into: table)
      let dWeight = gradients.pointer + pass.weights.layout.layers[0].inputWeight.offset
      for gate in columns {
        for symbol in 0..<symbols {
          dWeight[gate * symbols + symbol] += table[symbol * width + gate]
        }
      }
    }
  }

  private func scatter(
    _ rows: UnsafePointer<Float>, width: Int, columns: Range<Int>, _ pass: Pass,
    into table: UnsafeMutablePointer<Float>
  ) {
    let inputs = pass.memory.inputs
    for row in 0..<pass.rows {
      RowKernels.add(
        rows + row * width + columns.lowerBound,
        to: table + Int(inputs[row]) * width + columns.lowerBound, count: columns.count)
    }
  }
}
