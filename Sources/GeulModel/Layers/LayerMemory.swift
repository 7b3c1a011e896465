import GeulCompute

/// What one layer keeps of a chunk between its forward and its backward pass.
final class LayerMemory: @unchecked Sendable {
  /// (T·B, G·H): the gates' sums, after a step its gates, and on the way back the sums' gradients: a third of a
  /// training run's memory were they kept apart. Without training only of the latest steps, by t modulo `gateSteps`.
  let gates: PanelMatrix
  /// T, or a block's steps.
  let gateSteps: Int
  /// ((T + 1)·B, H): h before the first step, then after each. Of two steps in turn where `bytes` keeps all.
  let hidden: PanelMatrix
  /// T + 1, or 2.
  let hiddenSteps: Int
  /// ((T + 1)·B, H): the LSTM's cells in the same way; empty for the others. Without training of two steps in turn.
  let cell: PanelMatrix
  /// T + 1, or 2.
  let cellSteps: Int
  /// ((T + 1)·B, H): `hidden` rounded to 8 bits for all products that read it; nil with few lanes, where two more
  /// meetings of the workers cost more than each rounding all, and for the other kinds.
  let bytes: ByteRows?
  /// (T·B, H): the GRU's U_n h₋ + b_n; empty for the others.
  let candidate: PanelMatrix
  /// (B, G·H): the GRU's recurrent product of one step; empty for the others.
  let recurrent: PanelMatrix
  /// (T·B, H): h after dropout; empty where nothing is dropped.
  let dropped: PanelMatrix
  /// (B, H): h as the next step's product reads it.
  let operand: StepOperand

  /// Rows (steps × lanes) whose input products are taken at once without training.
  private static let inputRows = 128
  /// Lanes from which on the workers share the rounding to 8 bits.
  private static let lanesToShare = 16

  /// Memory of all steps' gates if they are `kept`, for going back; of one step's if they are `lookedUp` in a table.
  init(
    cell kind: CellKind, shape: LayerShape, steps T: Int, lanes B: Int, products: ProductKind,
    kept: Bool, lookedUp: Bool, drops: Bool
  ) {
    let width = shape.hidden
    let sharesBytes = products == .int8 && !kept && B >= Self.lanesToShare
    // With bytes a step's input product is taken panel by panel, right before the panel's recurrent product.
    gateSteps = kept ? T : lookedUp || sharesBytes ? 1 : min(T, max(1, Self.inputRows / B))
    gates = PanelMatrix(rows: gateSteps * B, groups: shape.gates, width: width)
    bytes = sharesBytes ? ByteRows(steps: T + 1, lanes: B, width: width) : nil
    hiddenSteps = sharesBytes ? 2 : T + 1
    hidden = PanelMatrix(rows: hiddenSteps * B, width: width)
    cellSteps = kept ? T + 1 : 2
    cell = kind == .lstm ? PanelMatrix(rows: cellSteps * B, width: width) : PanelMatrix()
    candidate = kind == .gru ? PanelMatrix(rows: T * B, width: width) : PanelMatrix()
    recurrent =
      kind == .gru ? PanelMatrix(rows: B, groups: shape.gates, width: width) : PanelMatrix()
    operand = StepOperand(kind: products, lanes: B, panels: shape.panelCount)
    dropped = drops ? PanelMatrix(rows: T * B, width: width) : PanelMatrix()
  }
}

/// What a backward pass needs beyond the layers' own memories; each layer uses it in its turn.
final class GradientMemory: @unchecked Sendable {
  /// (T·B, G·H): d loss / d (U h₋), where it is not that of the sums: the GRU's.
  let dRecurrent: PanelMatrix
  /// (B, G·H): dRecurrent, or the gates' gradients, of a step as the product before it reads them.
  let operand: StepOperand
  /// (B, H): what the first step leaves to h before it.
  let dhBefore: PanelMatrix
  /// (B, H): what the step at hand leaves to c of the step before; the LSTM's.
  let dc: PanelMatrix
  /// (T·B, H): the gradient of a layer's output, to which each step adds what it leaves to the one before.
  let dOutput: PanelMatrix
  /// (T·B, H): the gradient of a layer's input, if that is another's output; the layer below swaps the two.
  let dInput: PanelMatrix
  /// (T·B, D): the gradient of embedded inputs; empty where a table of their products is used.
  let dEmbedded: FloatBuffer
  /// (1, G·H): sums of the gates' gradients, and of dRecurrent.
  let inputBias: PanelMatrix
  let recurrentBias: PanelMatrix
  /// (V, G·H): the gradient of the table of input products; empty without one.
  let table: PanelMatrix
  /// Rows of a chunk packed as a right-hand side, by width: (T·B, width).
  private(set) var rows: [Int: PackedMatrix] = [:]
  /// The embedding (V, D) packed so; nil without a table of its products.
  let embedding: PackedMatrix?

  init(
    _ configuration: ModelConfiguration, steps T: Int, lanes B: Int, kind: ProductKind,
    usesTable: Bool
  ) {
    let (H, G, V) = (
      configuration.hidden, configuration.cell.gateCount, configuration.vocabulary
    )
    var widths: Set<Int> = [H]
    var (embedding, embeddedCount): (PackedMatrix?, Int) = (nil, 0)
    if case .embedding(let D) = configuration.input {
      if usesTable {
        embedding = PackedMatrix(kind: kind, depth: V, groupWidth: D)
      } else {
        widths.insert(D)
        embeddedCount = T * B * D
      }
    }
    self.embedding = embedding
    dEmbedded = FloatBuffer(count: embeddedCount)
    operand = StepOperand(
      kind: kind, lanes: B, panels: GroupedColumns(groups: G, width: H).panelCount)
    let isGRU = configuration.cell == .gru
    dRecurrent = isGRU ? PanelMatrix(rows: T * B, groups: G, width: H) : PanelMatrix()
    dhBefore = PanelMatrix(rows: B, width: H)
    dc = configuration.cell == .lstm ? PanelMatrix(rows: B, width: H) : PanelMatrix()
    dOutput = PanelMatrix(rows: T * B, width: H)
    dInput = configuration.layers > 1 ? PanelMatrix(rows: T * B, width: H) : PanelMatrix()
    inputBias = PanelMatrix(rows: 1, groups: G, width: H)
    recurrentBias = isGRU ? PanelMatrix(rows: 1, groups: G, width: H) : PanelMatrix()
    table = usesTable ? PanelMatrix(rows: V, groups: G, width: H) : PanelMatrix()
    for width in widths { rows[width] = PackedMatrix(kind: kind, depth: T * B, groupWidth: width) }
  }
}
