/// A page that needs nothing but itself: figures with their sentences, and tables, readable on a phone and in print, in dark
/// and light.
public struct Page: Sendable {
  private let title: String
  private var parts: [String] = []

  /// A page, to be filled.
  public init(_ title: String) { self.title = title }

  /// Adds a paragraph.
  public mutating func add(_ text: String) { parts.append("<p>\(Self.text(text))</p>") }

  /// Text whose signs of a hundredth stay with their numbers.
  private static func text(_ text: String) -> String {
    PageText.escaped(text.replacing(" %", with: "\u{A0}%"))
  }

  /// Adds a figure.
  public mutating func add(_ chart: Chart) {
    var legend = ""
    if chart.series.count > 1 {
      legend =
        "<p class=\"legend\">"
        + chart.series.enumerated().map { place, series in
          "<span class=\"c\(place % Chart.colours)\"><b></b>\(PageText.escaped(series.name))</span>"
        }.joined(separator: " ") + "</p>"
    }
    parts.append(
      "<figure><h2>\(PageText.escaped(chart.title))</h2>\n\(chart.svg)\(legend)"
        + "<figcaption>\(Self.text(chart.caption))</figcaption></figure>")
  }

  /// Adds a passage of text.
  public mutating func add(_ passage: ShadedText) {
    parts.append(
      "<figure><h2>\(PageText.escaped(passage.title))</h2>\n<p class=\"shaded\">\(passage.html)</p>"
        + "<figcaption>\(Self.text(passage.caption))</figcaption></figure>")
  }

  /// Adds a table.
  public mutating func add(heading: [String], rows: [[String]]) {
    func cells(_ row: [String], _ tag: String) -> String {
      "<tr>" + row.map { "<\(tag)>\(PageText.escaped($0))</\(tag)>" }.joined() + "</tr>\n"
    }
    parts.append(
      "<div class=\"wide\"><table>\(cells(heading, "th"))\(rows.map { cells($0, "td") }.joined())</table></div>"
    )
  }

  /// The page.
  public var html: String {
    """
    <!doctype html>
    <html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
    <title>\(PageText.escaped(title))</title>
    <style>
    :root { color-scheme: light dark; font: 17px/1.5 system-ui, sans-serif; --0: #0b62c4; --1: #b3400b;
      --2: #2a7d2e; --3: #8a2fa8; --4: #7a6200; --5: #006f78; --6: #b3155e; --7: #5f4a3f; --8: #4c6272 }
    @media (prefers-color-scheme: dark) { :root { --0: #6fb1ff; --1: #ff9d66; --2: #7fd184; --3: #dd9bf2;
      --4: #e0c65a; --5: #5fd0da; --6: #ff8fbc; --7: #cfae9c; --8: #a9bfcc } }
    body { margin: 1.5em auto; max-width: 42em; padding: 0 1em; overflow-wrap: anywhere }
    h1 { font-size: 1.5em } h2 { font-size: 1.1em; margin: 0 0 .4em }
    figure { margin: 2em 0; break-inside: avoid } svg { width: 100%; max-width: 38em; display: block }
    svg text { font-size: 12.5px; fill: currentColor } svg .m { text-anchor: middle } svg .e { text-anchor: end }
    svg path { fill: none; stroke: currentColor } svg .g { opacity: .15 } svg .k { stroke-dasharray: 3 3; opacity: .6 }
    \((0..<Chart.colours).map { ".c\($0) { --c: var(--\($0)) }" }.joined(separator: " "))
    svg .l { stroke: var(--c); stroke-width: 2 } svg .f { fill: var(--c); stroke: none; opacity: .18 }
    svg .n { font-size: 10px; fill: var(--c) } svg circle { fill: var(--c); opacity: .55 } svg rect { fill: var(--c); opacity: .8 } svg .w { opacity: .4 }
    .legend span { margin-right: 1em; white-space: nowrap } .legend b { display: inline-block; width: .8em; height: .8em;
      background: var(--c); margin-right: .35em; print-color-adjust: exact }
    .shaded { white-space: pre-wrap; line-height: 1.8 } s { text-decoration: none; border-radius: 2px;
      background: color-mix(in srgb, var(--0) calc(var(--a) * 75%), transparent); print-color-adjust: exact }
    s.n { background: color-mix(in srgb, var(--1) calc(var(--a) * 75%), transparent) }
    .wide { overflow-x: auto } table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .9em }
    th, td { white-space: nowrap; text-align: right; padding: .15em .6em } th:first-child, td:first-child { text-align: left }
    tr + tr { border-top: 1px solid #8884 }
    @media print { :root { color-scheme: light; font-size: 12px; --0: #0b62c4; --1: #b3400b; --2: #2a7d2e;
      --3: #8a2fa8; --4: #7a6200; --5: #006f78; --6: #b3155e; --7: #5f4a3f; --8: #4c6272 } .wide { overflow: visible } }
    </style>
    <h1>\(PageText.escaped(title))</h1>
    \(parts.joined(separator: "\n"))
    </html>

    """
  }
}
