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
      Without a file, the run's own validation text is scored. Every symbol is scored exactly once;
      --lanes 1 is exact, more lanes read --warm-up symbols before their part of the text.
      """)

  @OptionGroup var model: ModelOptions

  @Argument(help: "Files, folders or - to score as one text.")
  var files: [String] = []

  @Option(help: "Part of the run's own corpus: train, validation or test.")
  var split: CorpusSplit.Part?

  @Option(help: "Parts of the text that are read side by side; 1 is exact.")
  var lanes = 32

  @Option(help: "Symbols read before each part.")
  var warmUp = 200

  @Option(help: "fp32, bf16, int8, or auto, the fastest of fp32 and bf16 here.")
  var precision: Precision = .fp32

  @OptionGroup var reading: ReadingFlags

  @OptionGroup var threads: ThreadOptions

  @Flag(help: "The figures as JSON.")
  var json = false

  func run() throws {
    guard lanes >= 1, lanes <= 4096 else {
      throw Failure.usage("--lanes must be from 1 to 4096, not \(lanes)")
    }
    guard warmUp >= 0 else { throw Failure.usage("--warm-up must be at least 0, not \(warmUp)") }
    if files.isEmpty && (reading.encoding != nil || reading.invalid != nil) {
      throw Failure.usage(
        "--encoding and --invalid are for files; the run's own text is read as it was in training")
    }
    if split != nil && !files.isEmpty {
      throw Failure.usage("--split is of the run's own corpus; leave out the files or --split")
    }
    Signals.catchStops()
    let checkpoint = try model.checkpoint()
    let language = try LanguageModel(checkpoint: checkpoint)
    let text = try files.isEmpty ? ownText(checkpoint, language) : givenText(language)
    guard !text.range.isEmpty else {
      throw Failure(.badData, "\(text.name): expected text to score, found none")
    }
    let (result, seconds) = try score(text, language)
    let measure = try text.tokens.measure(text.range, tokenizer: language.tokenizer)
    let report = EvaluationReport(
      model: checkpoint, corpus: text.name,
      evaluation: TextEvaluation(score: result, measure: measure), seconds: seconds)
    if json { try Output.json(report.json) } else { try Output.write(report.table) }
    if text.unknown.isEmpty && measure.spelledScalars > 0 {
      Output.error(
        "geul: \(Figures.grouped(measure.spelledScalars)) characters of \(text.name) are spelled in bytes"
      )
    }
    CorpusNotes.tellUnknown(text.unknown, by: language.tokenizer, in: text.name)
    if measure.unknownSymbols > 0 {
      Output.error(
        "geul: what the unknown symbol stands for costs extra: the true figure is higher")
    }
  }

  private struct Text {
    let name: String
    let tokens: TokenSequence
    let range: Range<Int>
    let unknown: [UInt32: Int]

    init(name: String, tokens: TokenSequence, range: Range<Int>, unknown: [UInt32: Int] = [:]) {
      self.name = name
      self.tokens = tokens
      self.range = range
      self.unknown = unknown
    }

    /// The whole text of some files.
    init(_ files: [String], _ corpus: EncodedCorpus) {
      self.init(
        name: files.joined(separator: " "), tokens: corpus.tokens, range: 0..<corpus.tokens.count,
        unknown: corpus.report?.unknown ?? [:])
    }
  }

  private func givenText(_ language: LanguageModel) throws -> Text {
    if let corpus = try RunCorpus.tokenFile(files, tokenizer: language.tokenizer) {
      return Text(files, corpus)
    }
    let source = try CorpusSource(paths: files)
    var progress = try EncodingProgress(source)
    defer { progress.clear() }
    let encoder = CorpusEncoder(reading: try reading.options(), stop: Signals.stop) {
      progress.show($0)
    }
    let encoded = try encoder.encode(source, with: language.tokenizer)
    if let report = encoded.report { CorpusNotes.tellReading(report) }
    return Text(files, encoded)
  }

  private func ownText(_ checkpoint: String, _ language: LanguageModel) throws -> Text {
    let settings = try RunSettings(checkpoint: checkpoint)
    let run = RunFolder(containing: checkpoint)
    let part = split ?? .validation
    let own =
      part == .validation ? settings.validationFiles : part == .test ? settings.testFiles : []
    if !own.isEmpty {
      let path = part == .validation ? run?.validationTokens : run?.testTokens
      return Text(
        own, try RunCorpus.encode(own, settings, tokenizer: language.tokenizer, to: path))
    }
    let tokens = try RunCorpus.open(settings, tokenizer: language.tokenizer, run: run)
    let name = settings.corpus.joined(separator: " ") + " (\(part.rawValue))"
    return Text(
      name: name, tokens: tokens,
      range: try settings.split(tokens, tokenizer: language.tokenizer).range(of: part))
  }

  private func score(_ text: Text, _ language: LanguageModel) throws -> (Evaluation, Double) {
    let pool = try threads.makePool()
    let kind = try precision.productKind()
    var progress = ProgressLine()
    let begun = ContinuousClock.now
    let result = try Evaluator(lanes: lanes, warmUp: warmUp).score(
      text.tokens, range: text.range, model: language.model, kind: kind, pool: pool
    ) { scored in
      if !json {
        progress.show(
          "scored \(Figures.grouped(scored)) of \(Figures.grouped(text.range.count)) symbols")
      }
      return !Signals.stop.isRequested
    }
    progress.clear()
    guard let result else { throw ExitCode((Signals.status ?? .interrupted).rawValue) }
    return (result, (ContinuousClock.now - begun).inSeconds)
  }
}
