import Foundation

/// A figure as SVG, which takes its colours from the page.
extension Chart {
  static let (width, height) = (420.0, 300.0)
  static let (left, right, top, bottom) = (60.0, 18.0, 8.0, 40.0)
  /// Classes of the page's colours.
  static let colours = 9

  /// The drawing, without title and caption.
  public var svg: String {
    var parts = [
      "<svg viewBox=\"0 0 \(Int(Self.width)) \(Int(Self.height))\" role=\"img\" aria-label=\"\(PageText.escaped(title))\">"
    ]
    if let ranges = ranges() {
      parts += axes(ranges.x, ranges.y) + marks(ranges.x)
      for (place, series) in series.enumerated() {
        parts.append("<g class=\"c\(place % Self.colours)\">")
        parts += drawn(series, ranges.x, ranges.y, place: place)
        parts.append("</g>")
      }
      parts += labels(
        { (Self.across(ranges.x.share($0.x)), Self.down(ranges.y.share($0.y))) },
        right: Self.width - Self.right)
    } else {
      parts.append("<text x=\"210\" y=\"150\" class=\"m\">nothing to draw</text>")
    }
    return parts.joined(separator: "\n") + "</svg>\n"
  }

  private func place(_ point: Point, _ x: AxisScale, _ y: AxisScale) -> (String, String) {
    (Self.number(Self.across(x.share(point.x))), Self.number(Self.down(y.share(point.y))))
  }

  static func across(_ share: Double) -> Double { left + share * (width - left - right) }
  static func down(_ share: Double) -> Double {
    height - bottom - share * (height - top - bottom)
  }
  static func number(_ value: Double) -> String { String(format: "%.1f", value) }

  private func axes(_ x: AxisScale, _ y: AxisScale) -> [String] {
    let (l, r) = (Self.left, Self.width - Self.right)
    let (t, b) = (Self.top, Self.height - Self.bottom)
    var parts = ["<path class=\"a\" d=\"M\(l) \(t)V\(b)H\(r)\"/>"]
    for tick in x.ticks(5) {
      let at = Self.number(Self.across(x.share(tick)))
      parts.append("<path class=\"t\" d=\"M\(at) \(b)v4\"/>")
      parts.append("<text class=\"m\" x=\"\(at)\" y=\"\(b + 16)\">\(AxisScale.label(tick))</text>")
    }
    for tick in y.ticks(5) {
      let at = Self.number(Self.down(y.share(tick)))
      parts.append("<path class=\"g\" d=\"M\(l) \(at)H\(r)\"/>")
      parts.append(
        "<text class=\"e\" x=\"\(l - 5)\" y=\"\(at)\" dy=\".35em\">\(AxisScale.label(tick))</text>")
    }
    let middle = Self.number((t + b) / 2)
    parts.append(
      "<text class=\"m\" x=\"\(Self.number((l + r) / 2))\" y=\"\(Self.height - 6)\">\(PageText.escaped(self.x.label))</text>"
    )
    parts.append(
      "<text class=\"m\" transform=\"translate(11 \(middle)) rotate(-90)\">\(PageText.escaped(self.y.label))</text>"
    )
    return parts
  }

  private func marks(_ x: AxisScale) -> [String] {
    marks.filter { self.x.draws($0.x) && (0...1).contains(x.share($0.x)) }.flatMap { mark in
      let at = Self.number(Self.across(x.share(mark.x)))
      return [
        "<path class=\"k\" d=\"M\(at) \(Self.top)V\(Self.height - Self.bottom)\"/>",
        "<text class=\"b\" x=\"\(at)\" dx=\"4\" y=\"\(Self.top + 11)\">\(PageText.escaped(mark.label))</text>",
      ]
    }
  }

  private func drawn(_ series: Series, _ x: AxisScale, _ y: AxisScale, place index: Int) -> [String]
  {
    let points = series.points.filter { self.x.draws($0.x) && self.y.draws($0.y) }
    var parts: [String] = []
    let band = series.band.filter { self.y.draws($0.low.y) && self.x.draws($0.low.x) }
    if band.count > 1 {
      let around = band.map(\.high) + band.reversed().map(\.low)
      parts.append("<path class=\"f\" d=\"\(path(around, x, y))Z\"/>")
    }
    switch series.style {
    case .line:
      // Different dashes tell the lines apart where colours cannot.
      let patterns = ["", "7 3", "2 3", "9 3 2 3", "4 2", "2 2"]
      let dashes = patterns[index % patterns.count]
      parts.append("<path class=\"l\" stroke-dasharray=\"\(dashes)\" d=\"\(path(points, x, y))\"/>")
    case .points:
      parts += points.map {
        let (a, b) = place($0, x, y)
        return "<circle cx=\"\(a)\" cy=\"\(b)\" r=\"2\"/>"
      }
    case .bars:
      parts += bars(points, x, y)
    }
    return parts
  }

  private func path(_ points: [Point], _ x: AxisScale, _ y: AxisScale) -> String {
    var path = ""
    for point in points {
      let (a, b) = place(point, x, y)
      path += path.isEmpty ? "M\(a) \(b)" : "L\(a) \(b)"
    }
    return path
  }
}
