import GeulCompute
import GeulGeneration
import GeulStorage
import GeulText
import GeulTraining

extension LanguageModel {
  /// Scores every symbol of the files, or folders of `.txt` files, that `corpus` names.
  ///
  /// The text is cut into `lanes` parts that are read side by side, each after a warm-up; one lane is
  /// slower and exact. What the vocabulary does not hold is scored by its bytes, or as the unknown symbol.
  /// Throws `TextError` or `StorageError`.
  public func evaluate(on corpus: [String], lanes: Int = 32) throws -> TextEvaluation {
    let tokens = try CorpusEncoder().encode(CorpusSource(paths: corpus), with: tokenizer).tokens
    let pool = WorkerPool(count: WorkerPool.processorCount)
    return try evaluate(tokens, range: 0..<tokens.count, by: Evaluator(lanes: lanes), pool: pool)
  }

  /// Scores a range, which must not be empty, of an encoded text. Throws `StorageError`.
  public func evaluate(
    _ tokens: TokenSequence, range: Range<Int>, by evaluator: Evaluator = Evaluator(),
    kind: ProductKind = .fp32, pool: WorkerPool
  ) throws(StorageError) -> TextEvaluation {
    let score = try evaluator.score(tokens, range: range, model: model, kind: kind, pool: pool)
    guard let score else { preconditionFailure("an evaluation that nobody can stop was stopped") }
    return TextEvaluation(score: score, measure: try tokens.measure(range, tokenizer: tokenizer))
  }
}

/// How well a model predicts a text, and how much text that was.
///
/// Figures per character, cluster or byte compare models whose symbols differ; those per symbol do not.
public struct TextEvaluation: Sendable, Equatable {
  /// The loss over the symbols.
  public let score: Evaluation
  /// The characters and bytes that the symbols stand for, in the normalized text.
  public let measure: TextMeasure

  /// Joins a score and the measure of the same text.
  public init(score: Evaluation, measure: TextMeasure) {
    self.score = score
    self.measure = measure
  }

  /// e to the mean loss of a symbol in nats.
  public var perplexity: Double { score.perplexity }
  /// Loss in bits over the Unicode scalars of the text.
  public var bitsPerCharacter: Double { score.bits(per: max(1, measure.scalars)) }
  /// Loss in bits over the extended grapheme clusters of the text.
  public var bitsPerGrapheme: Double { score.bits(per: max(1, measure.graphemes)) }
  /// Loss in bits over the bytes of the text in UTF-8.
  public var bitsPerByte: Double { score.bits(per: max(1, measure.bytes)) }
}
