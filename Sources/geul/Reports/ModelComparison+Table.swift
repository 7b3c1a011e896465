import GeulKit

extension ModelComparison {
  private static let headings = [
    "model", "kind", "parameters", "bits/character", "±", "bits/byte", "minutes", "symbols/s",
    "bytes",
  ]

  private func cells(_ row: Row, grouped: Bool) -> [String] {
    func whole(_ number: Int) -> String { grouped ? Figures.grouped(number) : String(number) }
    return [
      row.report.model, row.kind.rawValue, whole(row.parameters),
      Figures.fixed(row.report.evaluation.bitsPerCharacter, 4),
      row.report.standardError.map { Figures.fixed($0, 4) } ?? "",
      Figures.fixed(row.report.evaluation.bitsPerByte, 4),
      row.trainingSeconds.map { Figures.fixed($0 / 60, 1) } ?? "",
      whole(Int(row.report.symbolsPerSecond)), whole(row.sizeBytes),
    ]
  }

  /// The rows, and below them how each differs from the best.
  func table(_ order: [Int]) -> String {
    var table = TextTable(
      [.left, .left] + [TextTable.Alignment](repeating: .right, count: 7), heading: Self.headings)
    for place in order { table.add(cells(rows[place], grouped: true)) }
    return table.text() + differences(order).map { $0 + "\n" }.joined()
  }

  private func differences(_ order: [Int]) -> [String] {
    guard let best = self.order(by: .bits).first else { return [] }
    return order.filter { $0 != best }.compactMap { place in
      difference(place, best).map {
        "\(rows[place].report.model) takes \(Figures.fixed($0.difference, 4)) ± "
          + "\(Figures.fixed($0.standardError, 4)) bits per character more than "
          + "\(rows[best].report.model), p \(Figures.chance($0.p))"
      }
    }
  }

  /// The rows by RFC 4180.
  func csv(_ order: [Int]) -> String {
    let names = [
      "model", "kind", "parameters", "bits_per_character", "standard_error", "bits_per_byte",
      "training_minutes", "symbols_per_second", "size_bytes",
    ]
    let lines = [names] + order.map { cells(rows[$0], grouped: false) }
    return lines.map { cells in
      cells.map { cell in
        cell.contains { ",\"\n\r".contains($0) }
          ? "\"" + cell.replacing("\"", with: "\"\"") + "\"" : cell
      }.joined(separator: ",") + "\r\n"
    }.joined()
  }

  /// A page that needs nothing else: the table, with a bar for the bits of each.
  func page(_ order: [Int]) -> String {
    let most = rows.map(\.report.evaluation.bitsPerCharacter).max() ?? 1
    let body = order.map { place -> String in
      let share = rows[place].report.evaluation.bitsPerCharacter / max(most, 1e-9)
      let cells = cells(rows[place], grouped: true).map { "<td>\(PageText.escaped($0))</td>" }
        .joined()
      return
        "<tr>\(cells)<td class=bar><div style=\"width:\(Figures.fixed(100 * share, 1))%\"></div></td></tr>"
    }
    let heading = (Self.headings + [""]).map { "<th>\(PageText.escaped($0))</th>" }.joined()
    let notes = differences(order).map { "<p>\(PageText.escaped($0))</p>" }.joined()
    let text = PageText.escaped(rows.first?.report.corpus ?? "")
    return """
      <!doctype html>
      <html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
      <title>Models on \(text)</title>
      <style>
      :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
      body { margin: 2em auto; max-width: 70em; padding: 0 1em; overflow-x: auto }
      td, th { padding: .2em .7em; text-align: right; white-space: nowrap }
      td:first-child, th:first-child, td:nth-child(2), th:nth-child(2) { text-align: left }
      .bar { width: 12em } .bar div { background: #4a7; height: 1em }
      @media print { .bar div { print-color-adjust: exact } }
      </style>
      <h1>Models on \(text)</h1>
      <table><thead><tr>\(heading)</tr></thead><tbody>
      \(body.joined(separator: "\n"))
      </tbody></table>
      \(notes)
      </html>

      """
  }
}
