import GeulKit

/// Two texts in two columns.
struct SideBySide {
  /// Columns of the terminal.
  let width: Int

  private static let gap = " │ "

  /// The lines of both under their headings.
  func lines(_ left: (heading: String, text: String), _ right: (heading: String, text: String))
    -> String
  {
    let column = max(8, (width - Self.gap.count) / 2)
    let texts = [left, right].map {
      [VisibleText.line($0.heading), String(repeating: "─", count: column)]
        + Self.wrap(VisibleText.running($0.text), column)
    }
    let count = max(texts[0].count, texts[1].count)
    return (0..<count).map { row in
      let cells = texts.map { row < $0.count ? Self.fit($0[row], column) : "" }
      let blanks = column - DisplayWidth.columns(cells[0])
      return cells[0] + String(repeating: " ", count: blanks) + Self.gap + cells[1]
    }.joined(separator: "\n")
  }

  /// Lines of at most so many columns.
  static func wrap(_ text: String, _ width: Int) -> [String] {
    var lines: [String] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      var (current, columns) = ("", 0)
      for cluster in GraphemeBreaker.clusters(of: String(line)) {
        let shown = cluster == "\t" ? " " : String(cluster)
        let own = DisplayWidth.columns(shown)
        if columns + own > width {
          lines.append(current)
          (current, columns) = ("", 0)
        }
        current += shown
        columns += own
      }
      lines.append(current)
    }
    return lines
  }

  private static func fit(_ text: String, _ width: Int) -> String { wrap(text, width).first ?? "" }
}
