/// A figure: curves or points over two axes, with the sentence that says what one sees.
public struct Chart: Sendable {
  /// An axis.
  public struct Axis: Sendable {
    /// What it counts, with its unit.
    public var label: String
    /// Whether equal ratios are equally far apart; then only numbers above 0 are drawn.
    public var isLogarithmic: Bool

    /// An axis; equal differences are equally far apart unless it is `logarithmic`.
    public init(_ label: String, logarithmic: Bool = false) {
      self.label = label
      isLogarithmic = logarithmic
    }
  }

  /// A place of the figure.
  public struct Point: Sendable, Equatable {
    /// Where along the first axis.
    public var x: Double
    /// Where along the second.
    public var y: Double
    /// What stands next to it on a page, where there is room.
    public var label: String?

    /// The place of these numbers.
    public init(_ x: Double, _ y: Double, label: String? = nil) {
      (self.x, self.y, self.label) = (x, y, label)
    }
  }

  /// Numbers that belong together.
  public struct Series: Sendable {
    /// How they are drawn.
    public enum Style: Sendable { case line, points, bars }

    /// What the legend calls them.
    public var name: String
    /// In the order of x, where they are a line.
    public var points: [Point]
    /// As a line, as points or as bars.
    public var style: Style
    /// What lies between these is shaded: for each x the lower and the upper end.
    public var band: [(low: Point, high: Point)]

    /// Numbers and what they are called.
    public init(
      _ name: String, _ points: [Point], style: Style = .line,
      band: [(low: Point, high: Point)] = []
    ) {
      (self.name, self.points, self.style, self.band) = (name, points, style, band)
    }
  }

  /// What stands above it.
  public var title: String
  /// What goes from left to right.
  public var x: Axis
  /// What goes upwards.
  public var y: Axis
  /// What is drawn, each in a colour of its own.
  public var series: [Series]
  /// Upright lines: where, and what they mark.
  public var marks: [(x: Double, label: String)]
  /// What one sees, and what to conclude.
  public var caption: String

  /// A figure.
  public init(
    _ title: String, x: Axis, y: Axis, series: [Series], marks: [(x: Double, label: String)] = [],
    caption: String
  ) {
    (self.title, self.x, self.y) = (title, x, y)
    (self.series, self.marks, self.caption) = (series, marks, caption)
  }

  /// The ranges of what can be drawn, a little widened where nothing else would be between; nil where there is nothing.
  func ranges() -> (x: AxisScale, y: AxisScale)? {
    var places = series.flatMap { $0.points + $0.band.flatMap { [$0.low, $0.high] } }
    for series in series where series.style == .bars {
      // From zero, and half a bar's room at both ends.
      places += series.points.map { Point($0.x, y.isLogarithmic ? $0.y : 0) }
      guard let low = series.points.map(\.x).min(), let high = series.points.map(\.x).max(),
        series.points.count > 1, !x.isLogarithmic, let one = series.points.first
      else { continue }
      let half = (high - low) / Double(2 * (series.points.count - 1))
      places += [Point(low - half, one.y), Point(high + half, one.y)]
    }
    let seen = places.filter { x.draws($0.x) && y.draws($0.y) }
    guard !seen.isEmpty else { return nil }
    return (
      AxisScale(seen.map(\.x), logarithmic: x.isLogarithmic),
      AxisScale(seen.map(\.y), logarithmic: y.isLogarithmic)
    )
  }
}

extension Chart.Axis {
  /// Whether a number has a place on it.
  func draws(_ value: Double) -> Bool { value.isFinite && (!isLogarithmic || value > 0) }
}
