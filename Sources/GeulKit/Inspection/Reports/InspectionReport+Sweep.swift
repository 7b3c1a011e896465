import GeulInspection
import GeulStorage

extension InspectionReport {
  /// What a sweep has found so far.
  public init(sweep summary: SweepSummary) {
    let plan = summary.plan
    title = plan.question ?? "Sweep \(plan.name)"
    tables = [Self.table(summary)]
    charts = summary.ranking.isEmpty ? [] : [Self.chart(summary)]
    findings =
      Self.comparison(summary) + Self.conditions(summary) + Self.failures(summary)
    json = Self.json(summary)
  }

  private static func table(_ summary: SweepSummary) -> Table {
    // Sizes that were solved for are an outcome; others stand in the variants' names.
    let hasHidden = summary.plan.budget != nil
    func number(_ estimate: SweepSummary.Estimate?) -> String {
      estimate.map { Figures.grouped($0.mean.rounded()) } ?? "–"
    }
    return Table(
      title: "Best validation loss, mean ± standard error over the seeds",
      heading: ["variant", "runs"] + (hasHidden ? ["hidden"] : [])
        + ["parameters", "steps", "minutes", "symbols/s", "nats/symbol", "bits/char"],
      rows: summary.rows.map { row in
        [row.name, "\(row.results.count)"]
          + (hasHidden ? [row.results.first?.hidden.map(Figures.grouped) ?? "–"] : [])
          + [
            row.results.first?.parameters.map(Figures.grouped) ?? "–", number(row.steps),
            row.minutes.map { Figures.fixed($0.mean, 2) } ?? "–", number(row.speed),
            words(row.nats), words(row.bits),
          ]
      })
  }

  private static func words(_ estimate: SweepSummary.Estimate?) -> String {
    guard let estimate else { return "–" }
    return Figures.fixed(estimate.mean, 4)
      + (estimate.standardError.map { " ± \(Figures.fixed($0, 4))" } ?? "")
  }

  /// Which is best, and whether the next is worse by more than chance.
  private static func comparison(_ summary: SweepSummary) -> [String] {
    let ranking = summary.ranking
    guard let best = ranking.first, let bits = best.bits else { return ["No run has ended yet."] }
    var lines = ["Best: \(best.name), \(words(bits)) bits per character."]
    guard let next = ranking.dropFirst().first, let other = next.bits else { return lines }
    let difference = other.mean - bits.mean
    var line = "Next: \(next.name), \(Figures.fixed(difference, 4)) more"
    if let one = bits.standardError, let two = other.standardError {
      let error = (one * one + two * two).squareRoot()
      line +=
        ", which is \(Figures.fixed(difference / error, 1)) standard errors of the difference."
    } else {
      line += "; one seed does not tell that from chance: see --seeds."
    }
    lines.append(line)
    return lines
  }

  /// What the runs have in common.
  private static func conditions(_ summary: SweepSummary) -> [String] {
    let plan = summary.plan
    var lines: [String] = []
    if let length = plan.length {
      lines.append(
        "Each run has \(length)"
          + (length.contains("minute")
            ? ": equal time, in which a fast model takes more steps." : "."))
    }
    if plan.budget != nil {
      let counts = summary.rows.compactMap { $0.results.first?.parameters }
      if let least = counts.min(), let most = counts.max() {
        lines.append(
          "Hidden sizes were solved for equal parameters: \(Figures.grouped(least)) to \(Figures.grouped(most))."
        )
      }
    }
    if plan.variants.contains(where: { $0.request.text != plan.variants[0].request.text }) {
      lines.append(
        "Texts are cut into symbols in different ways: bits per character compare, nats per symbol do not."
      )
    }
    if summary.isStopped {
      lines.append(
        "Stopped: \(summary.ended) of \(plan.runs.count) runs have ended; the same command goes on."
      )
    }
    return lines
  }

  private static func failures(_ summary: SweepSummary) -> [String] {
    summary.rows.flatMap(\.results).compactMap { result in
      result.failure.map { failure in
        "\(result.variant)\(result.seed.map { ", seed \($0)" } ?? ""): not in the means; \(failure)"
      }
    }
  }

  /// The loss by the setting that differs, where it is one number, else a place for each variant.
  private static func chart(_ summary: SweepSummary) -> Chart {
    let rows = summary.rows.filter { $0.bits != nil }
    let caption =
      "Bits per character of the best evaluation: each run a dot, shaded one standard error around the mean."
    let y = Chart.Axis("bits per character")
    guard let axis = summary.plan.numericAxis else {
      return Chart(
        summary.plan.question ?? "Validation loss by variant", x: Chart.Axis("variant"), y: y,
        series: rows.map { row in
          let x = Double(row.variant + 1)
          // Names may be longer than there is room for at the axis, where numbers stand.
          return Chart.Series(
            "\(row.variant + 1) \(row.name)", points(row, x), style: .points,
            band: band(row, [x - 0.2, x + 0.2]))
        }, marks: rows.map { (Double($0.variant + 1), "\($0.variant + 1)") }, caption: caption)
    }
    let sorted = rows.sorted { axis.values[$0.variant] < axis.values[$1.variant] }
    let means = sorted.map { Chart.Point(axis.values[$0.variant], $0.bits?.mean ?? .nan) }
    let isWide =
      (axis.values.min() ?? 0) > 0
      && (axis.values.max() ?? 1) / (axis.values.min() ?? 1) >= 8
    return Chart(
      summary.plan.question ?? "Validation loss by \(axis.key)",
      x: Chart.Axis(axis.key, logarithmic: isWide), y: y,
      series: [
        Chart.Series("mean", means, band: sorted.flatMap { band($0, [axis.values[$0.variant]]) }),
        Chart.Series(
          "runs", sorted.flatMap { points($0, axis.values[$0.variant]) }, style: .points),
      ], caption: caption)
  }

  private static func points(_ row: SweepSummary.Row, _ x: Double) -> [Chart.Point] {
    row.sound.compactMap(\.bitsPerCharacter).map { Chart.Point(x, $0) }
  }

  private static func band(
    _ row: SweepSummary.Row, _ places: [Double]
  ) -> [(low: Chart.Point, high: Chart.Point)] {
    guard let bits = row.bits else { return [] }
    // One run has a band without height, which keeps its place from the figure's edge.
    let error = bits.standardError ?? 0
    return places.map { (Chart.Point($0, bits.mean - error), Chart.Point($0, bits.mean + error)) }
  }
}

extension InspectionReport {
  private static func json(_ summary: SweepSummary) -> JSONValue {
    let plan = summary.plan
    return [
      "sweep": .string(plan.name), "question": plan.question.map { .string($0) } ?? .null,
      "folder": .string(summary.folder), "corpus": .array(plan.corpus.map { .string($0) }),
      "seeds": .array(plan.seeds.map { .integer(Int64(clamping: $0)) }),
      "length": plan.length.map { .string($0) } ?? .null,
      "planned": .integer(Int64(plan.runs.count)), "ended": .integer(Int64(summary.ended)),
      "stopped": .bool(summary.isStopped),
      "variants": .array(summary.rows.map { json($0, of: plan) }),
      "runs": .array(summary.rows.flatMap { $0.results.map(\.json) }),
    ]
  }

  private static func json(_ row: SweepSummary.Row, of plan: SweepPlan) -> JSONValue {
    func json(_ estimate: SweepSummary.Estimate?) -> JSONValue {
      guard let estimate else { return .null }
      return [
        "mean": .number(estimate.mean),
        "standard_error": estimate.standardError.map { .number($0) } ?? .null,
        "n": .integer(Int64(estimate.count)),
      ]
    }
    var settings = JSONObject()
    for one in plan.variants[row.variant].differences {
      settings.append(one.key, .string(one.value))
    }
    return [
      "variant": .string(row.name),
      "settings": .object(settings),
      "hidden": row.results.first?.hidden.map { .integer(Int64($0)) } ?? .null,
      "parameters": row.results.first?.parameters.map { .integer(Int64($0)) } ?? .null,
      "steps": json(row.steps), "minutes": json(row.minutes),
      "symbols_per_second": json(row.speed), "nats_per_symbol": json(row.nats),
      "bits_per_character": json(row.bits),
    ]
  }
}

extension SweepPlan {
  /// The one setting in which all variants differ and its values, where they are numbers; nil else.
  var numericAxis: (key: String, values: [Double])? {
    guard variants.count > 1, let key = variants[0].differences.first?.key else { return nil }
    var values: [Double] = []
    for variant in variants {
      guard variant.differences.count == 1, variant.differences[0].key == key,
        let value = Double(variant.differences[0].value)
      else { return nil }
      values.append(value)
    }
    return (key, values)
  }
}
