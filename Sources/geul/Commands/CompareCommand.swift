import ArgumentParser
import GeulKit

extension ComparisonColumn: ExpressibleByArgument {}

/// `geul compare`: models side by side on one text.
struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Compare models on one text, and say which differences are more than chance.",
    discussion: """
      Examples:
        geul compare checkpoints/lstm checkpoints/ngram
        geul compare checkpoints/* --on letters.txt --html models.html
      Without --on, the text is the validation part that all of them share. Bits are per character, so that models whose
      symbols differ compare. ± is one standard error, by drawing stretches of the text anew; a difference's is smaller,
      since both models read the same text.
      """)

  @Argument(help: "Folders of checkpoints, or of runs, which mean their best ones.")
  var models: [String]

  @Option(help: "The text to score, instead of the validation part.")
  var on: String?

  @Option(help: "Sort by named, bits, parameters, minutes, speed or size (default: bits).")
  var sort: ComparisonColumn = .bits

  @Option(help: "fp32, bf16, int8, or auto, the fastest here (default: fp32).")
  var precision: Precision?

  @OptionGroup var threads: ThreadOptions

  @Flag(help: "The table as JSON.")
  var json = false

  @Flag(help: "The table as comma-separated values.")
  var csv = false

  @Option(help: "Write a page with the table and bars to this file.")
  var html: String?

  func run() throws {
    if json, csv { throw Failure.usage("--json and --csv are two forms of one table; choose one") }
    if let html { try PlainFiles.checkWritable(html) }
    Signals.heedStops()
    let folders = try models.map { try ModelOptions.open($0, nil) }
    let comparison = try ModelComparison(
      folders, pool: try threads.makePool(), stop: Signals.stop,
      kind: { try Precision.scoringKind(precision, forOneOf: $0) }, text: text)
    let order = comparison.order(by: sort)
    if let html {
      try AtomicFile(html).write(Array(comparison.page(order).utf8))
      Notes.line("wrote \(html)")
    }
    if json { return try Output.json(comparison.json(order)) }
    try Output.write(csv ? comparison.csv(order) : comparison.table(order))
  }

  private func text(
    _ language: LanguageModel, _ folder: CheckpointFolder, _ configuration: JSONReader
  ) throws -> EvaluationText {
    guard let on else {
      return try EvaluationText(
        .validation, ofRunOf: folder.path, RunSettings(configuration),
        tokenizer: language.tokenizer, stop: Signals.stop, tell: Notes.line)
    }
    let source = try CorpusSource(paths: [on])
    return EvaluationText(
      [on], try CorpusEncoder(stop: Signals.stop).encode(source, with: language.tokenizer))
  }
}
