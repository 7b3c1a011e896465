import GeulText

/// The texts of a run, encoded: what is trained on, and what is scored.
public struct TrainingData: Sendable {
  /// The encoded corpus.
  public let corpus: TokenSequence
  /// What is trained on.
  public let train: Range<Int>
  /// The text to validate on, and which part of it; nil without validation.
  public let validation: (tokens: TokenSequence, range: Range<Int>)?
  /// Symbols of a Unicode scalar of the training text, on average: 1, but for bytes.
  public let symbolsPerCharacter: Double
  /// Unicode scalars of the validation text.
  public let validationScalars: Int

  /// Splits `corpus`, or takes `validationText` whole for validation.
  ///
  /// Throws `TrainingError.tooShort` if fewer than 2 symbols are left to train on.
  public init(
    corpus: TokenSequence, tokenizer: Tokenizer, validation: Double, test: Double,
    validationText: TokenSequence? = nil
  ) throws(TrainingError) {
    let split = CorpusSplit(
      count: corpus.count, validation: validationText == nil ? validation : 0, test: test)
    try self.init(
      corpus: corpus, tokenizer: tokenizer, split: split, validationText: validationText)
  }

  /// The parts of `corpus` that `split` says, or `validationText` whole for validation.
  ///
  /// Throws `TrainingError.tooShort` if fewer than 2 symbols are left to train on.
  public init(
    corpus: TokenSequence, tokenizer: Tokenizer, split: CorpusSplit,
    validationText: TokenSequence? = nil
  ) throws(TrainingError) {
    self.corpus = corpus
    train = split.train
    guard train.count >= 2 else {
      throw .tooShort(symbols: train.count, of: corpus.count)
    }
    if let validationText, validationText.count > 0 {
      self.validation = (validationText, 0..<validationText.count)
    } else if !split.validation.isEmpty {
      self.validation = (corpus, split.validation)
    } else {
      self.validation = nil
    }
    symbolsPerCharacter =
      tokenizer.unit == .scalar
      ? 1
      : Double(train.count) / Double(max(1, corpus.measure(train, tokenizer: tokenizer).scalars))
    validationScalars =
      self.validation.map { $0.tokens.measure($0.range, tokenizer: tokenizer).scalars } ?? 0
  }
}
