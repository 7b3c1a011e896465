import GeulKit

/// Rows of text in aligned columns, wide characters counted as two.
struct TextTable {
  enum Alignment { case left, right }

  private let alignments: [Alignment]
  private var rows: [[String]] = []

  /// A table with a row of headings, or without.
  init(_ alignments: [Alignment], heading: [String] = []) {
    self.alignments = alignments
    if !heading.isEmpty { rows.append(heading) }
  }

  mutating func add(_ row: [String]) { rows.append(row) }

  /// A line for each row, without blanks at its end.
  func text() -> String {
    let widths = alignments.indices.map { column in
      rows.map { column < $0.count ? DisplayWidth.columns($0[column]) : 0 }.max() ?? 0
    }
    return rows.map { row in
      var line = ""
      for (column, cell) in row.enumerated() {
        let blanks = String(repeating: " ", count: widths[column] - DisplayWidth.columns(cell))
        if column > 0 { line += "  " }
        line += alignments[column] == .right ? blanks + cell : cell + blanks
      }
      while line.last == " " { line.removeLast() }
      return line + "\n"
    }.joined()
  }

  /// A text broken at blanks into lines of so many columns, all but the first behind `indent` blanks.
  static func wrapped(_ text: String, columns: Int, indent: Int) -> String {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      let width = DisplayWidth.columns(line) + 1 + DisplayWidth.columns(String(word))
      if !line.isEmpty && width > columns - indent {
        lines.append(line)
        line = ""
      }
      line += (line.isEmpty ? "" : " ") + word
    }
    lines.append(line)
    return lines.joined(separator: "\n" + String(repeating: " ", count: indent))
  }
}
