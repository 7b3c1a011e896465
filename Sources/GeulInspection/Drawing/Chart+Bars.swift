/// Bars that stand on the axis.
extension Chart {
  /// A bar for each point; what it is called stands upright in it where it is long, and above it where it is not.
  func bars(_ points: [Point], _ x: AxisScale, _ y: AxisScale) -> [String] {
    let wide = (Self.width - Self.left - Self.right) / Double(max(1, points.count)) * 0.8
    let base = Self.height - Self.bottom
    return points.flatMap { point -> [String] in
      let (middle, up) = (Self.across(x.share(point.x)), Self.down(y.share(point.y)))
      let tall = max(0, base - up)
      let bar =
        "<rect x=\"\(Self.number(middle - wide / 2))\" y=\"\(Self.number(up))\" "
        + "width=\"\(Self.number(wide))\" height=\"\(Self.number(tall))\"\(point.label == nil ? "" : " class=\"w\"")/>"
      guard let label = point.label else { return [bar] }
      let start = tall > (base - Self.top) / 2 ? base - 5 : up - 5
      return [
        bar,
        "<text transform=\"translate(\(Self.number(middle)) \(Self.number(start))) rotate(-90)\" dy=\".35em\">"
          + "\(PageText.escaped(label))</text>",
      ]
    }
  }
}
