import GeulCompute

/// What one layer keeps of a chunk between its forward and its backward pass.
final class LayerMemory: @unchecked Sendable {
  /// (T, B, G·H): the gates after their nonlinearities; without training only of the latest steps, by t modulo
  /// `gateSteps`.
  let gates: FloatBuffer
  /// T, or a block's steps.
  let gateSteps: Int
  /// (T + 1, B, H): h before the first step, then after each.
  let hidden: FloatBuffer
  /// (T + 1, B, H): the LSTM's cells in the same way; empty for the others.
  let cell: FloatBuffer
  /// (T, B, H): the GRU's U_n h₋ + b_n; empty for the others.
  let candidate: FloatBuffer
  /// (B, G·H): the GRU's recurrent product of one step; empty for the others.
  let recurrent: FloatBuffer
  /// (T, B, H): h after dropout; empty where nothing is dropped.
  let dropped: FloatBuffer

  /// Rows (steps × lanes) of a block.
  private static let blockRows = 128

  /// Memory of all steps' gates if they are `kept`, for going back or since they are filled beforehand.
  init(
    cell kind: CellKind, shape: LayerShape, steps T: Int, lanes B: Int, kept: Bool, drops: Bool
  ) {
    gateSteps = kept ? T : min(T, max(1, Self.blockRows / B))
    gates = FloatBuffer(count: gateSteps * B * shape.gateWidth)
    hidden = FloatBuffer(count: (T + 1) * B * shape.hidden)
    cell = FloatBuffer(count: kind == .lstm ? hidden.count : 0)
    candidate = FloatBuffer(count: kind == .gru ? T * B * shape.hidden : 0)
    recurrent = FloatBuffer(count: kind == .gru ? B * shape.gateWidth : 0)
    dropped = FloatBuffer(count: drops ? T * B * shape.hidden : 0)
  }
}

/// What a backward pass needs beyond the layers' own memories; each layer uses it in its turn.
final class GradientMemory: @unchecked Sendable {
  /// (T, B, G·H): d loss / d (W x).
  let dGates: FloatBuffer
  /// (T, B, G·H): d loss / d (U h₋), where it differs: the GRU's.
  let dRecurrent: FloatBuffer
  /// (B, H): all that reaches h of the step at hand.
  let dh: FloatBuffer
  /// (B, H): what the step at hand leaves to h of the step before.
  let dhBefore: FloatBuffer
  /// (B, H): the same for the LSTM's c.
  let dc: FloatBuffer
  /// (T, B, widest): the gradient of a layer's output, and of its input.
  let dOutput: FloatBuffer
  let dInput: FloatBuffer
  /// Rows of a chunk packed as a right-hand side, by width: (T·B, width).
  private(set) var rows: [Int: PackedMatrix] = [:]

  init(_ configuration: ModelConfiguration, steps T: Int, lanes B: Int, kind: ProductKind) {
    let hidden = configuration.hidden
    let gateWidth = configuration.cell.gateCount * hidden
    var widths: Set<Int> = [hidden]
    if case .embedding(let D) = configuration.input { widths.insert(D) }
    dGates = FloatBuffer(count: T * B * gateWidth)
    dRecurrent = FloatBuffer(count: configuration.cell == .gru ? T * B * gateWidth : 0)
    dh = FloatBuffer(count: B * hidden)
    dhBefore = FloatBuffer(count: B * hidden)
    dc = FloatBuffer(count: configuration.cell == .lstm ? B * hidden : 0)
    dOutput = FloatBuffer(count: T * B * (widths.max() ?? hidden))
    dInput = FloatBuffer(count: dOutput.count)
    for width in widths { rows[width] = PackedMatrix(kind: kind, depth: T * B, groupWidth: width) }
  }
}
