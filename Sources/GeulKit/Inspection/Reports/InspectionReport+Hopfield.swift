import GeulInspection
import GeulStorage

extension InspectionReport {
  /// How many patterns Hopfield's network holds.
  public init(hopfield found: [HopfieldCapacity]) {
    let units = found.first?.units ?? 0
    title = "Hopfield's memory of \(Figures.grouped(units)) units"
    func percent(_ share: Double) -> String { "\(Figures.fixed(100 * share, 0)) %" }
    tables = found.map { one in
      Table(
        title: "Share of patterns recalled, \(one.rule.rawValue)",
        heading: ["load P/n"] + one.byLoad.map { Figures.fixed($0.x, 3) },
        rows: [["recalled"] + one.byLoad.map { percent($0.share) }])
    }
    func points(_ points: [HopfieldCapacity.Point]) -> [Chart.Point] {
      points.map { Chart.Point($0.x, $0.share) }
    }
    charts = [
      Chart(
        "Patterns that stay where they were stored", x: Chart.Axis("load P/n"),
        y: Chart.Axis("share recalled"),
        series: found.map { Chart.Series($0.rule.rawValue, points($0.byLoad)) },
        marks: [(0.138, "0.138")],
        caption:
          "The network starts at a stored pattern and is updated until no unit changes; it is recalled where the overlap is "
          + "still above 0.95. By Hebb's rule memory ends of a sudden near 0.138, that of an infinite network; by the "
          + "pseudo-inverse every pattern stays."),
      Chart(
        "Damaged patterns, at a load of 0.05", x: Chart.Axis("share of units turned"),
        y: Chart.Axis("share recalled"),
        series: found.map { Chart.Series($0.rule.rawValue, points($0.byDamage)) },
        caption:
          "How much damage is undone: at one half nothing of the pattern is left to start from."),
    ]
    findings = found.map { one in
      let capacity = one.capacity.map {
        "half of the patterns are recalled at a load of \(Figures.fixed($0, 3))"
      }
      return "\(one.rule.rawValue): \(capacity ?? "the loads tried do not cross one half")."
    }
    func list(_ points: [HopfieldCapacity.Point]) -> JSONValue {
      .array(points.map { ["x": .number($0.x), "share": .number($0.share)] })
    }
    json = [
      "units": .integer(Int64(units)),
      "rules": .array(
        found.map { one in
          [
            "rule": .string(one.rule.rawValue), "by_load": list(one.byLoad),
            "by_damage": list(one.byDamage),
            "capacity": one.capacity.map { .number($0) } ?? .null,
          ]
        }),
    ]
  }
}
