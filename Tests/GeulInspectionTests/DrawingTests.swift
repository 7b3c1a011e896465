import Testing

@testable import GeulInspection

/// Figures on pages and in the terminal.
@Suite struct DrawingTests {
  private func chart(
    _ points: [Chart.Point], logarithmic: Bool = false, style: Chart.Series.Style = .line
  ) -> Chart {
    Chart(
      "A < B", x: Chart.Axis("x"), y: Chart.Axis("y & z", logarithmic: logarithmic),
      series: [Chart.Series("one", points, style: style), Chart.Series("two", [])],
      marks: [(1, "T")], caption: "What \"one\" sees.")
  }

  @Test func pagesNeedNothingElse() {
    var page = Page("Title <b>")
    page.add("text & more")
    page.add(chart([Chart.Point(0, 1), Chart.Point(2, 3)]))
    page.add(heading: ["a"], rows: [["<1>"]])
    let html = page.html
    for reference in ["http", "src=", "href=", "@import", "url("] {
      #expect(!html.contains(reference), "\(reference)")
    }
    #expect(
      html.contains("Title &lt;b&gt;") && html.contains("y &amp; z") && html.contains("&lt;1&gt;"))
    #expect(html.contains("prefers-color-scheme: dark") && html.contains("@media print"))
    #expect(!html.contains("nan") && !html.contains("inf"))
  }

  @Test(arguments: [Chart.Series.Style.line, .points, .bars])
  func whatHasNoPlaceIsLeftOut(style: Chart.Series.Style) {
    let points = [
      Chart.Point(0, .nan), Chart.Point(1, 0), Chart.Point(2, 10), Chart.Point(3, 1e-3),
      Chart.Point(.infinity, 1),
    ]
    let drawn = chart(points, logarithmic: true, style: style)
    #expect(!drawn.svg.contains("nan") && !drawn.svg.contains("inf"))
    let empty = chart([], style: style)
    #expect(empty.svg.contains("nothing to draw"))
    #expect(empty.lines() == ["(nothing to draw)"])
    // One point alone has a range, too.
    #expect(chart([Chart.Point(5, 5)], style: style).lines().count > 5)
  }

  /// Of labels that would lie on each other the first is drawn; all points are.
  @Test func labelsKeepApart() {
    let points = [
      Chart.Point(0, 0, label: "<a>"), Chart.Point(0.01, 0.01, label: "hidden"),
      Chart.Point(1, 1, label: "글"), Chart.Point(0.5, 0.5),
    ]
    let drawn = chart(points, style: .points).svg
    #expect(drawn.contains(">&lt;a&gt;</text>") && drawn.contains(">글</text>"))
    #expect(!drawn.contains("hidden"))
    #expect(drawn.split(separator: "<circle").count == 5)
  }

  @Test(arguments: [30, 72, 120]) func terminalFiguresKeepTheirWidth(columns: Int) {
    let lines = chart((0..<50).map { Chart.Point(Double($0), Double($0 * $0)) }).lines(
      columns: columns)
    #expect(lines.dropLast().allSatisfy { $0.count <= columns }, "\(lines.map(\.count))")
    #expect(lines.contains { $0.unicodeScalars.contains { (0x2801...0x28FF).contains($0.value) } })
    #expect(lines.last?.contains("y & z") == true)
  }

  @Test func ticksAreRoundNumbers() {
    #expect(AxisScale([0, 10], logarithmic: false).ticks(5) == [0, 2, 4, 6, 8, 10])
    #expect(AxisScale([1, 1000], logarithmic: true).ticks(5) == [1, 10, 100, 1000])
    #expect(AxisScale([0.2, 0.9], logarithmic: true).ticks(4).allSatisfy { $0 > 0.1 && $0 < 1 })
    #expect(AxisScale.label(0) == "0" && AxisScale.label(0.25) == "0.25")
    #expect(AxisScale.label(1e-7) == "1e-7" && AxisScale.label(200_000) == "2e5")
    #expect(AxisScale([3], logarithmic: false).share(3) == 0.5)
  }
}
