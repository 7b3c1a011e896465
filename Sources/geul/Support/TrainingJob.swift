import GeulKit

/// A run that is ready to train: its settings, its texts and its trainer.
struct TrainingJob {
  let settings: RunSettings
  let tokenizer: Tokenizer
  let trainer: Trainer

  /// A new run.
  init(_ settings: RunSettings, tokenizer: Tokenizer, tokens: TokenSequence, run: RunFolder) throws
  {
    self.settings = settings
    self.tokenizer = tokenizer
    trainer = try Trainer(
      settings, tokenizer: tokenizer,
      data: try Self.data(settings, tokenizer: tokenizer, tokens: tokens), run: run)
  }

  /// The run that wrote `checkpoint`, where it stood. Throws `StorageError` if the checkpoint is unfit.
  init(resuming checkpoint: String, run: RunFolder, options: TrainOptions) throws {
    var settings = try RunSettings(checkpoint: checkpoint)
    let language = try LanguageModel(checkpoint: checkpoint)
    settings.training = try options.training(over: settings.training)
    if !options.corpus.isEmpty { settings.corpus = options.corpus.map(absolutePath) }
    let tokens = try RunCorpus.encode(settings, tokenizer: language.tokenizer)
    let trainer = try Trainer(
      settings, tokenizer: language.tokenizer,
      data: try Self.data(settings, tokenizer: language.tokenizer, tokens: tokens), run: run,
      model: language.model)
    try trainer.resume(from: checkpoint)
    self.settings = settings
    tokenizer = language.tokenizer
    self.trainer = trainer
  }

  /// A text by the model as it is now, the same for the same step.
  func sample(of model: RecurrentModel, step: Int) -> String {
    let language = LanguageModel(model: model, tokenizer: tokenizer)
    let session = TextSession(
      language, kind: settings.training.precision,
      pool: WorkerPool(count: settings.training.threads))
    var sampler = Sampler(
      SamplingSettings(), seed: settings.training.seed &+ UInt64(step), tokenizer: tokenizer)
    return session.write(length: 300, sampler: &sampler).text
  }

  private static func data(
    _ settings: RunSettings, tokenizer: Tokenizer, tokens: TokenSequence
  ) throws -> TrainingData {
    var validationText: TokenSequence?
    if !settings.validationFiles.isEmpty {
      let source = try CorpusSource(paths: settings.validationFiles)
      let (text, report) = try CorpusEncoder.encode(source, with: tokenizer)
      CorpusNotes.tellUnknown(report.unknownSymbols, of: report.symbols, in: "the validation text")
      validationText = text
    }
    return try TrainingData(
      corpus: tokens, tokenizer: tokenizer, split: settings.split(count: tokens.count),
      validationText: validationText)
  }
}

/// The corpus of a run, encoded again.
enum RunCorpus {
  /// Encodes the corpus and checks that it is the one the run began with.
  static func encode(_ settings: RunSettings, tokenizer: Tokenizer) throws -> TokenSequence {
    let source = try CorpusSource(paths: settings.corpus)
    let (tokens, _) = try CorpusEncoder.encode(source, with: tokenizer)
    guard tokens.fingerprint == settings.corpusFingerprint else {
      throw Failure(
        .badData,
        "\(settings.corpus.joined(separator: ", ")): expected the text that the run began with "
          + "(\(settings.corpusSymbols) symbols), found another (\(tokens.count) symbols); "
          + "restore the text, or name it")
    }
    return tokens
  }
}

/// What a user should know of a text that was read.
enum CorpusNotes {
  /// Tells what reading has changed.
  static func tell(_ report: CorpusReport, form: NormalizationForm) {
    if report.byteOrderMarksRemoved > 0 {
      Output.error("geul: removed \(report.byteOrderMarksRemoved) byte order mark(s)")
    }
    if report.newlinesConverted > 0 {
      Output.error("geul: turned \(Figures.grouped(report.newlinesConverted)) CR or CRLF into LF")
    }
  }

  /// Tells which scalars the vocabulary does not know.
  static func tellUnknown(_ unknown: [UInt32: Int], of symbols: Int, in place: String) {
    let total = unknown.values.reduce(0, +)
    guard total > 0 else { return }
    let commonest = unknown.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(8)
    let names = commonest.map { scalar, count in
      let name = Unicode.Scalar(scalar).map { $0.value < 0x20 ? "" : "\($0) " } ?? ""
      return "\(name)U+\(String(scalar, radix: 16, uppercase: true)) ×\(count)"
    }
    Output.error(
      "geul: \(Figures.grouped(total)) of \(Figures.grouped(symbols)) symbols of \(place) are not in "
        + "the model's vocabulary and are read as one unknown symbol: "
        + names.joined(separator: ", ") + (unknown.count > 8 ? ", …" : ""))
  }
}
