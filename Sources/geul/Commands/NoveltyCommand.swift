import ArgumentParser
import GeulKit

/// `geul novelty`: what of a text is copied.
struct NoveltyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "novelty", abstract: "Find what a text has word for word from a training corpus.",
    discussion: """
      Examples:
        geul generate checkpoints/korean --length 5000 | geul novelty - --corpus checkpoints/korean
        geul novelty letters.txt --corpus corpora/korean.txt --least 30
      For stretches of 4 to 32 characters: the share that the training text has, the held-out text has, and neither. What
      the held-out text shares with it is what anybody writing so would.
      """)

  @Argument(help: "The text, or - for standard input.")
  var file: String

  @Option(help: "A run, of which training and validation text are told apart, or a file.")
  var corpus: String

  @Option(help: "The fewest characters of a copy (default: 16).")
  var least = NoveltyReport.leastCopy

  @Option(help: "Copies to show (default: 10).")
  var show = 10

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
      of: text.tokens, in: known.tokens, training: known.training, heldOut: known.heldOut,
      tokenizer: known.tokenizer, leastCopy: least, stop: Signals.stop)
    if json { return try Output.json(report.json) }
    try tell(report)
  }

  private struct Parts {
    let tokens: TokenSequence
    let training: Range<Int>
    let heldOut: Range<Int>
    let tokenizer: Tokenizer
  }

  private func corpusParts() throws -> Parts {
    guard try RunFolder.isRun(corpus) else {
      let learned = try CorpusEncoder(stop: Signals.stop).learn(CorpusSource(paths: [corpus]))
      let all = 0..<learned.tokens.count
      return Parts(
        tokens: learned.tokens, training: all, heldOut: all.upperBound..<all.upperBound,
        tokenizer: learned.tokenizer)
    }
    let folder = try ModelOptions.open(corpus, nil)
    let settings = try RunSettings(try folder.configuration())
    let tokenizer = try folder.tokenizer()
    func part(_ part: CorpusSplit.Part) throws -> EvaluationText {
      try EvaluationText(
        part, ofRunOf: folder.path, settings, tokenizer: tokenizer, stop: Signals.stop,
        tell: Notes.line)
    }
    let training = try part(.train)
    let heldOut = settings.validationFiles.isEmpty ? try part(.validation).range : 0..<0
    return Parts(
      tokens: training.tokens, training: training.range, heldOut: heldOut, tokenizer: tokenizer)
  }

  private func tell(_ report: NoveltyReport) throws {
    func percent(_ share: Double?) -> String {
      share.map { Figures.fixed(100 * $0, 1) + " %" } ?? "–"
    }
    try Output.line("\(Figures.grouped(report.characters)) characters")
    var table = TextTable(
      [.right, .right, .right, .right],
      heading: ["characters", "in training", "in held-out text", "in neither"])
    for share in report.shares {
      table.add([
        String(share.n), percent(share.training), percent(share.heldOut), percent(share.neither),
      ])
    }
    try Output.write(table.text())
    let copied = report.copies.reduce(0) { $0 + $1.length }
    try Output.line(
      "\(Figures.counted(report.copies.count, "copy", "copies")) of \(least) characters and more, "
        + "\(Figures.fixed(100 * Double(copied) / Double(report.characters), 1)) % of the text")
    for (copy, text) in zip(report.copies, report.texts).prefix(show) {
      let start = text.replacing("\n", with: "↵")
      let words = start.count > 60 ? start.prefix(60) + "…" : start[...]
      try Output.line(
        "\(Figures.grouped(copy.length)) at \(Figures.grouped(copy.textStart)), in the corpus at "
          + "\(Figures.grouped(copy.corpusStart)): \(words)")
    }
  }
}
