import GeulEvaluation
import GeulInspection
import GeulStorage

extension InspectionReport {
  /// What would explain a model's errors.
  public init(errors found: ErrorInspection) {
    let ladder = found.ladder
    title = "Errors of \(found.first.name)"
    tables = [Self.ladder(found), Self.classes(ladder)] + Self.comparison(found)
    charts = [Self.chart(found)]
    let scored =
      found.symbols < found.available
      ? "the first \(Figures.grouped(found.symbols)) of \(Figures.grouped(found.available)) symbols (--symbols for more)"
      : Figures.counted(found.symbols, "symbol")
    var lines = [
      "\(Figures.grouped(ladder.errors)) of \(scored) of \(found.text) are errors, given less than \(ErrorLadder.threshold): "
        + "\(Self.percent(ladder.errors, ladder.symbols)).",
      "n-grams: models of order \(found.oracle.orders.lowerBound) to \(found.oracle.orders.upperBound), each counted by itself on the last "
        + "\(Figures.grouped(found.oracle.counted)) symbols of the run's training text (modified Kneser-Ney); the best of them alone has "
        + "\(Figures.fixed(100 * (found.oracle.shares.max() ?? 0), 1)) % of the text.",
    ]
    if let comparison = found.comparison, let second = found.second {
      lines.append(Self.finding(comparison, found.first.name, second.name, ladder.symbols))
    }
    findings = lines
    json = Self.json(found)
  }

  static func percent(_ part: Int, _ whole: Int) -> String {
    "\(Figures.fixed(100 * Double(part) / Double(max(1, whole)), 1)) %"
  }

  private static func name(_ rung: ErrorRung, _ found: ErrorInspection) -> String {
    rung == .ngram
      ? "n-grams to order \(found.oracle.orders.upperBound)" : rung.name
  }

  private static func ladder(_ found: ErrorInspection) -> Table {
    let ladder = found.ladder
    return Table(
      title: "What would have explained the errors, one reason after the other",
      heading: ["reason", "errors", "share of errors", "remain", "of symbols"],
      rows: ladder.steps.enumerated().map { place, step in
        [
          "\(place + 1) \(name(step.rung, found))", Figures.grouped(step.errors),
          percent(step.errors, ladder.errors), Figures.grouped(step.remaining),
          percent(step.remaining, ladder.symbols),
        ]
      })
  }

  private static func classes(_ ladder: ErrorLadder) -> Table {
    Table(
      title:
        "By kind of character; rare symbols, of whatever kind, stand at most \(ErrorReasons.rareCount) times in the training text",
      heading: ["kind", "symbols", "errors", "share of them", "mean nats", "share of all nats"],
      rows: ladder.classes.map { one in
        let all = ladder.classes.reduce(0.0) { $0 + ($1.kind == nil ? 0 : $1.nats) }
        return [
          one.kind?.plural ?? "rare symbols", Figures.grouped(one.symbols),
          Figures.grouped(one.errors), percent(one.errors, one.symbols),
          Figures.fixed(one.nats / Double(one.symbols), 3),
          "\(Figures.fixed(100 * one.nats / max(all, .leastNormalMagnitude), 1)) %",
        ]
      })
  }

  private static func chart(_ found: ErrorInspection) -> Chart {
    let ladder = found.ladder
    return Chart(
      "The ladder of errors", x: Chart.Axis("reason, in the order in which errors are taken away"),
      y: Chart.Axis("share of errors, %"),
      series: [
        Chart.Series(
          "errors",
          ladder.steps.enumerated().map { place, step in
            Chart.Point(
              Double(place + 1), 100 * Double(step.errors) / Double(max(1, ladder.errors)),
              label: name(step.rung, found))
          }, style: .bars)
      ],
      caption:
        "After Karpathy, Johnson and Li 2015. Each error counts for the first reason that explains it. Words are stretches of letters "
        + "and digits; a word's first character is no error of memory, since nothing says yet which word comes. In Korean a word with "
        + "its particles is one word, so that many are rare.")
  }

  private static func comparison(_ found: ErrorInspection) -> [Table] {
    guard let comparison = found.comparison, let second = found.second else { return [] }
    let heading = ["", "only \(found.first.name)", "only \(second.name)", "p"]
    func row(_ name: String, _ counts: ErrorComparison.Counts) -> [String] {
      [
        name, Figures.grouped(counts.onlyFirst), Figures.grouped(counts.onlySecond),
        counts.p < 1e-3 ? "< 0.001" : Figures.fixed(counts.p, 3),
      ]
    }
    return [
      Table(
        title: "Errors of one model that the other has right, by reason", heading: heading,
        rows: comparison.rungs.map { row(name($0.rung, found), $0.counts) }
          + [row("all", comparison.all)]),
      Table(
        title: "The same by kind of character", heading: heading,
        rows: comparison.kinds.map { row($0.kind?.plural ?? "rare symbols", $0.counts) }),
    ]
  }

  private static func finding(
    _ comparison: ErrorComparison, _ first: String, _ second: String, _ symbols: Int
  ) -> String {
    var text =
      "\(first) errs alone at \(Figures.grouped(comparison.all.onlyFirst)) symbols, \(second) at "
      + "\(Figures.grouped(comparison.all.onlySecond)), which errs at \(percent(comparison.secondErrors, symbols))"
    if let difference = comparison.difference {
      text +=
        "; the difference is \(Figures.fixed(100 * difference.difference, 2)) ± \(Figures.fixed(100 * difference.standardError, 2)) "
        + "of a hundred symbols, p \(Figures.chance(difference.p)), by drawing stretches of the text anew"
    }
    return text + ". The tables' p is McNemar's, which takes symbols for independent."
  }
}
