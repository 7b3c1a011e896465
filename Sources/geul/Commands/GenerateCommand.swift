import ArgumentParser
import Foundation
import GeulKit

/// `geul generate`: text from a model.
struct GenerateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate", abstract: "Let a model write.",
    discussion: """
      Examples:
        geul generate checkpoints/korean --prompt "새벽 시장에" --length 300
        geul generate checkpoints/korean --prompt @opening.txt --temperature 0.6 --top-p 0.9
        geul generate checkpoints/korean --prompt "새벽" --beam 8 --best 3 --until-line
        geul generate checkpoints/korean --count 5 --stop "다." --json --alternatives 3
      The choice of a symbol, in this order: what may not come is left out (half characters, bytes, --forbid, --only), \
      --repetition-penalty, --temperature, --top-k, --top-p, --min-p, --typical, draw. Filters are off until set.
      """)

  @OptionGroup var model: ModelOptions

  @Option(
    parsing: .unconditional,
    help: "Text to go on from; @FILE reads a file, - standard input, @@ begins text with an @.")
  var prompt = ""

  @Option(help: "The encoding of the prompt's file: auto, utf-8, cp949 or another (default: auto).")
  var encoding: String?

  @OptionGroup var decoding: DecodingOptions

  @Option(help: "Texts to write, with seeds from --seed on, each as it would be alone.")
  var count = 1

  @Option(help: "How many of the texts that a beam ends with to show (default: 1).")
  var best: Int?

  @Flag(help: "Leave the prompt out of the output.")
  var noEcho = false

  @Option(help: "auto (the fastest here), fp32, bf16 or int8 (default: auto).")
  var precision: Precision?

  @OptionGroup var threads: ThreadOptions

  @Flag(help: "Each text and its figures as a JSON object, with ln p of each symbol.")
  var json = false

  @Option(help: "With --json, the N most probable symbols at each place.")
  var alternatives: Int?

  @Flag(
    help:
      "Tell of each text on standard error, or in its JSON, what is copied from the run's training text."
  )
  var novelty = false

  @Flag(help: "Tell on standard error how symbols are chosen, and how the prompt was read.")
  var verbose = false

  func run() throws {
    let settings = try checkedSettings()
    let prompt = try PromptText.read(
      self.prompt, encoding: EncodingChoice(encoding ?? "auto"), tell: Notes.line)
    let checkpoint = try model.open()
    let language = try LanguageModel(checkpoint)
    Signals.heedStops()
    let kind = try Precision.kind(
      precision, for: language.model.configuration, fastest: .fastestForOneLane)
    let decoding = DecodingSession(language, kind: kind, pool: try threads.makePool())
    Notes.tell(missing: try decoding.use(settings))
    if verbose { Output.error("geul: a symbol is chosen thus: \(settings.chain)") }
    if verbose, language.model.configuration.multipliedWeights > 0 { tellPrecision(kind) }
    try read(prompt, by: decoding.session)
    let corpus =
      try novelty
      ? NoveltyCorpus(ofRunOf: checkpoint, stop: Signals.stop, tell: Notes.line) : nil
    let multiplies = language.model.configuration.multipliedWeights > 0
    var output = GeneratedOutput(
      echo: noEcho ? "" : prompt, firstSeed: settings.beam == nil ? settings.seed : nil,
      json: json
        ? {
          GenerationReport(
            $0, prompt: prompt, kind: multiplies ? kind : nil, tokenizer: language.tokenizer
          ).json
        } : nil,
      copies: corpus.map { corpus in
        {
          try NoveltyReport(
            of: $0.generation.text.unicodeScalars.map(\.value),
            symbols: $0.generation.symbols.count, in: corpus, stop: Signals.stop)
        }
      })
    try decoding.writeTexts(count, alternatives: alternatives ?? 0, stop: Signals.stop) {
      try output.take($0)
    }
    try Signals.ending.check()
  }

  /// How products are carried out, and why not in 8 bits where that was left to Geul.
  private func tellPrecision(_ kind: ProductKind) {
    let reason =
      (precision ?? .auto) == .auto && kind == .fp32
      ? "; in 8 bits nothing would be won here" : ""
    Output.error("geul: products in \(kind.rawValue), vectors of \(Processor.vectors)\(reason)")
  }

  /// Reads the prompt; ends the command if it is asked to stop meanwhile.
  private func read(_ prompt: String, by session: ModelSession) throws {
    let progress = ReadingProgress(of: prompt)
    let begun = ContinuousClock.now
    let reading = session.read(prompt, stop: Signals.stop, progress: { progress.show($0) })
    progress.clear()
    if reading.report.wasStopped { throw WorkStopped() }
    Notes.tell(CorpusNotes.unknown(reading.unknown, by: session.tokenizer, in: "the prompt"))
    guard verbose else { return }
    let report = reading.report
    var text =
      "geul: read \(Figures.grouped(report.symbols)) symbols of the prompt in "
      + "\(Figures.fixed((ContinuousClock.now - begun).inSeconds, 3)) s"
    if report.sideBySide > 0 {
      text +=
        ", \(Figures.grouped(report.sideBySide)) of them side by side; at \(report.disagreed) of \(report.seams) "
        + "seams the model remembered more, and \(report.oneByOne) segments were read one after another"
    }
    Output.error(text)
  }

  private func checkedSettings() throws -> DecodingSettings {
    var settings = try decoding.settings()
    if let best {
      guard settings.beam != nil else { throw Failure.usage("--best needs --beam N") }
      settings.best = best
      if let flaw = settings.flaw { throw Failure.flaw(flaw) }
    }
    if count > 1 && settings.beam != nil {
      throw Failure.usage("--count is for drawn texts; a beam's are shown with --best N")
    }
    if alternatives != nil && !json { throw Failure.usage("--alternatives needs --json") }
    let flaw =
      settings.flaw(count: count) ?? settings.writing(alternatives: alternatives ?? 0).flaw
    if let flaw { throw Failure.flaw(flaw) }
    return settings
  }
}
