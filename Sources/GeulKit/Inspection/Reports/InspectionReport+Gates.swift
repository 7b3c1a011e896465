import GeulInspection
import GeulStorage

extension InspectionReport {
  /// How a model's gates are used.
  public init(gates statistics: GateStatistics, model: String, text: String) {
    title = "Gates of \(model)"
    let gates = statistics.gates
    func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(max(1, values.count)) }
    tables = [
      Table(
        title:
          "Each gate: share of values below 0.1 and above 0.9, units that hardly move, symbols that are kept",
        heading: ["gate", "shut", "open", "stuck units", "median time", "upper tenth"],
        rows: gates.map { gate in
          [
            "layer \(gate.layer + 1), \(gate.name)", "\(Figures.fixed(100 * mean(gate.shut), 1)) %",
            "\(Figures.fixed(100 * mean(gate.open), 1)) %", "\(gate.stuck) of \(gate.shut.count)",
            gate.medianTime.map { Figures.fixed($0, 1) } ?? "–",
            gate.longTime.map { Figures.fixed($0, 1) } ?? "–",
          ]
        })
    ]
    let names = Array(Set(gates.map(\.name))).sorted()
    let layers = (gates.map(\.layer).max() ?? 0) + 1
    charts =
      names.map { name in
        Chart(
          "Saturation of \(name)", x: Chart.Axis("share of symbols at which it is above 0.9"),
          y: Chart.Axis("share below 0.1"),
          series: gates.filter { $0.name == name }.map { gate in
            Chart.Series(
              "layer \(gate.layer + 1)", zip(gate.open, gate.shut).map { Chart.Point($0, $1) },
              style: .points)
          },
          caption:
            "A point for each unit. Units at the right let all through, those at the top nothing, those near the origin weigh; "
            + "on the line from one end to the other they are a switch.")
      }
      + (0..<layers).map { layer in
        Chart(
          "Values of the gates, layer \(layer + 1)", x: Chart.Axis("value of the gate"),
          y: Chart.Axis("share of values"),
          series: gates.filter { $0.layer == layer }.map { gate in
            Chart.Series(
              gate.name,
              gate.histogram.enumerated().map {
                Chart.Point((Double($0) + 0.5) / Double(gate.histogram.count), $1)
              })
          },
          caption:
            "All units and symbols together: peaks at the ends are gates that decide, a hill in the middle is one that mixes."
        )
      }
    findings =
      statistics.dead.enumerated().compactMap { layer, dead in
        dead > 0
          ? "Layer \(layer + 1): \(Figures.counted(dead, "unit hardly moves", "units hardly move"))."
          : nil
      }
      + gates.compactMap { gate in
        guard let median = gate.medianTime, let long = gate.longTime else { return nil }
        return
          "Layer \(gate.layer + 1) keeps by \(gate.name) for \(Figures.fixed(median, 1)) symbols in the median unit, "
          + "\(Figures.fixed(long, 1)) and more in a tenth of them."
      }
    func numbers(_ values: [Double]) -> JSONValue {
      .array(values.map { $0.isFinite ? .number($0) : .null })
    }
    json = [
      "model": .string(model), "text": .string(text),
      "symbols": .integer(Int64(statistics.symbols)),
      "dead_units": .array(statistics.dead.map { .integer(Int64($0)) }),
      "gates": .array(
        gates.map { gate in
          [
            "layer": .integer(Int64(gate.layer)), "gate": .string(gate.name),
            "shut": numbers(gate.shut), "open": numbers(gate.open),
            "histogram": numbers(gate.histogram), "time_constants": numbers(gate.timeConstants),
            "stuck_units": .integer(Int64(gate.stuck)),
          ]
        }),
    ]
  }
}
