import GeulCompute
import Testing

struct MatrixViewTests {
  /// Element (i, j) by the definition, in panels and in plain rows.
  @Test(arguments: [1, 31, 32, 33, 70])
  func elementsStandWhereTheyAreSaidTo(width: Int) {
    let rows = 5
    let panels = (width + 31) / 32
    let numbers = FloatBuffer((0..<rows * panels * 32).map(Float.init))
    let (inPanels, plain) = (
      MatrixView(panels: numbers.pointer, rows: rows),
      MatrixView(rowMajor: numbers.pointer, width: width)
    )
    for i in 0..<rows {
      for j in 0..<width {
        let place = j / 32 * rows * 32 + i * 32 + j % 32
        #expect(inPanels.at(panel: j / 32, row: i)[j % 32] == Float(place))
        #expect(inPanels.from(row: i).panel(j / 32)[j % 32] == Float(place))
        #expect(plain.at(panel: j / 32, row: i)[j % 32] == Float(i * width + j))
      }
    }
  }

  @Test(arguments: [1, 32, 45])
  func rowsAreLoadedAndStored(width: Int) {
    let (rows, first) = (3, 2)
    let matrix = PanelMatrix(rows: rows + first, width: width)
    let source = FloatBuffer((0..<rows * width).map { Float($0 + 1) })
    matrix.view.from(row: first).load(source.pointer, rows: rows, width: width)
    let found = FloatBuffer(count: rows * width)
    matrix.view.from(row: first).store(found.pointer, rows: rows, width: width)
    #expect(found.elements == source.elements)
    // Nothing but those rows has been written.
    #expect(matrix.elements.elements.count { $0 != 0 } == rows * width)
  }

  @Test func groupsBeginNewPanels() {
    let matrix = PanelMatrix(rows: 4, groups: 3, width: 33)
    #expect(matrix.panelCount == 6)
    #expect(matrix.elements.count == 6 * 4 * 32)
    #expect(GroupedColumns(groups: 3, width: 33).panelCount == 6)
    #expect(PanelMatrix().elements.count == 0)
  }
}
