import GeulCompute

/// The parts of a backward pass that all cells share.
extension LayerPass {
  /// Zeroes this worker's units of buffers of (B, H).
  func clearOwnUnits(of buffers: [UnsafeMutablePointer<Float>]) {
    let units = self.units
    for buffer in buffers {
      for b in 0..<lanes {
        (buffer + b * shape.hidden + units.lowerBound).update(repeating: 0, count: units.count)
      }
    }
  }

  /// dh = dOutput + dhBefore, all (B, H), this worker's units.
  func gatherOutputGradient(
    _ dOutput: UnsafePointer<Float>, _ dhBefore: UnsafePointer<Float>,
    into dh: UnsafeMutablePointer<Float>
  ) {
    let units = self.units
    for b in 0..<lanes {
      let from = b * shape.hidden + units.lowerBound
      (dh + from).update(from: dOutput + from, count: units.count)
      RowKernels.add(dhBefore + from, to: dh + from, count: units.count)
    }
  }

  /// The gradients of weights and biases over the whole chunk, and of the input.
  ///
  /// Workers share rows of the results, never the sum over T·B.
  func accumulate(_ g: LayerGradients, dGates: FloatBuffer, dRecurrent: FloatBuffer) {
    let count = steps * lanes
    multiplyTransposed(
      dRecurrent, memory.hidden.pointer, width: shape.hidden, slots.recurrentWeight, g)
    if let input {
      worker.barrier.wait()
      multiplyTransposed(dGates, input, width: shape.input, slots.inputWeight, g)
    }
    let columns = worker.share(of: shape.gateWidth)
    RowKernels.addColumnSums(
      dGates.pointer, rows: count, stride: shape.gateWidth, columns: columns,
      to: g.gradients.pointer + slots.inputBias.offset)
    RowKernels.addColumnSums(
      dRecurrent.pointer, rows: count, stride: shape.gateWidth, columns: columns,
      to: g.gradients.pointer + slots.recurrentBias.offset)
    if let dInput = g.dInput, let packed = weights.inputBackward {
      packed.multiply(
        rows: count, dGates.pointer, aStride: shape.gateWidth, into: dInput, cStride: shape.input,
        panels: worker.share(of: packed.panelCount), accumulate: false, scratch: worker.scratch)
    }
    worker.barrier.wait()
  }

  /// dW (G·H, width) += dSumsᵀ · rows, where rows is (T·B, width).
  private func multiplyTransposed(
    _ dSums: FloatBuffer, _ rows: UnsafePointer<Float>, width: Int, _ slot: ParameterSlot,
    _ g: LayerGradients
  ) {
    guard let packed = g.memory.rows[width] else { return }
    packed.pack(
      rows, kStride: width, nStride: 1, depth: steps * lanes,
      panels: worker.share(of: packed.panelCount))
    worker.barrier.wait()
    packed.multiplyTransposed(
      rows: worker.share(of: shape.gateWidth), depth: steps * lanes, dSums.pointer,
      aStride: shape.gateWidth, into: g.gradients.pointer + slot.offset, cStride: width,
      accumulate: true, scratch: worker.scratch)
  }
}
