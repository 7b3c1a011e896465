import GeulCompute

/// One layer's weights, packed for the products of a step.
final class LayerWeights: @unchecked Sendable {
  /// W_ihᵀ (D, G·H), nil with one-hot input.
  let input: PackedMatrix?
  /// W_hhᵀ (H, G·H)
  let recurrent: PackedMatrix
  /// W_ih (G·H, D), nil when nothing below learns.
  let inputBackward: PackedMatrix?
  /// W_hh (G·H, H), nil without training.
  let recurrentBackward: PackedMatrix?
  /// b_ih + b_hh (G·H), which is exact for the LSTM and the RNN.
  let bias: FloatBuffer
  /// With one-hot input, W_ihᵀ (V, G·H): a symbol's row is its input product.
  let table: FloatBuffer?

  private let shape: LayerShape
  private let slots: LayerSlots

  init(shape: LayerShape, slots: LayerSlots, oneHot: Bool, kind: ProductKind, training: Bool) {
    self.shape = shape
    self.slots = slots
    let (D, H, G) = (shape.input, shape.hidden, shape.gates)
    input = oneHot ? nil : PackedMatrix(kind: kind, depth: D, groups: G, groupWidth: H)
    recurrent = PackedMatrix(kind: kind, depth: H, groups: G, groupWidth: H)
    inputBackward =
      training && !oneHot ? PackedMatrix(kind: kind, depth: G * H, groupWidth: D) : nil
    recurrentBackward = training ? PackedMatrix(kind: kind, depth: G * H, groupWidth: H) : nil
    bias = FloatBuffer(count: G * H)
    table = oneHot ? FloatBuffer(count: D * G * H) : nil
  }

  /// Packs this worker's share of the current parameters.
  func pack(_ parameters: FloatBuffer, worker: Worker) {
    let (D, H) = (shape.input, shape.hidden)
    let inputWeight = parameters.pointer + slots.inputWeight.offset
    let recurrentWeight = parameters.pointer + slots.recurrentWeight.offset
    input?.pack(inputWeight, kStride: 1, nStride: D, panels: worker.share(of: recurrent.panelCount))
    recurrent.pack(
      recurrentWeight, kStride: 1, nStride: H, panels: worker.share(of: recurrent.panelCount))
    if let inputBackward {
      inputBackward.pack(
        inputWeight, kStride: D, nStride: 1, panels: worker.share(of: inputBackward.panelCount))
    }
    if let recurrentBackward {
      recurrentBackward.pack(
        recurrentWeight, kStride: H, nStride: 1,
        panels: worker.share(of: recurrentBackward.panelCount))
    }
    let inputBias = parameters.pointer + slots.inputBias.offset
    let recurrentBias = parameters.pointer + slots.recurrentBias.offset
    for row in worker.share(of: shape.gateWidth) {
      bias.pointer[row] = inputBias[row] + recurrentBias[row]
    }
    if let table {
      for symbol in worker.share(of: D) {
        let row = table.pointer + symbol * shape.gateWidth
        for gate in 0..<shape.gateWidth { row[gate] = inputWeight[gate * D + symbol] }
      }
    }
  }
}
