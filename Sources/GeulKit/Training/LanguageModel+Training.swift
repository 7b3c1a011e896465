import GeulCompute
import GeulLanguage
import GeulModel
import GeulStorage
import GeulText
import GeulTraining
import GeulWork

extension LanguageModel {
  /// Trains a model on the files, or folders of `.txt` files, that `corpus` names.
  ///
  /// `text` says how they are read and what a symbol is. `model` is asked for sizes once the vocabulary is known. With `run` the checkpoints are kept in
  /// that folder, which must not hold any yet, and the one of the lowest validation loss is returned;
  /// without it nothing is written, and the model comes back as the last step left it. A request to
  /// `stop` ends the run at the next step, which is then treated as its end; a model that counts and has not yet is none,
  /// and `WorkStopped` is thrown.
  ///
  /// Throws `TextError` for the corpus, `TrainingError` for settings that contradict themselves, a text
  /// too short or a loss that grows without bound, and `StorageError` for the run folder.
  public static func train(
    on corpus: [String], text: TokenizerOptions = TokenizerOptions(),
    reading: ReadingOptions = ReadingOptions(),
    model: (_ vocabulary: Int) -> ModelConfiguration = {
      .recurrent(RecurrentConfiguration(vocabulary: $0))
    },
    training: TrainingConfiguration = TrainingConfiguration(), run: String? = nil,
    stop: StopRequest = StopRequest(), tell: (TrainingEvent) -> Void = { _ in }
  ) throws -> LanguageModel {
    if let flaw = training.flaw ?? text.flaw { throw TrainingError.settings(flaw) }
    let folder = try run.map(newRunFolder)
    let encoded = try CorpusEncoder(reading: reading).learn(
      CorpusSource(paths: corpus), text,
      to: folder.map { .file($0.corpusTokens) } ?? .temporary)
    let (tokenizer, tokens) = (encoded.tokenizer, encoded.tokens)
    let data = try TrainingData(
      corpus: tokens, tokenizer: tokenizer, validation: training.validation, test: training.test)
    let settings = RunSettings(
      model: model(tokenizer.symbolCount), training: training,
      text: TextSettings(reading: reading, tokenizer: text), corpus: corpus,
      corpusFingerprint: tokens.fingerprint, corpusSymbols: tokens.count)
    let course = try TrainingCourse(
      settings, tokenizer: tokenizer, data: data, run: folder, model: nil)
    _ = try course.train(stop: stop, tell: tell)
    // Nothing but a stop keeps a model that counts from being there.
    guard let language = course.language else { throw WorkStopped() }
    return try run.map { try LanguageModel(path: $0) } ?? language
  }

  /// Reads a model from a checkpoint or from a run folder, of which `choice` names a checkpoint.
  ///
  /// Throws `StorageError` or `TextError`, which name the file and what is wrong with it.
  public init(path: String, _ choice: CheckpointChoice = .best) throws {
    try self.init(RunFolder.open(path, choice))
  }

  /// A run folder without checkpoints; a second run in it would mix the two.
  private static func newRunFolder(_ path: String) throws(StorageError) -> RunFolder {
    let folder = RunFolder(path)
    try folder.lock()
    guard try folder.steps().isEmpty else {
      throw .cannotCreate(
        file: path, reason: "the folder already holds checkpoints of a run",
        advice: "name another folder, or remove this one")
    }
    try folder.prepare()
    return folder
  }
}
