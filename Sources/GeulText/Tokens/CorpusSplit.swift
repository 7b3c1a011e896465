import GeulStorage

/// The contiguous parts of a corpus: training first, then validation, then test.
public struct CorpusSplit: Sendable, Equatable {
  /// Which part.
  public enum Part: String, Sendable, Codable, CaseIterable {
    case train
    case validation
    case test
  }

  /// Symbols to train on.
  public let train: Range<Int>
  /// Symbols to validate on while training.
  public let validation: Range<Int>
  /// Symbols nobody looks at before the end.
  public let test: Range<Int>

  /// Cuts `count` symbols; fractions are of all symbols, rounded to the nearest.
  public init(count: Int, validation: Double, test: Double) {
    precondition(
      validation >= 0 && test >= 0 && validation + test < 1,
      "fractions \(validation) and \(test) leave nothing to train on")
    let testStart = count - Int((Double(count) * test).rounded())
    let validationStart = testStart - Int((Double(count) * validation).rounded())
    train = 0..<validationStart
    self.validation = validationStart..<testStart
    self.test = testStart..<count
  }

  /// Cuts a corpus likewise, but between characters of its text: a syllable's letters, or the bytes of a
  /// scalar, all belong to the part of the first. Throws `StorageError`.
  public init(
    _ tokens: TokenSequence, tokenizer: Tokenizer, validation: Double, test: Double
  ) throws(StorageError) {
    let cut = CorpusSplit(count: tokens.count, validation: validation, test: test)
    let validationStart = try tokens.characterStart(
      from: cut.validation.lowerBound, tokenizer: tokenizer)
    let testStart = try tokens.characterStart(from: cut.test.lowerBound, tokenizer: tokenizer)
    train = 0..<validationStart
    self.validation = validationStart..<testStart
    self.test = testStart..<tokens.count
  }

  /// The symbols of a part.
  public func range(of part: Part) -> Range<Int> {
    switch part {
    case .train: train
    case .validation: validation
    case .test: test
    }
  }
}
