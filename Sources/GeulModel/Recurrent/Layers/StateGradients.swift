import GeulCompute

/// The gradients of one layer's states, kept step by step for those who look inside.
final class StateGradients: Sendable {
  /// (T·B, H): d loss / d h of each step, by all ways.
  let hidden: PanelMatrix
  /// (T·B, H): what later steps leave to c of each step; empty but for the LSTM.
  let cellFromLater: PanelMatrix
  /// (B, H): d loss / d h before the first step.
  let initialHidden: PanelMatrix
  /// (B, H): d loss / d c before the first step; empty but for the LSTM.
  let initialCell: PanelMatrix

  /// Zeros for T steps of B lanes.
  init(steps T: Int, lanes B: Int, width: Int, hasCell: Bool) {
    hidden = PanelMatrix(rows: T * B, width: width)
    cellFromLater = hasCell ? PanelMatrix(rows: T * B, width: width) : PanelMatrix()
    initialHidden = PanelMatrix(rows: B, width: width)
    initialCell = hasCell ? PanelMatrix(rows: B, width: width) : PanelMatrix()
  }
}
