import GeulKit

/// What of a sample is shown to somebody who waits: its beginning, in a few rows of the terminal.
enum SampleView {
  /// Rows of the terminal.
  static let rows = 6

  /// The beginning of `text` that takes no more than ``rows`` on a terminal of so many columns, and a mark where it was
  /// cut.
  static func brief(_ text: String, columns: Int) -> String {
    var shown = ""
    var (row, column) = (1, 0)
    for character in text {
      let width = DisplayWidth.columns(String(character))
      if character.isNewline {
        (row, column) = (row + 1, 0)
      } else if column + width > columns {
        (row, column) = (row + 1, width)
      } else {
        column += width
      }
      // The mark has room at the end of the last row.
      if row > rows || row == rows && column >= columns { return shown + "…" }
      shown.append(character)
    }
    return shown
  }
}
