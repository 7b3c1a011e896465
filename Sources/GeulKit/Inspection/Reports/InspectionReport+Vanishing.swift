import GeulInspection
import GeulStorage

extension InspectionReport {
  /// How gradients go back through time in the textbooks' recurrences.
  public init(vanishing results: [VanishingResult], text: String, hidden: Int) {
    title = "Vanishing and exploding gradients"
    let steps = results.first?.training.norms.count ?? 0
    tables = [
      Self.curves("At the start", results, \.start),
      Self.curves("After \(Figures.grouped(steps)) steps", results, \.trained),
      Table(
        title:
          "What clipping at \(Figures.fixed(ShortTraining.clip, 0)) did: norms of the gradient, and the share of steps that were "
          + "scaled down",
        heading: ["recurrence", "median", "largest", "largest after", "clipped", "loss, nats"],
        rows: results.map { result in
          let training = result.training
          return [
            result.variant.name, Self.norm(training.medianNorm), Self.norm(training.largestNorm),
            Self.norm(min(ShortTraining.clip, training.largestNorm)),
            "\(Figures.fixed(100 * training.shareClipped, 0)) %",
            training.loss.isFinite ? Figures.fixed(training.loss, 3) : "not finite",
          ]
        }),
    ]
    let chosen: [RecurrenceVariant] = [
      .rnn(.tanh, radius: 1), .rnn(.sigmoid, radius: 1), .rnn(.relu, radius: 2),
      .lstm(forgetBias: 1), .lstm(forgetBias: 3), .gru,
    ]
    func some(_ holds: (RecurrenceVariant) -> Bool) -> [VanishingResult] {
      results.filter { holds($0.variant) }
    }
    let main = some(chosen.contains)
    charts = [
      Self.chart(
        "The gradient's way back, at the start", main, \.start,
        "On a logarithmic axis a factor at each step is a straight line: falling, the gradient vanishes; rising, it explodes. "
          + "The LSTM carries it along its cell, by the forget gate, whose bias decides how far; with bias 3 it hardly falls."
      ),
      Self.chart(
        "The same after \(Figures.grouped(steps)) steps of training", main, \.trained,
        "Training moves the recurrences towards what the text needs; what a gradient does not reach cannot be learnt."
      ),
      Self.chart(
        "Plain RNN with tanh, by the scale of its weights",
        some { $0.activation == .tanh && $0.cell == .rnn },
        \.start,
        "Each step multiplies by W and by 1 - h². Small weights let the gradient vanish; large ones drive units to ±1, where "
          + "tanh is flat, so that growth and flatness fight."),
      Self.chart(
        "Plain RNN with sigmoid and ReLU", some { [.sigmoid, .relu].contains($0.activation) },
        \.start,
        "The sigmoid's slope is a quarter at most: it vanishes fast even at large weights. A ReLU's slope is 0 or 1: its "
          + "gradient grows without bound once the weights are large."),
      Self.chart(
        "LSTM by the bias of its forget gate", some { $0.cell == .lstm }, \.start,
        "A bias of 0 keeps about half at each step, 1 about 0.73, 3 about 0.95: why forget gates begin open."
      ),
      Self.norms(
        some {
          [
            .rnn(.tanh, radius: 1), .rnn(.tanh, radius: 2), .rnn(.relu, radius: 0.5),
            .lstm(forgetBias: 1), .gru,
          ].contains($0)
        }),
    ]
    findings = main.map { result in
      let (start, trained) = (result.start, result.trained)
      return
        "\(result.variant.name): \(Self.words(start)) at the start, \(Self.words(trained)) after training."
    }
    json = [
      "text": .string(text), "hidden": .integer(Int64(hidden)), "steps": .integer(Int64(steps)),
      "recurrences": .array(results.map(\.json)),
    ]
  }

  private static func words(_ curve: [Double]) -> String {
    let course = VanishingResult.course(curve).rawValue
    return VanishingResult.factor(curve).map { "\(course) by \(Figures.fixed($0, 3)) a step" }
      ?? course
  }

  private static func norm(_ value: Double) -> String {
    value.isFinite ? short(value) : "not finite"
  }

  private static func curves(
    _ title: String, _ results: [VanishingResult], _ curve: (VanishingResult) -> [Double]
  ) -> Table {
    let lags = [0, 1, 10, 50, 100, 200].filter { $0 < (results.first.map(curve)?.count ?? 0) }
    return Table(
      title: "\(title): ‖∂L/∂h‖ by the lag, the factor of each step back, and what that is",
      heading: ["recurrence"] + lags.map { "k \($0)" } + ["factor", ""],
      rows: results.map { result in
        let values = curve(result)
        return [result.variant.name] + lags.map { norm(values[$0]) }
          + [
            VanishingResult.factor(values).map { Figures.fixed($0, 3) } ?? "–",
            VanishingResult.course(values).rawValue,
          ]
      })
  }

  private static func chart(
    _ title: String, _ results: [VanishingResult], _ curve: (VanishingResult) -> [Double],
    _ caption: String
  ) -> Chart {
    Chart(
      title, x: Chart.Axis("lag k, symbols"), y: Chart.Axis("‖∂L/∂h‖", logarithmic: true),
      series: results.map { result in
        Chart.Series(
          result.variant.name,
          curve(result).enumerated().filter { $1 > 1e-30 }.map { Chart.Point(Double($0), $1) })
      }, caption: caption)
  }

  private static func norms(_ results: [VanishingResult]) -> Chart {
    Chart(
      "Norms of the gradient while training, before clipping", x: Chart.Axis("step"),
      y: Chart.Axis("norm", logarithmic: true),
      series: results.map { result in
        Chart.Series(
          result.variant.name,
          result.training.norms.enumerated().map { Chart.Point(Double($0 + 1), $1) })
      }, marks: [],
      caption:
        "What is above \(Figures.fixed(ShortTraining.clip, 0)) is scaled down to it: the direction stays, and one steep place "
        + "does not throw the weights away.")
  }
}
