/// Where a matrix of floats lies: in panels of 32 columns, or in plain rows.
///
/// Element (i, j) is `base[j / 32 * panelStride + i * rowStride + j % 32]`. In panels, a row's 32 columns are two
/// cache lines, consecutive rows are consecutive in memory, and a block of rows is the tile that a product reads.
package struct MatrixView {
  /// Element (0, 0).
  package let base: UnsafeMutablePointer<Float>
  /// Elements from a row to the next.
  package let rowStride: Int
  /// Elements from 32 columns to the next 32.
  package let panelStride: Int

  /// A matrix `width` wide in plain rows.
  package init(rowMajor base: UnsafeMutablePointer<Float>, width: Int) {
    self.base = base
    rowStride = width
    panelStride = PackedMatrix.panelWidth
  }

  /// Panels of `rows` rows, one behind the other.
  package init(panels base: UnsafeMutablePointer<Float>, rows: Int) {
    self.base = base
    rowStride = PackedMatrix.panelWidth
    panelStride = rows * PackedMatrix.panelWidth
  }

  private init(_ base: UnsafeMutablePointer<Float>, rowStride: Int, panelStride: Int) {
    self.base = base
    self.rowStride = rowStride
    self.panelStride = panelStride
  }

  /// The rows from `row` on.
  package func from(row: Int) -> MatrixView {
    MatrixView(base + row * rowStride, rowStride: rowStride, panelStride: panelStride)
  }

  /// The same memory, where panel p stands in the place of panel p + `count`.
  package func movingPanels(by count: Int) -> MatrixView {
    MatrixView(base + count * panelStride, rowStride: rowStride, panelStride: panelStride)
  }

  /// The first row of a panel.
  package func panel(_ panel: Int) -> UnsafeMutablePointer<Float> { base + panel * panelStride }

  /// A row of a panel.
  package func at(panel: Int, row: Int) -> UnsafeMutablePointer<Float> {
    base + panel * panelStride + row * rowStride
  }

  /// Copies rows of `width`, one behind the other, into the first rows.
  package func load(_ source: UnsafePointer<Float>, rows: Int, width: Int) {
    eachPiece(rows: rows, width: width) { piece, offset, count in
      piece.update(from: source + offset, count: count)
    }
  }

  /// Copies the first rows to rows of `width`, one behind the other.
  package func store(_ target: UnsafeMutablePointer<Float>, rows: Int, width: Int) {
    eachPiece(rows: rows, width: width) { piece, offset, count in
      (target + offset).update(from: piece, count: count)
    }
  }

  private func eachPiece(
    rows: Int, width: Int,
    _ body: (UnsafeMutablePointer<Float>, _ offset: Int, _ count: Int) -> Void
  ) {
    let most = PackedMatrix.panelWidth
    for panel in 0..<PackedMatrix.panelCount(ofWidth: width) {
      for row in 0..<rows {
        body(
          at(panel: panel, row: row), row * width + panel * most, min(most, width - panel * most))
      }
    }
  }
}

/// A matrix of floats in panels of 32 columns, zero at first. What fills up the last panel of a group may become any
/// finite number: it meets weights of zero wherever it is multiplied.
package struct PanelMatrix: Sendable {
  /// Rows.
  package let rows: Int
  /// Panels of all groups.
  package let panelCount: Int
  /// The elements, (panel, row, column of the panel).
  package let elements: FloatBuffer

  /// (rows, groups × width), each group in panels of its own.
  package init(rows: Int, groups: Int = 1, width: Int) {
    self.rows = rows
    panelCount = groups * PackedMatrix.panelCount(ofWidth: width)
    elements = FloatBuffer(count: panelCount * rows * PackedMatrix.panelWidth)
  }

  /// Nothing.
  package init() { self.init(rows: 0, width: 0) }

  /// All of it.
  package var view: MatrixView { MatrixView(panels: elements.pointer, rows: rows) }
}
