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
  /// b_ih + b_hh (1, G·H), which is exact for the LSTM and the RNN; b_ih for the GRU.
  let inputBias: PanelMatrix
  /// The GRU's b_hh (1, G·H); empty for the others.
  let recurrentBias: PanelMatrix
  /// (V, G·H): each symbol's input product, where the first layer's input is looked up instead of multiplied.
  let table: PanelMatrix?

  /// W_hh (G·H, H) without what a step drops of it; nil where nothing ever is.
  private let masked: FloatBuffer?
  private let cell: CellKind
  private let shape: LayerShape
  /// Where they stand in the parameters.
  let slots: LayerSlots
  private let embedding: ParameterSlot?

  /// Weights yet to be packed. With a table of `symbols` rows, `embedding` are its inputs, nil if they are one-hot.
  init(
    cell: CellKind, shape: LayerShape, slots: LayerSlots, tableSymbols symbols: Int?,
    embedding: ParameterSlot?, kind: ProductKind, training: Bool, drops: Bool
  ) {
    self.cell = cell
    self.shape = shape
    self.slots = slots
    self.embedding = embedding
    masked = drops ? FloatBuffer(count: slots.recurrentWeight.count) : nil
    let (D, H, G) = (shape.input, shape.hidden, shape.gates)
    let oneHot = symbols != nil && embedding == nil
    input = oneHot ? nil : PackedMatrix(kind: kind, depth: D, groups: G, groupWidth: H)
    recurrent = PackedMatrix(kind: kind, depth: H, groups: G, groupWidth: H)
    inputBackward =
      training && !oneHot
      ? PackedMatrix(kind: kind, depth: H, depthGroups: G, groupWidth: D) : nil
    recurrentBackward =
      training ? PackedMatrix(kind: kind, depth: H, depthGroups: G, groupWidth: H) : nil
    inputBias = PanelMatrix(rows: 1, groups: G, width: H)
    recurrentBias = cell == .gru ? PanelMatrix(rows: 1, groups: G, width: H) : PanelMatrix()
    table = symbols.map { PanelMatrix(rows: $0, groups: G, width: H) }
  }

  /// Masks this worker's share of the recurrent weights.
  func drop(_ parameters: FloatBuffer, by mask: WeightMask?, worker: Worker) {
    guard let mask, let masked else { return }
    let part = worker.share(of: masked.count)
    mask.apply(
      parameters.pointer + slots.recurrentWeight.offset + part.lowerBound,
      into: masked.pointer + part.lowerBound, part)
  }

  /// Packs this worker's share of the current parameters; with `dropping`, of the recurrent weights those masked.
  func pack(_ parameters: FloatBuffer, dropping: Bool, worker: Worker) {
    let (D, H) = (shape.input, shape.hidden)
    let inputWeight = parameters.pointer + slots.inputWeight.offset
    var recurrentWeight = parameters.pointer + slots.recurrentWeight.offset
    if dropping, let masked { recurrentWeight = masked.pointer }
    let panels = worker.share(of: shape.panelCount)
    input?.pack(inputWeight, kStride: 1, nStride: D, panels: panels)
    recurrent.pack(recurrentWeight, kStride: 1, nStride: H, panels: panels)
    if let inputBackward {
      inputBackward.pack(
        inputWeight, kStride: D, nStride: 1, panels: worker.share(of: inputBackward.panelCount))
    }
    recurrentBackward?.pack(recurrentWeight, kStride: H, nStride: 1, panels: panels)
    packBiases(parameters, panels: panels)
    fillTable(parameters, panels: panels, worker: worker)
  }

  private func packBiases(_ parameters: FloatBuffer, panels: Range<Int>) {
    let inputSource = parameters.pointer + slots.inputBias.offset
    let recurrentSource = parameters.pointer + slots.recurrentBias.offset
    let merges = cell != .gru
    for gate in 0..<shape.gates {
      for unit in recurrent.columns(of: panels) {
        let (from, to) = (gate * shape.hidden + unit, shape.padded(gate: gate, unit: unit))
        inputBias.elements.pointer[to] = inputSource[from] + (merges ? recurrentSource[from] : 0)
        if !merges { recurrentBias.elements.pointer[to] = recurrentSource[from] }
      }
    }
  }

  /// table = E · W_ihᵀ, or with one-hot input W_ihᵀ itself.
  private func fillTable(_ parameters: FloatBuffer, panels: Range<Int>, worker: Worker) {
    guard let table else { return }
    if let input, let embedding {
      let rows = MatrixView(
        rowMajor: parameters.pointer + embedding.offset, width: shape.input)
      input.multiply(
        rows: table.rows, rows, into: table.view, panels: panels, accumulate: false,
        scratch: worker.scratch)
      return
    }
    let weight = parameters.pointer + slots.inputWeight.offset
    for gate in 0..<shape.gates {
      for unit in recurrent.columns(of: panels) {
        let column =
          table.view.panel(gate * shape.panelCount) + shape.offset(unit: unit, table.view)
        let row = weight + (gate * shape.hidden + unit) * table.rows
        for symbol in 0..<table.rows { column[symbol * table.view.rowStride] = row[symbol] }
      }
    }
  }
}

extension LayerShape {
  /// The place of a gate's unit among gates in panels of one row.
  func padded(gate: Int, unit: Int) -> Int { gate * panelCount * PackedMatrix.panelWidth + unit }

  /// Elements from a group's first unit to `unit`, in the first row.
  func offset(unit: Int, _ view: MatrixView) -> Int {
    unit / PackedMatrix.panelWidth * view.panelStride + unit % PackedMatrix.panelWidth
  }
}
