import GeulCompute
import GeulInspection
import GeulStorage
import GeulText
import GeulWork

/// The gradient's way back through time in the recurrences of the textbooks, at the start and after equal training.
public struct VanishingExperiment: Sendable {
  /// H
  public var hidden = 128
  /// How many symbols to go back.
  public var lags = 120
  /// Steps of training for each.
  public var steps = 200
  /// Decides the weights.
  public var seed: UInt64 = 1

  /// The textbooks' sizes.
  public init() {}

  /// The settings and the text, as notes remember them.
  private func settings(_ tokens: TokenSequence) -> JSONValue {
    [
      "experiment": "vanishing", "hidden": .integer(Int64(hidden)), "lags": .integer(Int64(lags)),
      "steps": .integer(Int64(steps)), "seed": .string("\(seed)"),
      "text": .string("\(tokens.fingerprint)"),
    ]
  }

  /// Runs what `notes`, a file, does not have yet; `progress` is told the recurrence and the share of all that is done.
  ///
  /// Throws `RequestError` where the text is too short or the notes are of something else, `WorkStopped` or `StorageError`.
  public func run(
    _ tokens: TokenSequence, vocabulary: Int, called name: String, notes path: String?,
    pool: WorkerPool, stop: StopRequest, progress: (String, Double) -> Void
  ) throws -> [VanishingResult] {
    let fewest = VanishingResult.fewestSymbols(lags: lags)
    guard tokens.count >= fewest else {
      throw RequestError(
        .badData,
        "\(name): expected at least \(Figures.grouped(fewest)) symbols to go back \(lags), found \(Figures.grouped(tokens.count)); "
          + "name a longer text, or fewer --lags")
    }
    var notes = try ExperimentNotes(path, settings: settings(tokens))
    let variants = RecurrenceVariant.textbook
    return try variants.enumerated().map { place, variant in
      if let known = notes.result(variant.name) {
        return try VanishingResult(variant, known)
      }
      let result = try VanishingResult(
        variant, hidden: hidden, tokens: tokens, vocabulary: vocabulary, lags: lags, steps: steps,
        seed: seed, pool: pool, stop: stop
      ) { progress(variant.name, (Double(place) + $0) / Double(variants.count)) }
      try notes.add(variant.name, result.json)
      return result
    }
  }
}

extension VanishingResult {
  /// As notes and JSON have it. What is not finite is null.
  var json: JSONValue {
    func numbers(_ values: [Double]) -> JSONValue {
      .array(values.map { $0.isFinite ? .number($0) : .null })
    }
    return [
      "name": .string(variant.name), "start": numbers(start), "trained": numbers(trained),
      "factor_start": Self.factor(start).map { .number($0) } ?? .null,
      "factor_trained": Self.factor(trained).map { .number($0) } ?? .null,
      "course_start": .string(Self.course(start).rawValue),
      "course_trained": .string(Self.course(trained).rawValue),
      "loss": training.loss.isFinite ? .number(training.loss) : .null,
      "norms": numbers(training.norms), "clip": .number(ShortTraining.clip),
      "share_clipped": .number(training.shareClipped),
    ]
  }

  /// As it was written down.
  init(_ variant: RecurrenceVariant, _ file: JSONReader) throws(StorageError) {
    func numbers(_ key: String) throws(StorageError) -> [Double] {
      try file.elements(at: key).map { reader throws(StorageError) in
        reader.value == .null ? .nan : try reader.number()
      }
    }
    let loss = try file.member(at: "loss")
    self.init(
      variant: variant, start: try numbers("start"), trained: try numbers("trained"),
      training: ShortTraining(
        norms: try numbers("norms"), loss: loss.value == .null ? .nan : try loss.number()))
  }
}
