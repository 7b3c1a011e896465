import GeulCompute

/// What one layer keeps of a chunk between its forward and its backward pass.
final class LayerMemory: @unchecked Sendable {
  /// (T·B, G·H): the gates' sums, and after a step its gates. Without training only of the latest steps, by t modulo
  /// `gateSteps`.
  let gates: PanelMatrix
  /// (T·B, G·H): on the way back the gradients of the gates' sums, in place of the gates: a third of a training run's
  /// memory were they kept apart. For inspection they are; empty without training.
  let gateGradients: PanelMatrix
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
  /// The gradients of states; for inspection alone.
  let stateGradients: StateGradients?

  /// Rows (steps × lanes) whose input products are taken at once without training.
  private static let inputRows = 128
  /// Lanes from which on the workers share the rounding to 8 bits.
  private static let lanesToShare = 16

  /// Memory of what `keeping` says, with `sums` for outputs that are added to other layers'; of one step's gates at a time if they are `lookedUp` in a table and need not be kept.
  init(
    cell kind: CellKind, shape: LayerShape, steps T: Int, lanes B: Int, products: ProductKind,
    keeping: PassMemory, sums: Bool = false, lookedUp: Bool, drops: Bool
  ) {
    let width = shape.hidden
    let kept = keeping != .latest
    // What is summed must be there as floats.
    let sharesBytes = products == .int8 && !kept && !sums && B >= Self.lanesToShare
    // With bytes a step's input product is taken panel by panel, right before the panel's recurrent product.
    gateSteps = kept ? T : lookedUp || sharesBytes ? 1 : min(T, max(1, Self.inputRows / B))
    gates = PanelMatrix(rows: gateSteps * B, groups: shape.gates, width: width)
    gateGradients =
      switch keeping {
      case .latest: PanelMatrix()
      case .chunk: gates
      case .inspection: PanelMatrix(rows: T * B, groups: shape.gates, width: width)
      }
    bytes = sharesBytes ? ByteRows(steps: T + 1, lanes: B, width: width) : nil
    hiddenSteps = sharesBytes ? 2 : T + 1
    hidden = PanelMatrix(rows: hiddenSteps * B, width: width)
    cellSteps = kept ? T + 1 : 2
    cell = kind == .lstm ? PanelMatrix(rows: cellSteps * B, width: width) : PanelMatrix()
    candidate = kind == .gru ? PanelMatrix(rows: T * B, width: width) : PanelMatrix()
    recurrent =
      kind == .gru ? PanelMatrix(rows: B, groups: shape.gates, width: width) : PanelMatrix()
    operand = StepOperand(kind: products, lanes: B, panels: shape.panelCount)
    stateGradients =
      keeping == .inspection
      ? StateGradients(steps: T, lanes: B, width: width, hasCell: kind == .lstm) : nil
    dropped = drops ? PanelMatrix(rows: T * B, width: width) : PanelMatrix()
  }
}
