import GeulInspection
import GeulStorage

extension InspectionReport {
  /// How far back gradients reach, and what training in chunks of `sequence` steps cuts off.
  public init(
    gradients flow: GradientFlow, spectrum: StepSpectrum, model: String, text: String,
    sequence: Int?
  ) {
    title = "Gradients through time in \(model)"
    let lags = [0, 1, 2, 5, 10, 20, 50, 100, 200].filter { $0 < flow.curves[0].mean.count }
    let chunks = Array(Set([8, 16, 32, 64, 128, 256] + (sequence.map { [$0] } ?? []))).sorted()
      .filter { $0 < flow.curves[0].mean.count }
    tables = [
      Table(
        title: "Mean norm of the gradient of one symbol's loss, by how many symbols before it",
        heading: ["state"] + lags.map(String.init),
        rows: flow.curves.map { curve in
          [Self.name(curve)] + lags.map { Self.short(curve.mean[$0]) }
        }),
      Table(
        title:
          "Share of the summed norms that chunks of T steps leave out, on average over a chunk",
        heading: ["state"] + chunks.map { "T \($0)" },
        rows: flow.curves.map { curve in
          [Self.name(curve)]
            + chunks.map { "\(Figures.fixed(100 * curve.shareLost(chunkOf: $0), 1)) %" }
        }),
      Table(
        title: "Largest singular value of the state's derivative over k steps, median of places",
        heading: ["layer"] + spectrum.lags.map { "k \($0)" },
        rows: spectrum.layers.map { layer in
          ["\(layer.layer + 1)"] + layer.medians.map(Self.short)
        }),
    ]
    charts = [
      Chart(
        "Gradient of one symbol's loss in the states before it", x: Chart.Axis("lag k, symbols"),
        y: Chart.Axis("‖∂L/∂state‖", logarithmic: true),
        series: flow.curves.map { curve in
          let points = curve.mean.enumerated().map { Chart.Point(Double($0), $1) }
          return Chart.Series(
            Self.name(curve), points,
            band: zip(curve.low, curve.high).enumerated().map { lag, ends in
              (Chart.Point(Double(lag), ends.0), Chart.Point(Double(lag), ends.1))
            })
        }, marks: sequence.map { [(Double($0), "T \($0)")] } ?? [],
        caption:
          "The mean over \(flow.places) places of \(text); shaded, the middle eight tenths of them. A straight fall is a "
          + "factor at each step back; what lies behind the mark no chunk of that length can teach."
      ),
      Chart(
        "Largest singular value over k steps", x: Chart.Axis("k, symbols", logarithmic: true),
        y: Chart.Axis("σ", logarithmic: true),
        series: spectrum.layers.map { layer in
          Chart.Series(
            "layer \(layer.layer + 1)",
            zip(spectrum.lags, layer.medians).map { Chart.Point(Double($0), $1) })
        },
        caption:
          "By what factor the derivative of the state over k steps stretches the direction that it stretches most. Below 1 "
          + "all that is not in it fades; far above 1 gradients explode."),
    ]
    findings = flow.curves.compactMap { curve in
      let last = curve.mean.count - 1
      guard let factor = curve.factor(from: min(10, last / 2), to: last) else { return nil }
      var text =
        "\(Self.name(curve)): each step back leaves \(Figures.fixed(factor, 3)) of the norm"
      if let sequence, sequence < curve.mean.count {
        text +=
          "; chunks of \(sequence) leave out \(Figures.fixed(100 * curve.shareLost(chunkOf: sequence), 1)) % of the gradient"
      }
      return text + "."
    }
    json = Self.json(flow, spectrum, model, text, sequence)
  }

  private static func name(_ curve: GradientFlow.Curve) -> String {
    "layer \(curve.layer + 1), \(curve.quantity.rawValue)"
  }

  /// Three digits.
  static func short(_ value: Double) -> String {
    value != 0 && (abs(value) < 1e-3 || abs(value) >= 1e4)
      ? Figures.scientific(value) : Figures.fixed(value, abs(value) < 1 ? 4 : 2)
  }

  private static func json(
    _ flow: GradientFlow, _ spectrum: StepSpectrum, _ model: String, _ text: String,
    _ sequence: Int?
  ) -> JSONValue {
    func numbers(_ values: [Double]) -> JSONValue { .array(values.map { .number($0) }) }
    return [
      "model": .string(model), "text": .string(text), "places": .integer(Int64(flow.places)),
      "sequence": sequence.map { .integer(Int64($0)) } ?? .null,
      "curves": .array(
        flow.curves.map { curve in
          [
            "layer": .integer(Int64(curve.layer)), "state": .string(curve.quantity.rawValue),
            "mean": numbers(curve.mean), "low": numbers(curve.low),
            "median": numbers(curve.median), "high": numbers(curve.high),
            "share_lost": sequence.map { .number(curve.shareLost(chunkOf: $0)) } ?? .null,
          ]
        }),
      "singular_values": .array(
        spectrum.layers.map { layer in
          [
            "layer": .integer(Int64(layer.layer)),
            "lags": .array(spectrum.lags.map { .integer(Int64($0)) }),
            "values": .array(layer.values.map(numbers)),
          ]
        }),
      "singular_value_places": [
        "first": .array(spectrum.starts.map { .integer(Int64($0)) }),
        "warm_up": .integer(Int64(spectrum.warmUp)), "steps": .integer(Int64(spectrum.steps)),
      ],
    ]
  }
}
