import GeulCompute

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
  /// (T·B, H): the gradient of the sum of the layers' outputs; empty where the last one's are projected.
  let dSummed: PanelMatrix
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
  /// (G·H, H): the gradient of recurrent weights of which some are dropped; nil where none are.
  let maskedWeight: FloatBuffer?
  /// The embedding (V, D) packed so; nil without a table of its products.
  let embedding: PackedMatrix?

  init(
    _ configuration: RecurrentConfiguration, steps T: Int, lanes B: Int, kind: ProductKind,
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
    maskedWeight = configuration.weightDropout > 0 ? FloatBuffer(count: G * H * H) : nil
    dEmbedded = FloatBuffer(count: embeddedCount)
    operand = StepOperand(
      kind: kind, lanes: B, panels: GroupedColumns(groups: G, width: H).panelCount)
    let isGRU = configuration.cell == .gru
    dRecurrent = isGRU ? PanelMatrix(rows: T * B, groups: G, width: H) : PanelMatrix()
    dhBefore = PanelMatrix(rows: B, width: H)
    dc = configuration.cell == .lstm ? PanelMatrix(rows: B, width: H) : PanelMatrix()
    dOutput = PanelMatrix(rows: T * B, width: H)
    dSummed =
      configuration.sumsOutputs ? PanelMatrix(rows: T * B, width: H) : PanelMatrix()
    dInput = configuration.layers > 1 ? PanelMatrix(rows: T * B, width: H) : PanelMatrix()
    inputBias = PanelMatrix(rows: 1, groups: G, width: H)
    recurrentBias = isGRU ? PanelMatrix(rows: 1, groups: G, width: H) : PanelMatrix()
    table = usesTable ? PanelMatrix(rows: V, groups: G, width: H) : PanelMatrix()
    for width in widths { rows[width] = PackedMatrix(kind: kind, depth: T * B, groupWidth: width) }
  }
}
