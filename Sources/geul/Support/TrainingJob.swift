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
      data: try Self.data(settings, tokenizer: tokenizer, tokens: tokens, run: run), run: run)
  }

  /// The run that wrote `checkpoint`, where it stood. Throws `StorageError` if the checkpoint is unfit.
  init(resuming checkpoint: String, run: RunFolder, options: TrainOptions) throws {
    let configuration = try CheckpointFiles.readConfiguration(of: checkpoint)
    var settings = try RunSettings(configuration)
    let language = try LanguageModel(checkpoint: checkpoint, configuration: configuration)
    if let changed = try options.flagsChanging(settings, tokenizer: language.tokenizer).first {
      throw Failure.usage(
        "\(changed) cannot be changed with --resume, which goes on exactly; leave it out, "
          + "or start a new run with another --out")
    }
    settings.training = try options.training(over: settings.training)
    if !options.corpus.isEmpty { settings.corpus = options.corpus.map(absolutePath) }
    let tokens =
      options.corpus.isEmpty
      ? try RunCorpus.open(settings, tokenizer: language.tokenizer, run: run, tell: Notes.line)
      : try RunCorpus.named(settings, tokenizer: language.tokenizer)
    let trainer = try Trainer(
      settings, tokenizer: language.tokenizer,
      data: try Self.data(settings, tokenizer: language.tokenizer, tokens: tokens, run: run),
      run: run,
      model: language.model)
    try trainer.resume(from: checkpoint)
    self.settings = settings
    tokenizer = language.tokenizer
    self.trainer = trainer
  }

  /// A text by the model as it is now, the same for the same step.
  func sample(of language: LanguageModel, step: Int) -> String {
    let session = TextSession(
      language, kind: settings.training.precision,
      pool: WorkerPool(count: settings.training.threads))
    var sampler = Sampler(
      SamplingSettings(), seed: settings.training.seed &+ UInt64(step))
    return session.write(WritingSettings(length: 300), sampler: &sampler).text
  }

  private static func data(
    _ settings: RunSettings, tokenizer: Tokenizer, tokens: TokenSequence, run: RunFolder
  ) throws -> TrainingData {
    var validationText: TokenSequence?
    if !settings.validationFiles.isEmpty {
      let text = try RunCorpus.encode(
        settings.validationFiles, settings, tokenizer: tokenizer, to: run.validationTokens)
      Notes.tell(
        CorpusNotes.unknown(
          text.report?.unknown ?? [:], by: tokenizer, in: "the validation text"))
      validationText = text.tokens
    }
    return try TrainingData(
      corpus: tokens, tokenizer: tokenizer,
      split: try settings.split(tokens, tokenizer: tokenizer),
      validationText: validationText)
  }
}
