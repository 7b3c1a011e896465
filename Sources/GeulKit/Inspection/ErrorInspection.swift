import GeulCompute
import GeulEvaluation
import GeulInspection
import GeulLanguage
import GeulModel
import GeulStorage
import GeulText
import GeulTraining
import GeulWork

/// A model's errors on a text, with what would explain them, and those of another model beside it.
public struct ErrorInspection: Sendable {
  /// What is told of a model.
  public struct Scored: Sendable {
    /// What it is called.
    public let name: String
    /// Its kind.
    public let kind: ModelName
    /// -ln p of each symbol.
    public let nats: [Float]
  }

  /// The model whose errors they are.
  public let first: Scored
  /// The one beside it, if one was named.
  public let second: Scored?
  /// What the text is called.
  public let text: String
  /// Symbols of it that were scored.
  public let symbols: Int
  /// Symbols that it has.
  public let available: Int
  /// What n-grams have.
  public let oracle: NGramOracle
  /// The first model's errors by reason and kind.
  public let ladder: ErrorLadder
  /// Nil where no second model was named.
  public let comparison: ErrorComparison?

  /// The most symbols that are scored where nobody says how many.
  public static let mostSymbols = 200_000
  /// The n-grams' highest order where nobody says so.
  public static let order = 6
  /// Symbols before the text that are read and remembered.
  private static let context = 1000

  /// A model and what it is called.
  public typealias Named = (language: LanguageModel, name: String)

  /// Scores at most `symbols` symbols of a text by one model, and by another if one is named; `training` is the first model's
  /// own training text.
  ///
  /// Throws `RequestError` for a text of nothing, or a second model that reads it in other symbols, `StorageError` or
  /// `WorkStopped`. Cost: scoring once by each model, and counting the training text once for each order.
  public init(
    _ first: Named, against second: Named? = nil, text: EvaluationText, training: EvaluationText,
    symbols: Int = mostSymbols, order: Int = order, pool: WorkerPool,
    stop: StopRequest = StopRequest(), progress: (String, Double) -> Void = { _, _ in }
  ) throws {
    let tokenizer = first.language.tokenizer
    // To the end of a character of several symbols.
    let end = try text.tokens.characterStart(
      from: text.range.prefix(symbols).upperBound, tokenizer: tokenizer)
    let range = text.range.lowerBound..<min(end, text.range.upperBound)
    let part = EvaluationText(name: text.name, tokens: text.tokens, range: range)
    let other = try second.map { try Self.aligned(part, tokenizer, $0) }
    func score(_ named: Named, _ text: EvaluationText) throws -> Scored {
      var nats = [Float](repeating: 0, count: range.count)
      _ = try text.score(
        named.language, called: named.name, pool: pool, stop: stop,
        progress: { progress("scoring by \(named.name)", Double($0) / Double(range.count)) },
        each: { nats[$0] = Float($1) })
      return Scored(
        name: named.name, kind: named.language.model.configuration.name, nats: nats)
    }
    let one = try score(first, part)
    let two = try second.flatMap { named in try other.map { try score(named, $0) } }
    let oracle = try NGramOracle(
      corpus: training.tokens, training: training.range, text: text.tokens, range: range,
      vocabulary: tokenizer.symbolCount, orders: 1...max(1, order), pool: pool, stop: stop
    ) { progress("counting n-grams", $0) }
    let reasons = try Self.reasons(text.tokens, range, training, tokenizer, oracle, stop)
    (self.first, self.second, self.oracle) = (one, two, oracle)
    ladder = ErrorLadder(reasons, nats: one.nats)
    comparison = two.map { ErrorComparison(reasons, first: one.nats, second: $0.nats) }
    (self.text, self.symbols, available) = (text.name, range.count, text.range.count)
  }

  private static func reasons(
    _ tokens: TokenSequence, _ range: Range<Int>, _ training: EvaluationText,
    _ tokenizer: Tokenizer, _ oracle: NGramOracle, _ stop: StopRequest
  ) throws -> ErrorReasons {
    let start = try tokens.characterStart(
      from: max(0, range.lowerBound - context), tokenizer: tokenizer)
    let ids = try tokens.ids(min(start, range.lowerBound)..<range.upperBound)
    let kinds = CharacterKinds(tokenizer.vocabulary)
    let words = TextWords(ids, kinds)
    var census = WordCensus(words, kinds)
    try census.count(training.tokens, range: training.range, stop: stop)
    return ErrorReasons(
      ids: ids, context: ids.count - range.count, words: words, oracle: oracle.isRight,
      census: census,
      symbolCounts: try training.tokens.counts(
        in: training.range, symbolCount: tokenizer.symbolCount))
  }

  /// The same characters as another model reads them: the same tokens where the tokenizers are one, else those of its own
  /// that spell each symbol as it is spelled.
  private static func aligned(
    _ text: EvaluationText, _ tokenizer: Tokenizer, _ other: Named
  ) throws -> EvaluationText {
    let theirs = other.language.tokenizer
    if theirs == tokenizer { return text }
    let start = try text.tokens.characterStart(
      from: max(0, text.range.lowerBound - context), tokenizer: tokenizer)
    let whole = min(start, text.range.lowerBound)..<text.range.upperBound
    let ids = try text.tokens.ids(whole)
    var scalars: [UInt32] = []
    try text.tokens.decode(whole, tokenizer: tokenizer) { scalars += $0 }
    var (encoder, encoded) = (theirs.makeEncoder(), [UInt32]())
    encoder.push(scalars, into: &encoded)
    encoder.finish(into: &encoded)
    let isSame =
      ids.count == encoded.count
      && zip(ids, encoded).allSatisfy {
        tokenizer.vocabulary.symbol($0) == theirs.vocabulary.symbol($1)
      }
    guard isSame else {
      throw RequestError.usage(
        "\(other.name) reads \(text.name) in other symbols (units \(theirs.unit.rawValue), "
          + "\(Figures.grouped(encoded.count)) for \(Figures.grouped(ids.count)) of units \(tokenizer.unit.rawValue)), so that "
          + "errors cannot be set side by side; name a model of the same units and form, and a text that both vocabularies hold"
      )
    }
    return EvaluationText(
      name: text.name, tokens: TokenSequence(encoded, symbolCount: theirs.symbolCount),
      range: text.range.lowerBound - whole.lowerBound..<encoded.count)
  }
}
