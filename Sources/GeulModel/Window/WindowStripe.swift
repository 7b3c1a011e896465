import GeulCompute

/// Some rows of a chunk that are carried through all layers, as one worker sees them.
struct WindowStripe {
  let worker: Worker
  let weights: WindowWeights
  let memory: WindowMemory
  /// The rows of the chunk.
  let rows: Range<Int>
  /// Where they begin in the piece.
  let inPiece: Int
  /// T·B of the chunk.
  let chunkRows: Int
  /// The key of this step's dropout masks; nil when nothing is dropped.
  let dropoutKey: UInt64?
  /// Whether the workers share the columns of these rows, and not the rows.
  let sharesColumns: Bool

  /// Where the rows' units stand in the memory.
  var place: Int { memory.place(ofRow: rows.lowerBound, worker: sharesColumns ? 0 : worker.index) }

  /// The panels of so many that this worker computes.
  func panels(_ count: Int) -> Range<Int> { sharesColumns ? worker.share(of: count) : 0..<count }

  /// Waits for the columns of the others.
  func meet() {
    if sharesColumns { worker.barrier.wait() }
  }

  /// c (rows, N) = a (rows, K) · W; `then` is called with each panel of c and its rows when they are there.
  func multiply(
    _ a: MatrixView, by packed: PackedMatrix, into c: MatrixView,
    then: (_ panel: Int, _ rows: Range<Int>) -> Void = { _, _ in }
  ) {
    let panels = panels(packed.panelCount)
    guard !panels.isEmpty else { return }
    for first in stride(from: 0, to: rows.count, by: packed.blockRows) {
      let some = first..<min(rows.count, first + packed.blockRows)
      let block = packed.load(some, of: a, worker.scratch)
      for panel in panels {
        packed.multiply(block, panel: panel, into: c, accumulate: false)
        then(panel, some)
      }
    }
  }

  /// Inverted dropout of some rows of a panel of a layer's units, or the same mask on their gradients.
  func drop(
    _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>, layer: Int, panel: Int,
    _ some: Range<Int>, probability: Float, key: UInt64
  ) {
    let width = PackedMatrix.panelWidth
    RowKernels.dropout(
      x, into: y, first: (panel * chunkRows + rows.lowerBound + some.lowerBound) * width,
      count: some.count * width, probability: probability, key: key &+ UInt64(layer))
  }
}
