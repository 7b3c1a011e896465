import Foundation
import GeulCompute
import GeulEvaluation
import GeulLanguage
import GeulStorage
import GeulText
import GeulWork

/// Models of one vocabulary mixed, alone and together on a text.
public struct ModelMixture: Sendable {
  /// Each alone.
  public let alone: [EvaluationReport]
  /// All together.
  public let mixed: EvaluationReport
  /// The share of each.
  public let weights: [Double]
  /// The text that the shares were fitted on.
  public let fittedOn: String
  /// The mixture's bits per character less those of the best model alone; nil of a short text.
  public let difference: PairedDifference?

  /// One of the mixed.
  public enum Member: Sendable {
    /// A model, and what it is called.
    case model(LanguageModel, called: String, ProductKind)
    /// What the recent past makes likely.
    case cache
  }

  /// Fits the shares on one text and scores another.
  ///
  /// Throws `RequestError` where the models' symbols differ, `WorkStopped` or `StorageError`.
  public init(
    _ members: [Member], fittedOn fitting: EvaluationText, scoring text: EvaluationText,
    by evaluator: Evaluator, pool: WorkerPool, stop: StopRequest = StopRequest()
  ) throws {
    let tokenizer = try Self.tokenizer(of: members)
    let begun = ContinuousClock.now
    func losses(_ text: EvaluationText) throws -> [(EvaluationReport, [Float])] {
      var results: [(EvaluationReport, [Float])] = []
      for member in members {
        switch member {
        case .model(let language, let name, let kind):
          let scored = try SymbolLosses(
            text, language, called: name, by: evaluator, kind: kind, pool: pool, stop: stop)
          results.append((scored.report, scored.nats))
        case .cache:
          let cache = CacheModel(vocabulary: tokenizer.symbolCount)
          let nats = try cache.losses(text.tokens, range: text.range)
          let like = results[0].0.evaluation.score
          results.append(
            (
              try text.report(
                of: nats, called: "cache", like: like, tokenizer: tokenizer, seconds: 0), nats
            ))
        }
      }
      return results
    }
    let mixture = Mixture(fitting: try losses(fitting).map(\.1))
    let scored = try losses(text)
    alone = scored.map(\.0)
    weights = mixture.weights
    fittedOn = fitting.name
    mixed = try text.report(
      of: mixture.losses(scored.map(\.1)), called: "mixture",
      like: scored[0].0.evaluation.score, tokenizer: tokenizer,
      seconds: (ContinuousClock.now - begun).inSeconds)
    difference = try Self.difference(mixed, alone, text, tokenizer)
  }

  private static func tokenizer(of members: [Member]) throws -> Tokenizer {
    var first: (tokenizer: Tokenizer, name: String)?
    for case .model(let language, let name, _) in members {
      guard let known = first else {
        first = (language.tokenizer, name)
        continue
      }
      guard known.tokenizer == language.tokenizer else {
        throw RequestError.usage(
          "\(name): expected the symbols of \(known.name), found others; train it with --vocabulary \(known.name), or compare the two with geul compare"
        )
      }
    }
    guard let first else { throw RequestError.usage("a mixture needs a model") }
    return first.tokenizer
  }

  private static func difference(
    _ mixed: EvaluationReport, _ alone: [EvaluationReport], _ text: EvaluationText,
    _ tokenizer: Tokenizer
  ) throws -> PairedDifference? {
    guard
      let best = alone.min(by: { $0.evaluation.score.nats < $1.evaluation.score.nats })
    else { return nil }
    let stretches = mixed.evaluation.score.stretches
    return PairedDifference(
      stretches.nats.map { $0 / log(2) },
      best.evaluation.score.stretches.nats.map { $0 / log(2) },
      per: try text.characters(of: stretches, tokenizer))
  }

  /// The figures of the mixture as of `geul eval --json`, its weights, and those of each alone.
  public var json: JSONValue {
    guard case .object(var object) = mixed.json else { return mixed.json }
    object.append("weights", .array(weights.map { .number($0) }))
    object.append("fitted_on", .string(fittedOn))
    object.append("alone", .array(alone.map(\.json)))
    object.append("difference_to_best", difference.map { .number($0.difference) } ?? .null)
    object.append(
      "difference_standard_error", difference.map { .number($0.standardError) } ?? .null)
    object.append("difference_p", difference.map { .number($0.p) } ?? .null)
    return .object(object)
  }
}
