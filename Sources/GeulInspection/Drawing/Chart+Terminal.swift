/// A figure in characters: eight dots of Braille in each.
extension Chart {
  /// Lines of at most `columns` columns, which are the drawing, its axes and its legend; each series in dots, those of several
  /// in one cell together.
  public func lines(columns: Int = 72, rows: Int = 14) -> [String] {
    guard let ranges = ranges() else { return ["(nothing to draw)"] }
    let labels = 9
    let wide = max(10, columns - labels - 1)
    var canvas = BrailleCanvas(columns: wide, rows: rows)
    for series in series {
      let points = series.points.filter { x.draws($0.x) && y.draws($0.y) }.map {
        (x: ranges.x.share($0.x), y: ranges.y.share($0.y))
      }
      switch series.style {
      case .line: canvas.line(points)
      case .points: for point in points { canvas.dot(point.x, point.y) }
      case .bars: for point in points { canvas.line([(point.x, 0), point]) }
      }
    }
    var beside = [Int: String]()
    for tick in ranges.y.ticks(4) {
      let row = rows - 1 - min(rows - 1, Int(ranges.y.share(tick) * Double(rows)))
      beside[row] = AxisScale.label(tick)
    }
    var lines = canvas.lines.enumerated().map { row, line in
      let label = beside[row] ?? ""
      return String(repeating: " ", count: max(0, labels - 1 - label.count)) + label
        + (label.isEmpty ? " │" : " ┤") + line
    }
    lines.append(String(repeating: " ", count: labels) + "└" + String(repeating: "─", count: wide))
    var below = [Character](repeating: " ", count: wide + labels + 1)
    for tick in ranges.x.ticks(6) {
      let label = AxisScale.label(tick)
      let at = labels + 1 + Int(ranges.x.share(tick) * Double(wide - 1)) - label.count / 2
      guard at >= 0, at + label.count <= below.count,
        below[max(0, at - 1)..<at + label.count].allSatisfy({ $0 == " " })
      else { continue }
      for (place, character) in label.enumerated() { below[at + place] = character }
    }
    lines.append(String(String(below).reversed().drop { $0 == " " }.reversed()))
    lines.append("  \(y.label), by \(x.label)")
    return lines
  }
}

/// Dots, two by four in a character.
private struct BrailleCanvas {
  private let columns: Int
  private let rows: Int
  private var cells: [UInt32]
  /// The bit of each dot of a cell, row by row.
  private static let bits: [[UInt32]] = [[1, 8], [2, 16], [4, 32], [64, 128]]

  init(columns: Int, rows: Int) {
    (self.columns, self.rows) = (columns, rows)
    cells = [UInt32](repeating: 0, count: columns * rows)
  }

  /// Marks shares of the width from the left and of the height from below.
  mutating func dot(_ x: Double, _ y: Double) {
    guard (0...1).contains(x), (0...1).contains(y) else { return }
    let across = min(2 * columns - 1, Int(x * Double(2 * columns)))
    let down = 4 * rows - 1 - min(4 * rows - 1, Int(y * Double(4 * rows)))
    cells[down / 4 * columns + across / 2] |= Self.bits[down % 4][across % 2]
  }

  mutating func line(_ points: [(x: Double, y: Double)]) {
    if points.count == 1 { dot(points[0].x, points[0].y) }
    for (from, to) in zip(points, points.dropFirst()) {
      let steps = max(
        1, Int(max(abs(to.x - from.x) * Double(2 * columns), abs(to.y - from.y) * Double(4 * rows)))
      )
      for step in 0...steps {
        let share = Double(step) / Double(steps)
        dot(from.x + share * (to.x - from.x), from.y + share * (to.y - from.y))
      }
    }
  }

  var lines: [String] {
    (0..<rows).map { row in
      String(
        String.UnicodeScalarView(
          cells[row * columns..<(row + 1) * columns].map { cell in
            cell == 0 ? " " : Unicode.Scalar(0x2800 + cell) ?? " "
          }))
    }
  }
}
