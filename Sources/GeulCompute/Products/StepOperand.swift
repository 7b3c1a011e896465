import CKernels

/// The left-hand side of a step's product, which the workers make ready together.
///
/// In bf16 each worker rounds the panels that it has just computed, while they are in its first-level cache, and
/// after the barrier all read all of them. Steps take turns with two blocks: one is read while the next is made.
/// The other kinds read the floats themselves, and this holds nothing.
package final class StepOperand: @unchecked Sendable {
  private let memory: UnsafeMutablePointer<UInt16>?
  private let depth: Int
  private let blockRows: Int
  /// Elements of a block of `blockRows` lanes, and of all of a turn.
  private let blockStride: Int
  private let turnStride: Int

  /// Whether there is anything to make ready.
  package var isNeeded: Bool { memory != nil }

  /// For `lanes` rows of `panels` panels, multiplied by matrices of this kind.
  package init(kind: ProductKind, lanes: Int, panels: Int) {
    depth = panels * PackedMatrix.panelWidth
    blockRows = PackedMatrix.blockRows(kind, depth: depth)
    blockStride = PackedMatrix.blockCount(rows: blockRows, depth: depth)
    turnStride = (lanes + blockRows - 1) / blockRows * blockStride
    guard kind == .bf16 else {
      memory = nil
      return
    }
    memory = AlignedMemory.allocate(byteCount: 2 * turnStride * 2).bindMemory(
      to: UInt16.self, capacity: 2 * turnStride)
    // What fills up tiles is read, though never used.
    memory?.initialize(repeating: 0, count: 2 * turnStride)
  }

  deinit { if let memory { AlignedMemory.deallocate(memory) } }

  /// Makes a panel of some lanes ready; `rows` begins where a block does, and is all of it.
  package func store(
    _ source: UnsafePointer<Float>, rowStride: Int, panel: Int, rows: Range<Int>, turn: Int
  ) {
    guard let block = block(turn: turn, rows: rows) else { return }
    geul_block_panel_bf16(rows.count, source, rowStride, panel, depth, block)
  }

  /// The block of these lanes; nil where the floats themselves are read.
  func block(turn: Int, rows: Range<Int>) -> UnsafeMutablePointer<UInt16>? {
    precondition(
      rows.lowerBound % blockRows == 0 && rows.count <= blockRows,
      "lanes \(rows) in blocks of \(blockRows)")
    return memory.map { $0 + turn % 2 * turnStride + rows.lowerBound / blockRows * blockStride }
  }
}
