import ArgumentParser
import GeulKit

/// `geul novelty`: what of a text is copied.
struct NoveltyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "novelty", abstract: "Find what a text has word for word from a training corpus.",
    discussion: """
      Examples:
        geul generate checkpoints/korean --length 5000 | geul novelty - --corpus checkpoints/korean
        geul novelty letters.txt --corpus corpora/eunpo.txt --least 30
      For stretches of 4 to 32 characters: the share that the training text has, the held-out text has, and neither. What
      the held-out text shares with it is what anybody writing so would. Beside it stands what a text of the same length
      has that an n-gram model of order 5, counted on the training text, writes.
      """)

  @Argument(help: "The text, or - for standard input.")
  var file: String

  @Option(help: "A run, of which training and validation text are told apart, or a file.")
  var corpus: String

  @Option(help: "The fewest characters of a copy (default: 16).")
  var least = NoveltyReport.leastCopy

  @Option(help: "Copies to show (default: 10).")
  var show = 10

  @Flag(help: "Do without the n-gram model to compare with, which takes the longest.")
  var noBaseline = false

  @OptionGroup var threads: ThreadOptions

  @Flag(help: "All copies and shares as JSON.")
  var json = false

  func run() throws {
    guard least >= 1 else { throw Failure.usage("--least must be at least 1, not \(least)") }
    guard show >= 0 else { throw Failure.usage("--show must be at least 0, not \(show)") }
    Signals.heedStops()
    let known = try corpusParts()
    let text = try CorpusEncoder(stop: Signals.stop).encode(
      CorpusSource(paths: [file]), with: known.tokenizer)
    guard text.tokens.count > 0 else {
      throw Failure(.badData, "\(file): expected a text, found none")
    }
    let report = try NoveltyReport(
      of: text.tokens, in: known, leastCopy: least,
      baselineBy: noBaseline ? nil : try threads.makePool(), stop: Signals.stop)
    if json { return try Output.json(report.json) }
    try tell(report)
  }

  private func corpusParts() throws -> NoveltyCorpus {
    guard try RunFolder.isRun(corpus) else {
      return try NoveltyCorpus(file: corpus, stop: Signals.stop)
    }
    return try NoveltyCorpus(
      ofRunOf: try ModelOptions.open(corpus, nil), stop: Signals.stop, tell: Notes.line)
  }

  private func tell(_ report: NoveltyReport) throws {
    func percent(_ share: Double?) -> String {
      share.map { Figures.fixed(100 * $0, 1) + " %" } ?? "–"
    }
    try Output.line("\(Figures.grouped(report.characters)) characters")
    var table = TextTable(
      [.right, .right, .right, .right, .right],
      heading: [
        "characters", "in training", "in held-out text", "in neither", "n-grams' in training",
      ])
    for (place, share) in report.shares.enumerated() {
      let shares = report.baseline?.shares ?? []
      table.add([
        String(share.n), percent(share.training), percent(share.heldOut), percent(share.neither),
        percent(place < shares.count ? shares[place] : nil),
      ])
    }
    try Output.write(table.text())
    try Output.line(NoveltyLine.text(of: report, least: least))
    for (copy, text) in zip(report.copies, report.texts).prefix(show) {
      let start = text.replacing("\n", with: "↵")
      let words = start.count > 60 ? start.prefix(60) + "…" : start[...]
      try Output.line(
        "\(Figures.grouped(copy.length)) at \(Figures.grouped(copy.textStart)), in the corpus at "
          + "\(Figures.grouped(copy.corpusStart)): \(words)")
    }
  }
}
