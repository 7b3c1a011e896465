import ArgumentParser
import Foundation
import GeulKit

/// `geul train`: a corpus to checkpoints of a model.
struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train", abstract: "Train a model on text.",
    discussion: """
      Examples:
        geul train corpora/korean.txt --minutes 5
        geul train novel.txt --layers 2 --hidden 512 --dropout 0.2 --epochs 20 --sample-every 500
        geul train novel.txt --resume
      Ctrl-C saves a checkpoint and ends; --resume goes on from it.
      """)

  @OptionGroup var options: TrainOptions

  func run() throws {
    let options = try self.options.withConfiguration(Array(CommandLine.arguments.dropFirst(2)))
    let out = try options.runFolder()
    let run = RunFolder(out)
    let job = try options.resume ? resumedJob(options, run) : newJob(options, run)
    let reporter = TrainingReporter(
      asJSON: options.json, isQuiet: options.quiet,
      end: job.settings.training.steps.map { "/\($0)" } ?? "")
    // Until here there is nothing to save, and a signal ends the program at once.
    Signals.catchStops()
    job.trainer.makeSample = { job.sample(of: $0, step: $1) }
    let outcome = try job.trainer.train(stop: Signals.stop) { event in
      reporter.tell(event, settings: job.settings, out: out)
    }
    if let failure = reporter.failure { throw failure }
    if !options.json && !options.quiet { try Output.line(outcome.checkpoint ?? out) }
    if outcome.interrupted, let status = Signals.status { throw ExitCode(status.rawValue) }
  }

  private func newJob(_ options: TrainOptions, _ run: RunFolder) throws -> TrainingJob {
    guard !options.corpus.isEmpty else {
      throw Failure.usage(
        "expected a corpus: a file, a folder, or - for standard input; see: geul train --help")
    }
    guard try run.steps().isEmpty else {
      throw Failure(
        .cannotCreate,
        "\(run.path): expected no run yet, found checkpoints; "
          + "go on with --resume, or choose another --out")
    }
    if options.text.vocabulary == nil { _ = try options.text.tokenizerOptions() }
    _ = try options.text.bytes.options()
    var training = try options.training(over: TrainingConfiguration())
    training.precision = try (options.precision ?? .auto).trainingKind()
    try MemoryNeed.check(try options.modelConfiguration(vocabulary: 2))
    _ = try CorpusSource(paths: options.corpus)
    // A text that is missing is told before the work, not after it.
    for file in [options.validationFile, options.testFile].compactMap(\.self) {
      _ = try CorpusSource(paths: [file])
    }
    try run.prepare()
    let encoded = try options.text.encode(options.corpus, to: .file(run.corpusTokens))
    let (tokenizer, tokens) = (encoded.tokenizer, encoded.tokens)
    if !options.quiet {
      Notes.tell(CorpusNotes.lines(on: encoded, isLearned: options.text.vocabulary == nil))
    }
    let model = try options.modelConfiguration(vocabulary: tokenizer.symbolCount)
    try MemoryNeed.check(model)
    let settings = RunSettings(
      model: model, training: training,
      text: TextSettings(
        reading: try options.text.bytes.options(),
        tokenizer: options.text.vocabulary == nil
          && !options.corpus.contains(where: TokenFile.isOne)
          ? try options.text.tokenizerOptions() : nil),
      corpus: options.corpus.map(absolutePath),
      validationFiles: options.validationFile.map { [absolutePath($0)] } ?? [],
      testFiles: options.testFile.map { [absolutePath($0)] } ?? [],
      corpusFingerprint: tokens.fingerprint, corpusSymbols: tokens.count)
    return try TrainingJob(settings, tokenizer: tokenizer, tokens: tokens, run: run)
  }

  private func resumedJob(_ options: TrainOptions, _ run: RunFolder) throws -> TrainingJob {
    try run.clean()
    guard try !run.steps().isEmpty else {
      throw Failure(
        .missingInput,
        "\(run.path): expected a checkpoint to resume from, found none; train without --resume")
    }
    var damaged: [Int] = []
    for step in try run.steps().reversed() {
      do {
        let job = try TrainingJob(
          resuming: run.checkpoint(at: step), run: run, options: options)
        // As the newest, a damaged one would be kept in place of those that are yet to come.
        for step in damaged { try run.setAside(step) }
        return job
      } catch  where Self.isDamage(error) {
        Output.error("geul: \(error); trying the checkpoint before")
        damaged.append(step)
      }
    }
    throw Failure(
      .badData,
      "\(run.path): expected a checkpoint that can be read, found only damaged ones; "
        + "begin a new run with another --out")
  }

  /// Whether an error is of a checkpoint's own files, so that an older one may do.
  private static func isDamage(_ error: any Error) -> Bool {
    switch error {
    case TextError.invalidTokenizer: true
    // Whole, and of a newer program: to go on from an older one would lose what it has.
    case StorageError.unsupported: false
    case let error as StorageError: error.kind == .badData || error.kind == .missingInput
    default: false
    }
  }
}
