import GeulCompute
import GeulEvaluation
import GeulModel
import GeulStorage
import GeulText
import GeulTraining
import GeulWork

/// Where n-grams of some order give a symbol at least one half: what a model could have had by looking at a few symbols.
///
/// For each order a model of its own is counted on the training text, smoothed by modified Kneser-Ney.
public struct NGramOracle: Sendable {
  /// 1 to N
  public let orders: ClosedRange<Int>
  /// Symbols of the training text that were counted.
  public let counted: Int
  /// For each symbol whether one of the orders has it.
  public let isRight: [Bool]
  /// For each order the share of symbols that it has.
  public let shares: [Double]

  /// Of a longer training text the last symbols are counted, so that it takes no more than a minute.
  public static let mostCounted = 4_000_000

  /// Counts the end of `training`, a range of `corpus`, and asks of each symbol of a range of `text`.
  ///
  /// Throws `StorageError` or `WorkStopped`. Cost: counting and scoring once for each order; some 235 MB.
  public init(
    corpus: TokenSequence, training: Range<Int>, text: TokenSequence, range: Range<Int>,
    vocabulary: Int, orders: ClosedRange<Int>, pool: WorkerPool, stop: StopRequest = StopRequest(),
    progress: (Double) -> Void = { _ in }
  ) throws {
    let counted = training.suffix(Self.mostCounted)
    var isRight = [Bool](repeating: false, count: range.count)
    var shares: [Double] = []
    for order in orders {
      progress(Double(order - orders.lowerBound) / Double(orders.count))
      let counter = NGramCounter(
        NGramConfiguration(order: order, vocabulary: vocabulary), in: TemporaryFile.folder,
        pool: pool)
      try counter.count(corpus, range: counted) { _ in try stop.check() }
      let model = try counter.finish { _ in try stop.check() }.model
      var right = 0
      func note(_ place: Int, _ nats: Double) {
        if ErrorLadder.isError(Float(nats)) { return }
        isRight[place] = true
        right += 1
      }
      _ = try Evaluator().score(
        text, range: range, model: model, kind: .fp32, pool: pool, stop: stop, each: note)
      shares.append(Double(right) / Double(max(1, range.count)))
    }
    (self.orders, self.counted) = (orders, counted.count)
    (self.isRight, self.shares) = (isRight, shares)
  }
}
