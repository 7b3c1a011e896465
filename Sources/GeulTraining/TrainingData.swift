import GeulStorage
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

/// Why a run cannot begin or go on.
public enum TrainingError: Error, Sendable, CustomStringConvertible {
  /// Fewer than two symbols to train on.
  case tooShort(symbols: Int, of: Int)
  /// The settings contradict themselves.
  case settings(String)
  /// There is nothing to resume, or something else than asked for.
  case resume(String)
  /// Losses or gradients were not finite, again and again.
  case diverged(step: Int, advice: String)
  /// A file failed.
  case storage(StorageError)

  /// One line: what was expected, what was found, what to do.
  public var description: String {
    switch self {
    case .tooShort(let symbols, let all):
      "expected at least 2 symbols to train on, found \(symbols) of \(all) in the corpus; "
        + "use a longer text or a smaller --validation"
    case .settings(let text): text
    case .resume(let text): text
    case .diverged(let step, let advice):
      "step \(step): loss or gradient was not finite ten times in a row; \(advice)"
    case .storage(let error): error.description
    }
  }
}
