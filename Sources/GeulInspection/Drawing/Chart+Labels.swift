/// What stands next to points, as far as there is room for it.
extension Chart {
  /// A rectangle of the drawing.
  private struct Box {
    let left: Double
    let right: Double
    let top: Double
    let bottom: Double

    func meets(_ other: Box) -> Bool {
      left < other.right && other.left < right && top < other.bottom && other.top < bottom
    }
  }

  private static let (size, gap) = (10.0, 3.5)

  /// The labels of points as text at the right of each, the first ones of all series first; one that would lie on an earlier
  /// one is left out.
  func labels(_ place: (Point) -> (x: Double, y: Double), right: Double) -> [String] {
    var taken: [Box] = []
    var parts: [String] = []
    let most = series.map(\.points.count).max() ?? 0
    for order in 0..<most {
      for (index, series) in series.enumerated()
      where series.style == .points && order < series.points.count {
        let point = series.points[order]
        guard let label = point.label, x.draws(point.x), y.draws(point.y) else { continue }
        let (across, down) = place(point)
        let width = Self.width(of: label)
        let isAtEnd = across + Self.gap + width > right
        let left = isAtEnd ? across - Self.gap - width : across + Self.gap
        let box = Box(
          left: left, right: left + width, top: down - Self.size / 2, bottom: down + Self.size / 2)
        if taken.contains(where: box.meets) { continue }
        taken.append(box)
        parts.append(
          "<text class=\"n c\(index % Self.colours)\" x=\"\(Self.number(left))\" y=\"\(Self.number(down))\" dy=\".35em\">"
            + "\(PageText.escaped(label))</text>")
      }
    }
    return parts
  }

  /// About how wide a text is: letters of East Asia are as wide as high.
  private static func width(of label: String) -> Double {
    label.unicodeScalars.reduce(0) { $0 + ($1.value >= 0x1100 ? Self.size : 0.6 * Self.size) }
  }
}
