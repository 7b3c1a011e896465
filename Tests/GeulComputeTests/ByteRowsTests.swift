import GeulCompute
import Testing

/// What workers round together has the bits of what a product rounds by itself.
struct ByteRowsTests {
  @Test(arguments: [1, 5, 31, 32, 37, 64, 100, 512], 1...3)
  func productsAreTheSame(width: Int, workers: Int) {
    let (lanes, steps, columns) = (19, 3, 41)
    var random = RandomStream(case: 400 + width)
    let rows = PanelMatrix(rows: lanes * steps, width: width)
    var values = random.signed(lanes * steps * width)
    // Rows of zeros, of numbers whose inverse overflows, with something that is no number, and of very unequal ones.
    for column in 0..<width {
      values[2 * width + column] = 0
      values[3 * width + column] *= 1e-38
      values[5 * width + column] *= column == width / 2 ? 1e20 : 1e-3
    }
    values[4 * width + width / 2] = .nan
    values[6 * width] = -.infinity
    let source = FloatBuffer(values)
    withExtendedLifetime(source) {
      rows.view.load(source.pointer, rows: lanes * steps, width: width)
    }
    // What fills up the last panel may be anything finite.
    for column in width..<PackedMatrix.panelCount(ofWidth: width) * 32 {
      for row in 0..<lanes * steps {
        rows.view.at(panel: column / 32, row: row)[column % 32] = 77
      }
    }
    let packed = PackedMatrix(kind: .int8, depth: width, groupWidth: columns)
    let weights = FloatBuffer(random.signed(width * columns))
    withExtendedLifetime(weights) {
      packed.pack(weights.pointer, kStride: columns, nStride: 1, panels: 0..<packed.panelCount)
    }
    let (expected, found) = (
      FloatBuffer(count: lanes * steps * columns), FloatBuffer(count: lanes * steps * columns)
    )
    // In a pool as well: its threads take denormals for zeros.
    WorkerPool(count: 1).run { worker in
      packed.multiply(
        rows: lanes * steps, rows.view,
        into: MatrixView(rowMajor: expected.pointer, width: columns),
        panels: 0..<packed.panelCount, accumulate: false, scratch: worker.scratch)
    }

    let bytes = ByteRows(steps: steps, lanes: lanes, width: width)
    WorkerPool(count: workers).run { worker in
      let panels = worker.share(of: PackedMatrix.panelCount(ofWidth: width))
      for t in 0..<steps {
        let step = rows.view.from(row: t * lanes)
        for panel in panels {
          bytes.measure(step, panel: panel, lanes: 0..<7)
          bytes.measure(step, panel: panel, lanes: 7..<lanes)
        }
        worker.barrier.wait()
        bytes.round(step, panels: panels, step: t, worker.scratch)
        worker.barrier.wait()
      }
      packed.multiply(
        rows: (steps - 1) * lanes, bytes, from: lanes,
        into: MatrixView(rowMajor: found.pointer + lanes * columns, width: columns),
        panels: worker.share(of: packed.panelCount), accumulate: false)
      packed.multiply(
        rows: lanes, bytes, from: 0, into: MatrixView(rowMajor: found.pointer, width: columns),
        panels: worker.share(of: packed.panelCount), accumulate: false)
    }
    #expect(found.elements.map(\.bitPattern) == expected.elements.map(\.bitPattern))
  }
}
