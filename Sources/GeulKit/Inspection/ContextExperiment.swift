import GeulCompute
import GeulInspection
import GeulLanguage
import GeulModel
import GeulStorage
import GeulText
import GeulTraining
import GeulWork

/// How much of a text's past a model uses, beside n-grams that were counted on what it was trained on.
public struct ContextExperiment: Sendable {
  /// The model's curves.
  public let memory: ContextMemory
  /// The loss of n-grams by their order at the same places, nats; none where the training text is not to be had.
  public let ngrams: [(order: Int, loss: Double)]
  /// Symbols of the training text that were counted, from its end.
  public let counted: Int
  /// The kind of the symbol at each place.
  public let classes: [SymbolKind]
  /// Whether the symbol at each place is among the rarest that make up a twentieth of the text.
  public let isRare: [Bool]

  private static let orders = 1...8
  private static let mostCounted = 4_000_000

  /// The experiment, for about so many seconds. `training` is what n-grams are counted on.
  ///
  /// Throws `RequestError` where the text is too short, `WorkStopped` or `StorageError`.
  public init(
    _ language: LanguageModel, _ text: EvaluationText, training: EvaluationText?, seconds: Double,
    seed: UInt64, pool: WorkerPool, stop: StopRequest, progress: (String, Double) -> Void
  ) throws {
    guard text.range.count >= 2 * ContextMemory.fewest else {
      throw RequestError(
        .badData,
        "\(text.name): expected at least \(2 * ContextMemory.fewest) symbols, found \(text.range.count); name a longer text by --text"
      )
    }
    let share = training == nil ? 1 : 0.8
    memory = try ContextMemory(
      language.model, text.tokens, range: text.range, seconds: share * seconds,
      kind: .fastestForReading, seed: seed, pool: pool, stop: stop
    ) { progress("past", share * $0) }
    var ngrams: [(order: Int, loss: Double)] = []
    let counted = training.map { $0.range.suffix(Self.mostCounted) } ?? 0..<0
    for order in Self.orders {
      guard let training else { break }
      let done = Double(order - 1) / Double(Self.orders.count)
      progress("n-grams of order \(order)", share + (1 - share) * done)
      let counter = NGramCounter(
        NGramConfiguration(order: order, vocabulary: language.tokenizer.symbolCount),
        in: TemporaryFile.folder, pool: pool)
      try counter.count(training.tokens, range: counted) { _ in try stop.check() }
      let model = Model.ngram(try counter.finish { _ in try stop.check() }.model)
      ngrams.append(
        (
          order,
          try ContextMemory.loss(
            of: model, text.tokens, range: text.range, like: memory, pool: pool)
        ))
    }
    self.ngrams = ngrams
    self.counted = counted.count
    let vocabulary = language.tokenizer.vocabulary
    classes = memory.targets.map { SymbolKind(vocabulary.symbol($0)) }
    let counts = try text.tokens.counts(in: text.range, symbolCount: vocabulary.count)
    let rare = Self.rare(counts)
    isRare = memory.targets.map { rare[Int($0)] }
  }

  /// Which symbols are so rare that they and all rarer ones are at most a twentieth of the text.
  private static func rare(_ counts: [Int]) -> [Bool] {
    var isRare = [Bool](repeating: false, count: counts.count)
    var left = counts.reduce(0, +) / 20
    for symbol in counts.indices.sorted(by: { counts[$0] < counts[$1] }) {
      left -= counts[symbol]
      guard left >= 0 else { break }
      isRare[symbol] = true
    }
    return isRare
  }
}
