import GeulInspection
import GeulStorage
import GeulText

extension InspectionReport {
  private static let (passages, passage) = (6, 300)

  /// Which cells of a model follow what a person can name.
  public init(
    neurons ranking: CellRanking, _ second: WatchedHalves.Half, quantity: String, model: String,
    text: String
  ) {
    title = "What single cells of \(model) follow"
    let findings = ranking.findings
    tables = [
      Table(
        title:
          "The best cell for each, chosen on one half of the text, told on the other: balanced accuracy, share right, "
          + "correlation; what a majority gets right, and the best cell for labels at wrong places",
        heading: [
          "property", "layer:unit", "yes where", "balanced", "right", "r", "majority",
          "wrong places",
        ],
        rows: findings.compactMap { finding in
          finding.cells.first.map { [Self.name(finding)] + Self.row($0, finding) }
        })
    ]
    charts = [
      Chart(
        "How well single cells tell each property", x: Chart.Axis("property, in the table's order"),
        y: Chart.Axis("balanced accuracy"),
        series: [
          Chart.Series(
            "best cell",
            findings.enumerated().map {
              Chart.Point(
                Double($0 + 1), $1.cells.first?.heldOutAccuracy ?? 0.5, label: $1.property.rawValue)
            }, style: .bars),
          Chart.Series(
            "labels at wrong places",
            findings.enumerated().map { Chart.Point(Double($0 + 1), $1.control) }, style: .points),
        ],
        caption:
          "One half is chance. The second row is what the best of \(Figures.grouped(second.traces.cells)) cells reaches where "
          + "there is nothing to follow; a cell far above it follows the property, or something that comes with it."
      )
    ]
    passages = findings.prefix(Self.passages).compactMap { Self.passage($0, second, quantity) }
    var lines = findings.prefix(3).compactMap { finding in
      finding.cells.first.map {
        "\(Self.name(finding)): unit \($0.unit + 1) of layer \($0.layer + 1) is right on \(Figures.fixed(100 * $0.heldOutAccuracy, 1)) % of either kind."
      }
    }
    if !ranking.missing.isEmpty {
      lines.append(
        "Too rare in this text, or everywhere: \(ranking.missing.map(\.rawValue).joined(separator: ", "))."
      )
    }
    self.findings = lines
    json = [
      "model": .string(model), "text": .string(text), "value": .string(quantity),
      "symbols": .integer(Int64(2 * second.traces.count)),
      "cells": .integer(Int64(second.traces.cells)),
      "properties": .array(findings.map(Self.json)),
      "missing": .array(ranking.missing.map { .string($0.rawValue) }),
    ]
  }

  private static func name(_ cell: CellFit) -> String { "\(cell.layer + 1):\(cell.unit + 1)" }

  private static func name(_ finding: CellRanking.Finding) -> String {
    finding.property.rawValue + (finding.above.map { ", above \(Figures.fixed($0, 0))" } ?? "")
  }

  private static func row(_ cell: CellFit, _ finding: CellRanking.Finding) -> [String] {
    [
      name(cell), "\(cell.saysYesAbove ? "≥" : "<") \(Figures.fixed(cell.threshold, 2))",
      Figures.fixed(cell.heldOutAccuracy, 3), Figures.fixed(cell.heldOutShare, 3),
      Figures.fixed(cell.correlation, 2), Figures.fixed(finding.majority, 3),
      Figures.fixed(finding.control, 3),
    ]
  }

  private static func json(_ finding: CellRanking.Finding) -> JSONValue {
    [
      "property": .string(finding.property.rawValue),
      "above": finding.above.map { .number($0) } ?? .null,
      "majority": .number(finding.majority), "control": .number(finding.control),
      "yes": .integer(Int64(finding.yes)), "no": .integer(Int64(finding.no)),
      "cells": .array(
        finding.cells.map { cell in
          [
            "layer": .integer(Int64(cell.layer)), "unit": .integer(Int64(cell.unit)),
            "threshold": .number(cell.threshold), "yes_above": .bool(cell.saysYesAbove),
            "chosen_accuracy": .number(cell.chosenAccuracy),
            "held_out_accuracy": .number(cell.heldOutAccuracy),
            "held_out_share": .number(cell.heldOutShare),
            "correlation": .number(cell.correlation),
          ]
        }),
    ]
  }

  /// The passage where the property changes most, shaded by its best cell.
  private static func passage(
    _ finding: CellRanking.Finding, _ half: WatchedHalves.Half, _ quantity: String
  ) -> ShadedText? {
    guard let cell = finding.cells.first else { return nil }
    let labels = finding.property.holds(in: half.text, above: finding.above)
    let length = min(passage, labels.count)
    let starts = stride(from: 0, through: labels.count - length, by: 50)
    func balance(_ start: Int) -> Int {
      let some = labels[start..<start + length]
      return min(some.count { $0 == true }, some.count { $0 == false })
    }
    guard let start = starts.max(by: { balance($0) < balance($1) }) else { return nil }
    return ShadedText(
      "\(finding.property.rawValue): cell \(name(cell))",
      symbols: half.shown(start..<start + length, layer: cell.layer, unit: cell.unit),
      caption:
        "\(quantity) of unit \(cell.unit + 1) of layer \(cell.layer + 1) after each symbol, in the half on which it was not "
        + "chosen: the deeper, the nearer to 1, or to -1 in the other colour.")
  }
}

extension WatchedHalves.Half {
  /// The characters of some symbols, each with what a cell holds after it.
  func shown(_ symbols: Range<Int>, layer: Int, unit: Int) -> [(text: String, value: Double)] {
    var shown: [(text: String, value: Double)] = []
    for symbol in symbols {
      let value = traces.value(layer * traces.width + unit, at: symbol)
      let isMore = symbol > symbols.lowerBound && text.places[symbol] == text.places[symbol - 1]
      if isMore {
        shown[shown.count - 1].value = value
      } else {
        shown.append((SurprisalTable.visibleInText(text.text(of: symbol..<symbol + 1)), value))
      }
    }
    return shown
  }
}
