import Foundation
import GeulInspection
import GeulStorage

extension InspectionReport {
  /// How much of the past a model uses.
  public init(context found: ContextExperiment, model: String, text: String) {
    let memory = found.memory
    let places = memory.targets.count
    title = "How much of the past \(model) uses"
    let full = memory.cut.means()?.last ?? 0
    tables =
      [
        Table(
          title:
            "Nats per symbol by k, over \(Figures.grouped(places)) places of \(text) (± \(Figures.fixed(Self.deviation(memory), 3)) standard error)",
          heading: ["past"] + memory.cut.lengths.map { "k \($0)" },
          rows: [
            Self.row("cut to k", memory.cut), Self.row("shuffled beyond k", memory.shuffled),
            Self.row("another's beyond k", memory.replaced),
          ]),
        Self.classes(found),
      ]
      + (found.ngrams.isEmpty
        ? []
        : [
          Table(
            title:
              "n-grams counted on \(Figures.grouped(found.counted)) symbols of the run's training text, at the same places",
            heading: ["order"] + found.ngrams.map { "\($0.order)" },
            rows: [["nats"] + found.ngrams.map { Figures.fixed($0.loss, 3) }])
        ])
    charts = [Self.pasts(found), Self.classChart(found)]
    var lines: [String] = []
    if let context = memory.effectiveContext() {
      lines.append(
        "Effective context: \(context) symbols; with more, the loss is less than 1 % lower than with \(context) (\(Figures.fixed(full, 3)) nats with \(memory.cut.lengths.last ?? 0))."
      )
    }
    if let best = found.ngrams.min(by: { $0.loss < $1.loss }) {
      lines.append(
        "The best n-gram, of order \(best.order), has \(Figures.fixed(best.loss, 3)) nats at the same places."
      )
    }
    if let order = memory.shuffled.means().flatMap({ means in
      zip(memory.shuffled.lengths, means).first { $0.1 <= 1.01 * full }?.0
    }) {
      lines.append("The order of symbols matters within \(order); beyond, 1 % at most.")
    }
    findings = lines
    json = Self.json(found, model, text)
  }

  /// The standard error of the full loss over the places.
  private static func deviation(_ memory: ContextMemory) -> Double {
    let last = memory.cut.losses.last ?? []
    let mean = last.reduce(0, +) / Double(max(1, last.count))
    let squares = last.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (squares / Double(max(1, last.count - 1)) / Double(max(1, last.count))).squareRoot()
  }

  private static func row(_ name: String, _ curve: ContextMemory.Curve) -> [String] {
    [name] + (curve.means() ?? []).map { Figures.fixed($0, 3) }
  }

  /// The classes that occur, and the rare symbols, each with the places that it has.
  private static func groups(_ found: ContextExperiment) -> [(name: String, holds: (Int) -> Bool)] {
    SymbolKind.allCases.filter(found.classes.contains).map { kind in
      (kind.plural, { found.classes[$0] == kind })
    } + (found.isRare.contains(true) ? [("rare symbols", { found.isRare[$0] })] : [])
  }

  private static func classes(_ found: ContextExperiment) -> Table {
    Table(
      title:
        "The past cut to k, by the kind of what is to be foretold; rare are the symbols that make up a twentieth of the text",
      heading: ["kind", "places"] + found.memory.cut.lengths.map { "k \($0)" } + ["effective"],
      rows: groups(found).map { name, holds in
        let count = found.classes.indices.count(where: holds)
        return [name, Figures.grouped(count)]
          + (found.memory.cut.means(holds) ?? []).map { Figures.fixed($0, 3) }
          + [found.memory.effectiveContext(holds).map(String.init) ?? "–"]
      })
  }

  private static func points(_ curve: ContextMemory.Curve, _ holds: (Int) -> Bool = { _ in true })
    -> [Chart.Point]
  {
    zip(curve.lengths, curve.means(holds) ?? []).map { Chart.Point(Double($0), $1) }
  }

  private static func pasts(_ found: ContextExperiment) -> Chart {
    let memory = found.memory
    var series = [
      Chart.Series("cut to k", points(memory.cut)),
      Chart.Series("shuffled beyond k", points(memory.shuffled)),
      Chart.Series("another's beyond k", points(memory.replaced)),
    ]
    if !found.ngrams.isEmpty {
      series.append(
        Chart.Series(
          "n-gram of order k", found.ngrams.map { Chart.Point(Double($0.order), $0.loss) }))
    }
    return Chart(
      "Loss by how much of the past is left", x: Chart.Axis("k, symbols", logarithmic: true),
      y: Chart.Axis("nats per symbol"), series: series,
      marks: memory.effectiveContext().map { [(Double($0), "effective")] } ?? [],
      caption:
        "Where the first curve is flat, more past changes nothing. Where a shuffled past does as well as the true one, its words "
        + "still matter but not their order; where another's does, nothing of it matters.")
  }

  private static func classChart(_ found: ContextExperiment) -> Chart {
    Chart(
      "What the past is worth, by class", x: Chart.Axis("k, symbols", logarithmic: true),
      y: Chart.Axis("nats above the full past"),
      series: groups(found).prefix(9).map { name, holds in
        let means = found.memory.cut.means(holds) ?? []
        return Chart.Series(
          name,
          zip(found.memory.cut.lengths, means).map {
            Chart.Point(Double($0), $1 - (means.last ?? 0))
          })
      },
      caption:
        "How much worse each class is foretold where the past is cut: classes whose curves come down late need the most of it."
    )
  }

  private static func json(_ found: ContextExperiment, _ model: String, _ text: String)
    -> JSONValue
  {
    func curve(_ curve: ContextMemory.Curve, _ holds: (Int) -> Bool = { _ in true }) -> JSONValue {
      [
        "k": .array(curve.lengths.map { .integer(Int64($0)) }),
        "nats": .array((curve.means(holds) ?? []).map { .number($0) }),
      ]
    }
    return [
      "model": .string(model), "text": .string(text),
      "places": .integer(Int64(found.memory.targets.count)),
      "effective_context": found.memory.effectiveContext().map { .integer(Int64($0)) } ?? .null,
      "standard_error": .number(deviation(found.memory)),
      "cut": curve(found.memory.cut), "shuffled": curve(found.memory.shuffled),
      "replaced": curve(found.memory.replaced),
      "shuffled_length": .integer(Int64(found.memory.shuffledLength)),
      "ngrams": .array(
        found.ngrams.map { ["order": .integer(Int64($0.order)), "nats": .number($0.loss)] }),
      "classes": .array(
        groups(found).map { name, holds in
          ["kind": .string(name), "cut": curve(found.memory.cut, holds)]
        }),
    ]
  }
}
