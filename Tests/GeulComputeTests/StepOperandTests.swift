import GeulCompute
import Testing

struct StepOperandTests {
  /// What workers make panel by panel gives the bits of what is made of whole rows.
  @Test(arguments: availableKinds, [1, 16, 50, 67, 130])
  func panelsMakeTheBlock(kind: ProductKind, lanes: Int) {
    for depth in [5, 32, 37, 101] {
      var random = RandomStream(case: depth)
      let a = PanelMatrix(rows: lanes, width: depth)
      let rows = FloatBuffer(random.signed(lanes * depth))
      a.view.load(rows.pointer, rows: lanes, width: depth)
      let packed = PackedMatrix(kind: kind, depth: depth, groupWidth: 33)
      let weights = FloatBuffer(random.signed(depth * 33))
      let panels = 0..<packed.panelCount
      packed.pack(weights.pointer, kStride: 33, nStride: 1, panels: panels)
      let operand = StepOperand(kind: kind, lanes: lanes, panels: a.panelCount)
      let scratch = ProductScratch()
      let (whole, made) = (PanelMatrix(rows: lanes, width: 33), PanelMatrix(rows: lanes, width: 33))
      packed.multiply(
        rows: lanes, a.view, into: whole.view, panels: panels, accumulate: false, scratch: scratch)
      for turn in 0..<3 {
        for first in stride(from: 0, to: lanes, by: packed.blockRows) {
          let some = first..<min(lanes, first + packed.blockRows)
          for panel in (0..<a.panelCount).reversed() {
            operand.store(
              a.view.at(panel: panel, row: first), rowStride: a.view.rowStride, panel: panel,
              rows: some, turn: turn)
          }
        }
        for first in stride(from: 0, to: lanes, by: packed.blockRows) {
          let some = first..<min(lanes, first + packed.blockRows)
          let block = packed.load(some, of: a.view, madeIn: operand, turn: turn, scratch)
          for panel in panels {
            packed.multiply(block, panel: panel, into: made.view, accumulate: false)
          }
        }
        #expect(made.elements.elements == whole.elements.elements, "depth \(depth), turn \(turn)")
      }
    }
  }
}
