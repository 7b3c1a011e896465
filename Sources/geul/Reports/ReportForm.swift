import GeulKit

/// The forms in which a report is shown: in the terminal, as JSON, as a page.
struct ReportForm {
  let html: String?
  let json: Bool

  /// Refuses what cannot be written.
  func check() throws { if let html { try PlainFiles.checkWritable(html) } }

  /// Shows a report in the forms that were asked for.
  func show(_ report: InspectionReport) throws {
    if let html {
      try AtomicFile(html).write(Array(report.html.utf8))
      Notes.line("wrote \(html)")
    }
    if json { return try Output.json(report.json) }
    for finding in report.findings { try Output.line(finding) }
    for chart in report.charts {
      try Output.line("\n\(chart.title)")
      for line in chart.lines() { try Output.line(line) }
      if chart.series.count > 1 {
        try Output.line("  together: " + chart.series.map(\.name).joined(separator: "; "))
      }
    }
    for passage in report.passages {
      try Output.line("\n\(passage.title)")
      for line in passage.lines(width: DisplayWidth.columns) { try Output.write(line + "\n") }
    }
    for table in report.tables where !table.rows.isEmpty {
      try Output.line("\n\(table.title)")
      var text = TextTable(
        [.left] + table.heading.dropFirst().map { _ in .right }, heading: table.heading)
      for row in table.rows { text.add(row) }
      try Output.write(text.text())
    }
  }
}
