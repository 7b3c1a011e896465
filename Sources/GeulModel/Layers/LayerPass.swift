import GeulCompute

/// One worker's view of one layer's work on one chunk of T steps and B lanes.
///
/// A worker owns the same panels of units everywhere: it computes their gates, their states and the
/// gradients of both, and meets the others once a step, when h (forward) or the gates' gradients
/// (backward) of all units are needed. A panel's gate functions follow its product at once, while its
/// sums are in the first-level cache.
struct LayerPass {
  /// What enters the layer.
  enum Input {
    /// (T·B, D)
    case rows(MatrixView)
    /// (T, B): symbols, whose products stand in the weights' table.
    case symbols(UnsafePointer<UInt32>)
  }

  let worker: Worker
  let shape: LayerShape
  let slots: LayerSlots
  let weights: LayerWeights
  let memory: LayerMemory
  /// T
  let steps: Int
  /// B
  let lanes: Int
  let input: Input

  /// This worker's panels of the H units.
  var panels: Range<Int> { worker.share(of: shape.panelCount) }
  /// Elements from a gate to the next in `memory.gates`.
  var gateStride: Int { shape.panelCount * memory.gates.view.panelStride }
  /// Elements from a gate's biases to the next gate's.
  var biasStride: Int { shape.panelCount * PackedMatrix.panelWidth }

  /// The gates (B, G·H) of step t.
  func gates(at t: Int) -> MatrixView {
    memory.gates.view.from(row: t % memory.gateSteps * lanes)
  }

  /// h (B, H) before step t.
  func hidden(before t: Int) -> MatrixView { memory.hidden.view.from(row: t * lanes) }

  /// c (B, H) before step t.
  func cell(before t: Int) -> MatrixView { memory.cell.view.from(row: t * lanes) }

  /// gates (B, G·H) = x · W_ihᵀ of step t, this worker's units.
  ///
  /// Products are taken of a block of steps at once when t begins one: training keeps all gates and multiplies all
  /// steps. Otherwise a block is large enough for a full product, and small enough for its gates to be still in the
  /// second-level cache when their steps come.
  func enterInput(at t: Int) {
    switch input {
    case .rows(let rows):
      guard let packed = weights.input, t % memory.gateSteps == 0 else { return }
      packed.multiply(
        rows: min(memory.gateSteps, steps - t) * lanes, rows.from(row: t * lanes),
        into: gates(at: t), panels: panels, accumulate: false, scratch: worker.scratch)
    case .symbols(let symbols):
      guard let table = weights.table?.view else { return }
      eachGatePanel { panel in
        RowKernels.gather(
          symbols + t * lanes, count: lanes, from: table.panel(panel),
          into: gates(at: t).panel(panel))
      }
    }
  }

  /// The panels of all gates of this worker's units.
  func eachGatePanel(_ body: (Int) -> Void) {
    for gate in 0..<shape.gates {
      for panel in panels { body(gate * shape.panelCount + panel) }
    }
  }

  /// target (B, N) = or += left (B, K) · W, of this worker's panels; `then` is called with each panel and the lanes
  /// that are done.
  func multiply(
    _ left: MatrixView, by packed: PackedMatrix, into target: MatrixView, accumulate: Bool,
    then: (_ panel: Int, _ lanes: Range<Int>) -> Void
  ) {
    let panels = self.panels
    guard !panels.isEmpty else { return }
    for first in stride(from: 0, to: lanes, by: packed.blockRows) {
      let some = first..<min(lanes, first + packed.blockRows)
      let block = packed.load(some, of: left, worker.scratch)
      for panel in panels {
        packed.multiply(block, panel: panel, into: target, accumulate: accumulate)
        then(panel, some)
      }
    }
  }
}

/// What a backward pass reads and writes besides.
struct LayerGradients {
  let memory: GradientMemory
  /// (T·B, H): the gradient of the layer's output; afterwards all that reached h.
  let dOutput: MatrixView
  /// (T·B, D): where the gradient of its input goes; nil when nobody asks.
  let dInput: MatrixView?
  /// The flat gradient buffer.
  let gradients: FloatBuffer
  /// Whether dhBefore and dc shall hold the initial state's gradient in the end.
  let reachesInitialState: Bool
}
