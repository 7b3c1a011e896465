import GeulCompute
import GeulEvaluation
import GeulLanguage
import GeulStorage
import GeulText
import GeulWork

extension LanguageModel {
  /// Scores every symbol of the files, or folders of `.txt` files, that `corpus` names.
  ///
  /// The text is cut into `lanes` parts that are read side by side, each after a warm-up; one lane is
  /// slower and exact, and left to itself the number is one whose figure is that of one lane to three digits. What the
  /// vocabulary does not hold is scored by its bytes, or as the unknown symbol.
  /// Throws `TextError` or `StorageError`.
  public func evaluate(on corpus: [String], lanes: Int? = nil) throws -> TextEvaluation {
    let tokens = try CorpusEncoder().encode(CorpusSource(paths: corpus), with: tokenizer).tokens
    let pool = WorkerPool(count: WorkerPool.defaultCount)
    return try evaluate(tokens, range: 0..<tokens.count, by: Evaluator(lanes: lanes), pool: pool)
  }

  /// Scores a range, which must not be empty, of an encoded text. Throws `WorkStopped` or `StorageError`.
  public func evaluate(
    _ tokens: TokenSequence, range: Range<Int>, by evaluator: Evaluator = Evaluator(),
    kind: ProductKind = .fp32, pool: WorkerPool, stop: StopRequest = StopRequest(),
    progress: (Int) -> Void = { _ in }
  ) throws -> TextEvaluation {
    let score = try evaluator.score(
      tokens, range: range, model: model, kind: kind, pool: pool, stop: stop, progress: progress)
    return TextEvaluation(score: score, measure: try tokens.measure(range, tokenizer: tokenizer))
  }
}
