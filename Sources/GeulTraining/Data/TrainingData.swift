import GeulStorage
import GeulText

/// The texts of a run, encoded: what is trained on, and what is scored.
public struct TrainingData: Sendable {
  /// The encoded corpus.
  public let corpus: TokenSequence
  /// What is trained on.
  public let train: Range<Int>
  /// A text to validate on, and which part of it.
  public typealias Validation = (tokens: TokenSequence, range: Range<Int>)
  /// What is validated on; nil without validation.
  public let validation: Validation?
  /// The part of the validation text that is trained on too, if somebody has looked.
  public var validationShareTrainedOn: Double?
  /// Symbols of a Unicode scalar of the corpus, on average.
  public let symbolsPerCharacter: Double
  /// Unicode scalars of the validation text.
  public let validationScalars: Int

  /// Splits `corpus`, or takes `validationText` whole for validation.
  ///
  /// Throws `TrainingError.tooShort` if fewer than 2 symbols are left to train on, and `.storage`.
  public init(
    corpus: TokenSequence, tokenizer: Tokenizer, validation: Double, test: Double,
    validationText: TokenSequence? = nil
  ) throws(TrainingError) {
    let split = try TrainingError.storing { () throws(StorageError) in
      try CorpusSplit(
        corpus, tokenizer: tokenizer, validation: validationText == nil ? validation : 0,
        test: test)
    }
    try self.init(
      corpus: corpus, tokenizer: tokenizer, split: split, validationText: validationText)
  }

  /// The parts of `corpus` that `split` says, or `validationText` whole for validation.
  ///
  /// Throws `TrainingError.tooShort` if fewer than 2 symbols are left to train on, and `.storage`.
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
    symbolsPerCharacter = corpus.symbolsPerScalar
    let validation = self.validation
    validationScalars = try TrainingError.storing { () throws(StorageError) in
      guard let (tokens, range) = validation else { return 0 }
      return try tokens.measure(range, tokenizer: tokenizer).scalars
    }
  }
}
