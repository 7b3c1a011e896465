import ArgumentParser
import Foundation
import GeulKit

/// `geul eval`: how well a model predicts a text.
struct EvalCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "eval", abstract: "Score a text: nats, bits per character and byte, perplexity.",
    discussion: """
      Examples:
        geul eval checkpoints/korean
        geul eval checkpoints/korean letters.txt --lanes 1
        geul eval checkpoints/korean reviews.txt --per line > scores.tsv
      Without a file, the run's own validation text is scored. Every symbol is scored exactly once;
      --lanes 1 is exact, more lanes read --warm-up symbols before their part of the text.
      Left to itself, the number of lanes is one whose figure is that of one lane to three digits.
      """)

  @OptionGroup var model: ModelOptions

  @Argument(help: "Files, folders or - to score as one text.")
  var files: [String] = []

  @Option(help: "Part of the run's own corpus: train, validation or test.")
  var split: CorpusSplit.Part?

  @Option(
    help:
      "Parts of the text that are read side by side; 1 is exact (default: 1 for a short text, at most 32)."
  )
  var lanes: Int?

  @Option(help: "Symbols read before each part (default: 200).")
  var warmUp: Int?

  @Option(
    help:
      "Score cold windows of N symbols, each by a model begun anew, instead of one stream; as other programs' figures are taken."
  )
  var windows: Int?

  @Option(
    help:
      "A row of figures for each line, document or file, scored for itself from behind a line feed, tabs between them."
  )
  var per: PieceUnit?

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Models of the same vocabulary to mix with, and cache, the recent past; shares are fitted on the validation text.",
      valueName: "model"))
  var mix: [String] = []

  @Option(
    help: ArgumentHelp(
      "Write what each symbol cost to a table, or where the name ends in .html to a page that shades each.",
      valueName: "file"))
  var surprisal: String?

  @Flag(help: "Score the text in one stream as well, and give the difference of the lanes to it.")
  var exact = false

  @Flag(
    help: "Also give the figures at the temperature that fits the run's validation text best.")
  var fitTemperature = false

  @Flag(help: "Go on learning from what was scored, and give the figure beside that without.")
  var dynamic = false

  @Flag(help: "With --dynamic: choose its rate and decay on the validation text.")
  var tune = false

  @Option(name: .customLong("warmup"), help: .hidden)
  var warmUpAlias: Int?

  @Option(
    help: "fp32, bf16, int8, or auto, the fastest here (default: fp32).")
  var precision: Precision?

  @OptionGroup var reading: ReadingFlags

  @OptionGroup var threads: ThreadOptions

  @Flag(help: "The figures as JSON.")
  var json = false

  func run() throws {
    try checkPieces()
    try checkMixture()
    try checkSurprisal()
    try checkDynamic()
    try checkExact()
    let evaluator = try checkedEvaluator()
    Signals.heedStops()
    let folder = try model.open()
    let (checkpoint, configuration) = (folder.path, try folder.configuration())
    let language = try LanguageModel(folder, configuration: configuration)
    if let per { return try scorePieces(per, language, ofRunOf: checkpoint, configuration) }
    if dynamic { return try scoreDynamically(language, checkpoint, configuration) }
    guard mix.isEmpty else {
      return try scoreMixture(language, checkpoint, configuration, evaluator)
    }
    let text = try text(language, ofRunOf: checkpoint, configuration)
    var nats: [Float] = []
    let report = try score(text, language, checkpoint, evaluator, into: &nats)
    try writeSurprisal(nats, text, language, checkpoint)
    if let context = language.model.contextLength, let asked = chosenWarmUp, asked < context {
      Notes.line("the model sees \(context) symbols, so that many are read before each part")
    }
    var further = FurtherFigures()
    if exact { further += try exactFigures(report, text, language, checkpoint) }
    if fitTemperature {
      further += try TemperedReport(
        report, text, language, checkpoint, configuration, evaluator, self
      ).figures
    }
    if json {
      try Output.json(further.json(report))
    } else {
      for line in report.lines + further.lines { try Output.line(line) }
    }
    Notes.tell(text.notes(on: report.evaluation.measure, tokenizer: language.tokenizer))
  }

  private var chosenWarmUp: Int? { warmUpAlias ?? warmUp }

  private func checkedEvaluator() throws -> Evaluator {
    if let lanes, !(1...4096).contains(lanes) {
      throw Failure.usage("--lanes must be from 1 to 4096, not \(lanes)")
    }
    if let warmUp = chosenWarmUp, warmUp < 0 {
      throw Failure.usage("--warm-up must be at least 0, not \(warmUp)")
    }
    if files.isEmpty, let flag = reading.given.first {
      throw Failure.usage(
        "--\(flag) is for files; the run's own text is read as it was in training")
    }
    if split != nil && !files.isEmpty {
      throw Failure.usage("--split is of the run's own corpus; leave out the files or --split")
    }
    if lanes == 1, chosenWarmUp ?? 0 > 0, !files.isEmpty || split == .train {
      throw Failure.usage(
        "--warm-up is for what stands before a part; one lane reads the text from its beginning, where nothing does"
      )
    }
    if let windows {
      guard windows >= 1 else {
        throw Failure.usage("--windows must be at least 1, not \(windows)")
      }
      guard chosenWarmUp == nil else {
        throw Failure.usage("--windows begin with nothing read; leave out --warm-up")
      }
    }
    return Evaluator(lanes: lanes, warmUp: chosenWarmUp ?? Evaluator().warmUp, window: windows)
  }

  func score(
    _ text: EvaluationText, _ language: LanguageModel, _ checkpoint: String,
    _ evaluator: Evaluator, into nats: inout [Float]
  ) throws -> EvaluationReport {
    var progress = ProgressLine()
    defer { progress.clear() }
    let total = text.range.count
    if surprisal != nil { nats = [Float](repeating: 0, count: total) }
    return try text.score(
      language, called: checkpoint, by: evaluator, kind: try kind(of: language),
      pool: try threads.makePool(), stop: Signals.stop,
      progress: { scored in
        guard !json else { return }
        progress.show("scored \(Figures.grouped(scored)) of \(Figures.grouped(total)) symbols")
      }, each: { if !nats.isEmpty { nats[$0] = Float($1) } })
  }

  func kind(of language: LanguageModel) throws -> ProductKind {
    try Precision.scoringKind(precision, for: language.model.configuration)
  }
}
