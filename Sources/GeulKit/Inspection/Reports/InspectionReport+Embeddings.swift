import GeulInspection
import GeulStorage
import GeulText

extension InspectionReport {
  /// What the vectors of a model's symbols are like; `text` is where the symbols were counted.
  public init(
    embeddings found: EmbeddingInspection, tokenizer: Tokenizer, model: String, text: String
  ) {
    let naming = EmbeddingNaming(found, tokenizer)
    title = "Embedding of \(model)"
    tables = [Self.nearest(found, naming, text), Self.kinds(found)] + Self.hangul(found.hangul)
    charts = [Self.map(found, naming, text)]
    let shares = found.map.shares.map { "\(Figures.fixed(100 * $0, 1)) %" }
    var lines = [
      "\(Figures.counted(found.symbols.ids.count, "symbol")) of \(Figures.grouped(tokenizer.symbolCount)) stand in \(text), "
        + "as vectors of \(Figures.counted(found.symbols.vectors.width, "number")).",
      "Two directions of the map explain \(shares.joined(separator: " and ")) of the variance; "
        + "of vectors drawn at random the first explains about \(Figures.fixed(100 * found.randomShare, 1)) %.",
    ]
    lines += Self.findings(found.hangul)
    findings = lines
    json = Self.json(found, naming, model, text)
  }

  private static func nearest(
    _ found: EmbeddingInspection, _ naming: EmbeddingNaming, _ text: String
  ) -> Table {
    let columns = (1...EmbeddingInspection.neighbours).map { "\($0)." }
    return Table(
      title: "The most frequent symbols of \(text), and the nearest to each by the cosine",
      heading: ["symbol", "count"] + columns,
      rows: found.nearest.enumerated().map { row, near in
        [naming.names[row], Figures.grouped(found.symbols.counts[row])]
          + near.map { "\(naming.names[$0.row]) \(Figures.fixed($0.cosine, 2))" }
          + [String](repeating: "", count: max(0, columns.count - near.count))
      })
  }

  private static func kinds(_ found: EmbeddingInspection) -> Table {
    func shown(_ cosine: Double?) -> String { cosine.map { Figures.fixed($0, 3) } ?? "–" }
    return Table(
      title: "Mean cosine of the centred vectors within each kind, and with those of other kinds",
      heading: ["kind", "symbols", "within", "outside"],
      rows: found.kinds.map {
        [$0.kind.plural, Figures.grouped($0.symbols), shown($0.within), shown($0.outside)]
      })
  }

  private static func map(
    _ found: EmbeddingInspection, _ naming: EmbeddingNaming, _ text: String
  ) -> Chart {
    func axis(_ place: Int) -> Chart.Axis {
      guard place < found.map.shares.count else { return Chart.Axis("–") }
      return Chart.Axis(
        "direction \(place + 1), \(Figures.fixed(100 * found.map.shares[place], 1)) % of the variance"
      )
    }
    let series = SymbolKind.allCases.compactMap { kind -> Chart.Series? in
      let rows = found.symbols.kinds.indices.filter { found.symbols.kinds[$0] == kind }
      guard !rows.isEmpty else { return nil }
      let points = rows.map { row in
        let place = Array(found.map.places[row])
        return Chart.Point(
          place[0], place.count > 1 ? place[1] : 0,
          label: row < EmbeddingNaming.labelled ? naming.names[row] : nil)
      }
      return Chart.Series(kind.plural, points, style: .points)
    }
    return Chart(
      "Symbols by the two directions in which their vectors vary most", x: axis(0), y: axis(1),
      series: series,
      caption:
        "A point for each symbol of \(text), by principal components; the \(EmbeddingNaming.labelled) most frequent ones are "
        + "named where there is room. A symbol's vector begins at random, and training moves it: where it has, symbols "
        + "that the model treats alike lie near to each other. What is near in the plane need not be near in all directions."
    )
  }

  private static func hangul(_ structure: HangulStructure) -> [Table] {
    func row(_ name: String, _ contrast: PairContrast?) -> [String] {
      guard let contrast else { return [name, "–", "–", "–", "–", "–", "–"] }
      return [
        name, Figures.grouped(contrast.pairs), Figures.fixed(contrast.cosine, 4),
        Figures.fixed(contrast.otherCosine, 4), Figures.fixed(contrast.difference, 4),
        Figures.fixed(contrast.z, 1), Figures.fixed(contrast.p, 3),
      ]
    }
    let heading = ["pairs of", "pairs", "cosine", "others", "difference", "z", "p"]
    switch structure {
    case .none: return []
    case .letters(let letters):
      return [
        Table(
          title: "Mean cosine of letters that have something in common, and of others",
          heading: heading,
          rows: [
            row("one position", letters.position),
            row("one consonant, two positions", letters.consonant),
          ])
      ]
    case .syllables(let syllables):
      return [
        Table(
          title: "Mean cosine of syllables that share one part alone, and of those that share none",
          heading: heading,
          rows: syllables.parts.map { row("one \($0.part.rawValue)", $0.contrast) }
            + [row("one final consonant", syllables.finalConsonant)]),
        Table(
          title: "Syllables found by exchanging a letter, as 가 - 나 + 너 for 거",
          heading: [
            "exchanged", "tried", "found", "without 나", "shuffled", "chance",
          ],
          rows: syllables.arithmetic.map { test in
            [test.parts.map(\.rawValue).joined(separator: " and "), Figures.grouped(test.tried)]
              + [test.found, test.withoutDifference, test.shuffled, test.chance].map {
                "\(Figures.fixed(100 * $0, 2)) %"
              }
          }),
      ]
    }
  }

  private static func findings(_ structure: HangulStructure) -> [String] {
    switch structure {
    case .none(let reason): return [reason]
    case .letters(let letters):
      return [
        "Symbols are letters: whether syllables share directions does not apply. Of \(letters.count) letters it is asked "
          + "whether those of one position do, and whether a consonant does as initial and as final."
      ]
    case .syllables(let syllables):
      let shared = syllables.parts.map { part, contrast -> String in
        guard let contrast else { return "one \(part.rawValue): no such pair" }
        return
          "one \(part.rawValue) \(Figures.fixed(contrast.difference, 4)) (z \(Figures.fixed(contrast.z, 1)), "
          + "p \(Figures.fixed(contrast.p, 3)))"
      }
      return [
        "Of \(Figures.grouped(syllables.count)) syllables, pairs that share one part alone have a mean cosine above that of pairs "
          + "that share none by: \(shared.joined(separator: ", ")); the control gives the vectors to the syllables anew "
          + "\(PairContrast.draws) times."
      ]
    }
  }
}

/// How an embedding's symbols are written.
struct EmbeddingNaming {
  /// Points that are named on a page.
  static let labelled = 80

  let names: [String]

  init(_ found: EmbeddingInspection, _ tokenizer: Tokenizer) {
    names = found.symbols.ids.map { tokenizer.visibleName(ofSymbol: $0) }
  }
}
