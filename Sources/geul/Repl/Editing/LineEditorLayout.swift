/// Where libedit puts a prompt and a line on the screen, and where a terminal moves them when its window is resized.
///
/// A row ends with a line feed, so a terminal that rewraps cuts each row for itself and never joins two.
struct LineEditorLayout {
  /// Columns of what is drawn in each row, in order.
  private var rows: [[Int]] = [[]]
  private var cursor = (row: 0, index: 0)
  private var column = 0
  private let width: Int

  /// Lays out what takes so many columns each, in a window of `width` columns.
  ///
  /// A character is given by the columns it takes; a tab, which goes on to the next multiple of eight, by nil.
  init(_ characters: [Int?], cursor place: Int, width: Int) {
    self.width = max(1, width)
    for (index, columns) in characters.enumerated() {
      // A wide character that does not fit takes the cursor to the next row with it.
      if let columns, columns <= self.width && column + columns > self.width { breakRow() }
      if index == place { markCursor() }
      if let columns { put(columns) } else { repeat { put(1) } while column & 7 != 0 }
    }
    if place >= characters.count { markCursor() }
  }

  /// Rows between the first and the cursor's once the window has `width` columns.
  func rowsAboveCursor(inWidth width: Int) -> Int {
    let above = rows[..<cursor.row].reduce(0) { $0 + Self.pieces($1[...], width: width) }
    let row = rows[cursor.row]
    // Behind the last character the cursor stays in the row of that character.
    let upTo = min(cursor.index + 1, row.count)
    return above + Self.pieces(row[..<upTo], width: width) - 1
  }

  /// Rows between the first and the last.
  var rowsAboveEnd: Int { rows.count - 1 }

  private mutating func put(_ columns: Int) {
    rows[rows.count - 1].append(columns)
    column += columns
    if column >= width { breakRow() }
  }

  private mutating func breakRow() {
    rows.append([])
    column = 0
  }

  private mutating func markCursor() { cursor = (rows.count - 1, rows[rows.count - 1].count) }

  /// How many rows a row becomes; one that is empty stays one.
  private static func pieces(_ row: ArraySlice<Int>, width: Int) -> Int {
    var (count, column) = (1, 0)
    for columns in row {
      if column + columns > max(1, width) && column > 0 { (count, column) = (count + 1, 0) }
      column += columns
    }
    return count
  }
}
