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
    /// (T·B, D): the steps after the first of these.
    case bytes(ByteRows)
    /// (T, B): symbols, whose products stand in the weights' table.
    case symbols(UnsafePointer<UInt32>)
  }

  let worker: Worker
  let shape: LayerShape
  let weights: LayerWeights
  let memory: LayerMemory
  /// T
  let steps: Int
  /// B
  let lanes: Int
  let input: Input
  /// What of the recurrent weights this step does without; nil: nothing.
  let weightMask: WeightMask?

  /// Whether all bits are to be the same on every processor.
  var isExact: Bool { weights.recurrent.kind.isExact }

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

  /// The gradients (B, G·H) of the sums of step t's gates.
  func gateGradients(at t: Int) -> MatrixView { memory.gateGradients.view.from(row: t * lanes) }

  /// The gates of step t going forward, where `panel` of each is asked for.
  func gates(at t: Int, panel: Int) -> MatrixView {
    guard takesTurns else { return gates(at: t) }
    return gates(at: t).movingPanels(by: panels.lowerBound - panel)
  }

  /// Whether all panels of a worker take turns in the gates of its first, which thus stay in the caches. With bytes
  /// nothing reads them later, but rows are multiplied for all panels at once.
  private var takesTurns: Bool {
    if case .rows = input { return false }
    return memory.bytes != nil
  }

  /// h (B, H) before step t.
  func hidden(before t: Int) -> MatrixView {
    memory.hidden.view.from(row: t % memory.hiddenSteps * lanes)
  }

  /// c (B, H) before step t.
  func cell(before t: Int) -> MatrixView {
    memory.cell.view.from(row: t % memory.cellSteps * lanes)
  }

  /// gates (B, G·H) = x · W_ihᵀ of the steps from t on, this worker's units, if t begins a block of steps.
  ///
  /// Training keeps all gates and multiplies all steps at once. Otherwise a block is large enough for a full
  /// product, and small enough for its gates to be still in the second-level cache when their steps come.
  private func multiplyInput(at t: Int) {
    guard case .rows(let rows) = input, let packed = weights.input, t % memory.gateSteps == 0
    else { return }
    packed.multiply(
      rows: min(memory.gateSteps, steps - t) * lanes, rows.from(row: t * lanes), into: gates(at: t),
      panels: panels, accumulate: false, scratch: worker.scratch)
  }

  /// The same looked up, or multiplied from bytes, for one panel and some lanes of step t.
  private func enterInput(at t: Int, _ panel: Int, _ some: Range<Int>) {
    switch input {
    case .symbols(let symbols): lookUpInput(symbols, at: t, panel, some)
    case .bytes(let bytes):
      guard let packed = weights.input else { return }
      let block = packed.load(some, of: bytes, from: (t + 1) * lanes)
      packed.multiply(block, panel: panel, into: gates(at: t, panel: panel), accumulate: false)
    case .rows: break
    }
  }

  private func lookUpInput(
    _ symbols: UnsafePointer<UInt32>, at t: Int, _ panel: Int, _ some: Range<Int>
  ) {
    guard let table = weights.table?.view else { return }
    for gate in 0..<shape.gates {
      let index = gate * shape.panelCount + panel
      RowKernels.gather(
        symbols + t * lanes + some.lowerBound, count: some.count, from: table.panel(index),
        into: gates(at: t, panel: panel).at(panel: index, row: some.lowerBound))
    }
  }

  /// target (B, N) = or += left (B, K) · W, of this worker's panels, where `operand` holds what the workers made
  /// of `left`; `then` is called with each panel and its lanes after.
  func multiply(
    _ left: MatrixView, madeIn operand: StepOperand, turn: Int, by packed: PackedMatrix,
    into target: MatrixView, accumulate: Bool,
    first: (_ panel: Int, _ lanes: Range<Int>) -> Void = { _, _ in },
    then: (_ panel: Int, _ lanes: Range<Int>) -> Void = { _, _ in }
  ) {
    guard !panels.isEmpty else { return }
    eachBlock(of: packed) { some in
      let block = packed.load(some, of: left, madeIn: operand, turn: turn, worker.scratch)
      eachPanel(turn) { panel in
        first(panel, some)
        packed.multiply(block, panel: panel, into: target, accumulate: accumulate)
        then(panel, some)
      }
    }
  }

  /// This worker's panels. Turns go to and fro over them: what of the weights the caches still hold of the last is
  /// used first.
  func eachPanel(_ turn: Int, _ body: (Int) -> Void) {
    let panels = self.panels
    for index in 0..<panels.count {
      body(turn % 2 == 0 ? panels.lowerBound + index : panels.upperBound - 1 - index)
    }
  }

  /// The lanes that are multiplied at a time.
  func eachBlock(of packed: PackedMatrix, _ body: (Range<Int>) -> Void) {
    for first in stride(from: 0, to: lanes, by: packed.blockRows) {
      body(first..<min(lanes, first + packed.blockRows))
    }
  }

  /// Carries h forward through the steps: `cell` makes h of a step from its gates' sums `target` (B, G·H), to which
  /// or into which U h₋ was multiplied, this worker's panel and some lanes.
  func goForward(
    into target: (_ t: Int, _ panel: Int) -> MatrixView, accumulate: Bool,
    cell: (_ t: Int, _ panel: Int, _ lanes: Range<Int>) -> Void
  ) {
    let packed = weights.recurrent
    for panel in panels { eachBlock(of: packed) { makeOperand(of: 0, panel, $0) } }
    // The floats of the state before were there when the workers met last.
    if memory.bytes != nil || memory.operand.isNeeded { finishOperand(of: 0) }
    for t in 0..<steps {
      func first(_ panel: Int, _ some: Range<Int>) { enterInput(at: t, panel, some) }
      func then(_ panel: Int, _ some: Range<Int>) {
        cell(t, panel, some)
        makeOperand(of: t + 1, panel, some)
      }
      multiplyInput(at: t)
      if let bytes = memory.bytes {
        multiply(
          bytes, at: t, by: packed, into: { target(t, $0) }, accumulate: accumulate, first: first,
          then: then)
      } else {
        multiply(
          hidden(before: t), madeIn: memory.operand, turn: t, by: packed, into: target(t, 0),
          accumulate: accumulate, first: first, then: then)
      }
      finishOperand(of: t + 1)
    }
  }

  /// Makes h before step t ready for the product of that step.
  private func makeOperand(of t: Int, _ panel: Int, _ some: Range<Int>) {
    let h = hidden(before: t)
    if let bytes = memory.bytes { return bytes.measure(h, panel: panel, lanes: some) }
    memory.operand.store(
      h.at(panel: panel, row: some.lowerBound), rowStride: h.rowStride, panel: panel, rows: some,
      turn: t)
  }

  /// Waits until all workers' panels of h before step t are ready.
  private func finishOperand(of t: Int) {
    worker.barrier.wait()
    guard let bytes = memory.bytes else { return }
    bytes.round(hidden(before: t), panels: panels, step: t, worker.scratch)
    worker.barrier.wait()
  }
}
