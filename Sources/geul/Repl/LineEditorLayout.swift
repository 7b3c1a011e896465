/// Where libedit puts a prompt and a line on the screen, and where a terminal puts them when its window is resized.
struct LineEditorLayout {
  /// Columns of each thing drawn, in order; the blank that is left where a wide character does not fit is one.
  private var cells: [Int] = []
  /// How many of the cells stand before the cursor.
  private var cellsBeforeCursor = 0
  private var column = 0
  private let width: Int

  /// Lays out what takes so many columns each, in a window of `width` columns.
  ///
  /// A character is given by the columns it takes; a tab, which goes on to the next multiple of eight, by nil.
  init(_ characters: [Int?], cursor: Int, width: Int) {
    self.width = max(1, width)
    for (index, columns) in characters.enumerated() {
      if index == cursor { cellsBeforeCursor = cells.count }
      if let columns { put(columns) } else { repeat { put(1) } while column & 7 != 0 }
    }
    if cursor >= characters.count { cellsBeforeCursor = cells.count }
  }

  /// Rows between the first and the cursor's once the window has `width` columns.
  func rowsAboveCursor(inWidth width: Int) -> Int {
    rows(cells[..<cellsBeforeCursor], width: max(1, width))
  }

  /// Rows between the first and the last.
  var rowsAboveEnd: Int { rows(cells[...], width: width) }

  private mutating func put(_ columns: Int) {
    while columns <= width && column + columns > width { put(1) }
    cells.append(columns)
    column = column + columns >= width ? 0 : column + columns
  }

  /// A full row moves the cursor to the next, as libedit does it and a terminal rewraps it.
  private func rows(_ cells: ArraySlice<Int>, width: Int) -> Int {
    var (row, column) = (0, 0)
    for columns in cells {
      if column + columns > width { (row, column) = (row + 1, 0) }
      column += columns
      if column >= width { (row, column) = (row + 1, 0) }
    }
    return row
  }
}
