import GeulCompute
import GeulCorpus
import GeulGeneration
import GeulLanguage
import GeulModel
import GeulStorage
import GeulText
import GeulTraining
import GeulWork

/// What a text may have been copied from: a training text, and what was held out of training.
public struct NoveltyCorpus: Sendable {
  /// Both.
  public let tokens: TokenSequence
  /// What was trained on.
  public let training: Range<Int>
  /// What was held out; empty where nothing is known to be.
  public let heldOut: Range<Int>
  /// The way from text to the symbols.
  public let tokenizer: Tokenizer

  /// A file, all of which was trained on; throws `TextError`, `StorageError` or `WorkStopped`.
  public init(file: String, stop: StopRequest) throws {
    let learned = try CorpusEncoder(stop: stop).learn(CorpusSource(paths: [file]))
    tokens = learned.tokens
    tokenizer = learned.tokenizer
    training = 0..<learned.tokens.count
    heldOut = training.upperBound..<training.upperBound
  }

  /// The corpus of a checkpoint's run; `tell` is told in a line if it is not as it was. Throws `RequestError` if it cannot
  /// be had, `TextError`, `StorageError` or `WorkStopped`.
  public init(ofRunOf checkpoint: CheckpointFolder, stop: StopRequest, tell: (String) -> Void)
    throws
  {
    let settings = try RunSettings(try checkpoint.configuration())
    let tokenizer = try checkpoint.tokenizer()
    func part(_ part: CorpusSplit.Part) throws -> EvaluationText {
      try EvaluationText(
        part, ofRunOf: checkpoint.path, settings, tokenizer: tokenizer, stop: stop, tell: tell)
    }
    let training = try part(.train)
    tokens = training.tokens
    self.training = training.range
    heldOut = settings.validationFiles.isEmpty ? try part(.validation).range : 0..<0
    self.tokenizer = tokenizer
  }

  /// Passes a range by once.
  func pass(_ range: Range<Int>, to search: inout CopySearch, stop: StopRequest) throws {
    guard !range.isEmpty else { return }
    try tokens.decode(range, tokenizer: tokenizer) { scalars in
      if !stop.isRequested { search.push(scalars) }
    }
    try stop.check()
  }

  /// A text of so many symbols that an n-gram model of the training text writes, in characters.
  ///
  /// Throws `StorageError` or `WorkStopped`. Cost: counting the training text, in some 235 MB of memory.
  func textOfNGrams(
    order: Int, symbols: Int, pool: WorkerPool, stop: StopRequest
  ) throws -> [UInt32] {
    let counter = NGramCounter(
      NGramConfiguration(order: order, vocabulary: tokenizer.symbolCount), in: TemporaryFile.folder,
      pool: pool)
    try counter.count(tokens, range: training) { _ in try stop.check() }
    let model = Model.ngram(try counter.finish { _ in try stop.check() }.model)
    let session = TextSession(LanguageModel(model: model, tokenizer: tokenizer), pool: pool)
    var sampler = Sampler(SamplingSettings(), seed: 1)
    let text = session.write(WritingSettings(length: symbols), sampler: &sampler, stop: stop).text
    try stop.check()
    return text.unicodeScalars.map(\.value)
  }
}
