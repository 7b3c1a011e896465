import Foundation
import GeulCompute
import GeulEvaluation
import GeulLanguage
import GeulModel
import GeulStorage
import GeulText
import GeulWork

/// A model's loss at every symbol of a text.
public struct SymbolLosses: Sendable {
  /// The figures of the whole text.
  public let report: EvaluationReport
  /// -ln p of each symbol.
  public let nats: [Float]

  /// Scores a text; throws as `EvaluationText.score`. Memory: four bytes a symbol.
  public init(
    _ text: EvaluationText, _ language: LanguageModel, called model: String,
    by evaluator: Evaluator = Evaluator(), kind: ProductKind = .fp32, pool: WorkerPool,
    stop: StopRequest = StopRequest()
  ) throws {
    var nats = [Float](repeating: 0, count: text.range.count)
    report = try text.score(
      language, called: model, by: evaluator, kind: kind, pool: pool, stop: stop,
      each: { place, cost in nats[place] = Float(cost) })
    self.nats = nats
  }
}

extension EvaluationText {
  /// The same text's figures where its symbols cost this much, as by a mixture; `like` is how it was read.
  func report(
    of nats: [Float], called model: String, like other: Evaluation, tokenizer: Tokenizer,
    seconds: Double
  ) throws -> EvaluationReport {
    var stretches = Stretches(symbols: nats.count)
    var sum = 0.0
    for (place, cost) in nats.enumerated() {
      stretches.add(Double(cost), at: place)
      sum += Double(cost)
    }
    let score = Evaluation(
      symbols: nats.count, nats: sum, lanes: other.lanes, warmUp: other.warmUp,
      window: other.window, stretches: stretches)
    let measure = try tokens.measure(range, tokenizer: tokenizer)
    return EvaluationReport(
      model: model, corpus: name, evaluation: TextEvaluation(score: score, measure: measure),
      seconds: seconds, standardError: try standardError(stretches, tokenizer))
  }

  /// A number that changes with any character of the text, whatever its symbols are.
  func contentHash(_ tokenizer: Tokenizer) throws(StorageError) -> UInt64 {
    let hash = ContentHash()
    try tokens.decode(range, tokenizer: tokenizer) { hash.combine($0.span.bytes) }
    return hash.value
  }

  /// Its two halves: one to fit something on, and one to score that does not flatter what was fitted.
  public var halves: (first: EvaluationText, second: EvaluationText) {
    let middle = range.lowerBound + range.count / 2
    return (
      EvaluationText(
        name: name + ", first half", tokens: tokens, range: range.lowerBound..<middle),
      EvaluationText(
        name: name + ", second half", tokens: tokens, range: middle..<range.upperBound)
    )
  }
}
