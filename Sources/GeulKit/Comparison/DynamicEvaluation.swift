import GeulCompute
import GeulEvaluation
import GeulLanguage
import GeulStorage
import GeulText
import GeulTraining
import GeulWork

/// A text scored by a model as training left it, and by one that goes on learning from what it has scored.
public struct DynamicEvaluation: Sendable {
  /// By the model as it is, in one stream from nothing.
  public let still: EvaluationReport
  /// By the model that learns.
  public let dynamic: EvaluationReport
  /// How fast it learnt and forgot.
  public let settings: DynamicEvaluator.Settings
  /// The text that the settings were chosen on; nil where they are those by default.
  public let tunedOn: String?

  /// Symbols of a text that settings are chosen on.
  private static let mostTuned = 20_000
  private static let rates = [3e-5, 1e-4, 3e-4, 1e-3]
  private static let (firstDecay, otherDecays) = (1e-3, [0, 3e-4, 3e-3])

  /// Scores a text, after choosing settings where a text is given to choose on; `tell` is told what each costs.
  ///
  /// Throws `RequestError` for a model that does not learn by gradient, `WorkStopped` or `StorageError`.
  public init(
    _ text: EvaluationText, _ language: LanguageModel, called model: String,
    training: EvaluationText, tuningOn tuning: EvaluationText?, pool: WorkerPool,
    stop: StopRequest = StopRequest(), tell: (String) -> Void = { _ in }
  ) throws {
    guard
      let evaluator = try DynamicEvaluator(
        language.model, training: training.tokens, range: training.range, pool: pool, stop: stop)
    else {
      throw RequestError.usage(
        "--dynamic goes on learning by gradient, and the model is "
          + "\(language.model.configuration.name.rawValue), which counts; mix it with cache instead"
      )
    }
    still = try SymbolLosses(
      text, language, called: model, by: Evaluator(lanes: 1, warmUp: 0), pool: pool, stop: stop
    ).report
    settings = try tuning.map { try Self.tune(evaluator, $0, stop, tell) } ?? .init()
    tunedOn = tuning?.name
    let begun = ContinuousClock.now
    let losses = try evaluator.losses(text.tokens, range: text.range, settings, stop: stop)
    dynamic = try text.report(
      of: losses, called: model + " (dynamic)", like: still.evaluation.score,
      tokenizer: language.tokenizer, seconds: (ContinuousClock.now - begun).inSeconds)
  }

  /// The best rate with a middling decay, and then the best decay with that.
  private static func tune(
    _ evaluator: DynamicEvaluator, _ text: EvaluationText, _ stop: StopRequest,
    _ tell: (String) -> Void
  ) throws -> DynamicEvaluator.Settings {
    let range =
      text.range
      .lowerBound..<min(
        text.range.upperBound, text.range.lowerBound + mostTuned)
    func best(
      _ candidates: [DynamicEvaluator.Settings]
    ) throws -> (settings: DynamicEvaluator.Settings, nats: Double) {
      try evaluator.best(of: candidates, text.tokens, range: range, stop: stop) {
        tell("rate \($0.rate), decay \($0.decay): \(Figures.fixed($1, 4)) nats per symbol")
      }
    }
    let first = try best(rates.map { .init(rate: $0, decay: firstDecay) })
    let second = try best(otherDecays.map { .init(rate: first.settings.rate, decay: $0) })
    return second.nats < first.nats ? second.settings : first.settings
  }

  /// The figures of learning as of `geul eval --json`, the settings, and those without.
  public var json: JSONValue {
    guard case .object(var object) = dynamic.json else { return dynamic.json }
    object.append("dynamic_rate", .number(settings.rate))
    object.append("dynamic_decay", .number(settings.decay))
    object.append("tuned_on", tunedOn.map { .string($0) } ?? .null)
    object.append("static_nats_per_symbol", .number(still.evaluation.score.natsPerSymbol))
    object.append("static_bits_per_character", .number(still.evaluation.bitsPerCharacter))
    return .object(object)
  }
}
