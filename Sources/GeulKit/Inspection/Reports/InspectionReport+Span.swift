import GeulInspection
import GeulStorage

extension InspectionReport {
  private static let (shownCells, before, after) = (3, 30, 20)

  /// Which cells of a model are on at a span of its text, and where else they are.
  public init(
    span: String, _ found: SpanCells, in stretch: WatchedHalves.Half, quantity: String,
    model: String, text: String
  ) {
    title = "Cells of \(model) that are on at “\(span)”"
    tables = [
      Table(
        title:
          "Cells by how well they tell the \(Figures.counted(found.occurrences.count, "place")) from \(SpanCells.around) symbols on "
          + "either side, and the share of all symbols at which they are on",
        heading: ["layer:unit", "on where", "balanced", "on, of all"],
        rows: found.cells.map {
          [
            "\($0.layer + 1):\($0.unit + 1)",
            "\($0.isOnAbove ? "≥" : "<") \(Figures.fixed($0.threshold, 2))",
            Figures.fixed($0.accuracy, 3), "\(Figures.fixed(100 * $0.share, 1)) %",
          ]
        }),
      Table(
        title: "Where else most of these cells are on together",
        heading: ["symbol", "symbols", "text"],
        rows: found.elsewhere.map {
          ["\(stretch.traces.start + $0.lowerBound)", "\($0.count)", Self.context($0, stretch)]
        }),
    ]
    charts = []
    findings = [
      found.elsewhere.isEmpty
        ? "Nowhere else in \(Figures.grouped(stretch.traces.count)) symbols are most of these cells on together."
        : "Most of these cells are on together at \(Figures.counted(found.elsewhere.count, "more place")) at least."
    ]
    if let first = found.occurrences.first {
      let around =
        max(0, first.lowerBound - 100)..<min(stretch.traces.count, first.upperBound + 100)
      passages = found.cells.prefix(Self.shownCells).map { cell in
        ShadedText(
          "Cell \(cell.layer + 1):\(cell.unit + 1)",
          symbols: stretch.shown(around, layer: cell.layer, unit: cell.unit),
          caption: "\(quantity) after each symbol around the first place.")
      }
    }
    json = Self.json(span, found, stretch, model, text)
  }

  private static func context(_ range: Range<Int>, _ stretch: WatchedHalves.Half) -> String {
    func text(_ symbols: Range<Int>) -> String {
      stretch.text.text(of: symbols).replacing("\n", with: "↵")
    }
    let count = stretch.traces.count
    return text(max(0, range.lowerBound - before)..<range.lowerBound) + "⟦" + text(range) + "⟧"
      + text(range.upperBound..<min(count, range.upperBound + after))
  }

  private static func json(
    _ span: String, _ found: SpanCells, _ stretch: WatchedHalves.Half, _ model: String,
    _ text: String
  ) -> JSONValue {
    func place(_ range: Range<Int>) -> JSONValue {
      [
        "symbol": .integer(Int64(stretch.traces.start + range.lowerBound)),
        "symbols": .integer(Int64(range.count)), "text": .string(stretch.text.text(of: range)),
      ]
    }
    return [
      "model": .string(model), "text": .string(text), "span": .string(span),
      "cells": .array(
        found.cells.map {
          [
            "layer": .integer(Int64($0.layer)), "unit": .integer(Int64($0.unit)),
            "threshold": .number($0.threshold), "on_above": .bool($0.isOnAbove),
            "accuracy": .number($0.accuracy), "share": .number($0.share),
          ]
        }),
      "occurrences": .array(found.occurrences.map(place)),
      "elsewhere": .array(found.elsewhere.map(place)),
    ]
  }
}
