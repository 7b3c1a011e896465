import GeulStorage

/// What came of a run of a sweep; kept as `result.json` in the run's folder once the run has ended.
public struct SweepResult: Sendable, Equatable {
  /// The variant's name.
  public let variant: String
  /// What the run was drawn from; nil of a model that draws nothing.
  public let seed: UInt64?
  /// The run's folder.
  public let folder: String
  /// H; nil of a model without hidden layers.
  public let hidden: Int?
  /// Numbers that were learnt; nil where none were.
  public let parameters: Int?
  /// Optimizer steps.
  public let steps: Int
  /// Seconds of training, evaluations included.
  public let seconds: Double
  /// Symbols trained on a second, evaluations left out.
  public let symbolsPerSecond: Double
  /// The step of the best evaluation; nil where there was none.
  public let bestStep: Int?
  /// Its loss in nats per symbol.
  public let natsPerSymbol: Double?
  /// The same in bits per Unicode scalar, which compares models whose symbols differ.
  public let bitsPerCharacter: Double?
  /// Why training was given up, if it was.
  public let failure: String?
  /// Hash of the encoded corpus.
  public let corpusFingerprint: UInt64

  /// The name of the file.
  static let fileName = "result.json"

  /// The result as `result.json` holds it, and as the sweep's JSON.
  public var json: JSONValue {
    [
      "variant": .string(variant), "seed": seed.map { .string(String($0)) } ?? .null,
      "folder": .string(folder), "hidden": hidden.map { .integer(Int64($0)) } ?? .null,
      "parameters": parameters.map { .integer(Int64($0)) } ?? .null,
      "steps": .integer(Int64(steps)), "seconds": .number(seconds),
      "symbols_per_second": .number(symbolsPerSecond),
      "best_step": bestStep.map { .integer(Int64($0)) } ?? .null,
      "nats_per_symbol": natsPerSymbol.map { .number($0) } ?? .null,
      "bits_per_character": bitsPerCharacter.map { .number($0) } ?? .null,
      "failure": failure.map { .string($0) } ?? .null,
      "corpus_fingerprint": .string(String(corpusFingerprint, radix: 16)),
    ]
  }

  /// Reads what `json` wrote, for a run of this variant in this folder; throws `StorageError`.
  init(_ reader: JSONReader, variant: String, folder: String) throws(StorageError) {
    (self.variant, self.folder) = (variant, folder)
    seed = try reader.presentMember(at: "seed").flatMap { (member) throws(StorageError) in
      UInt64(try member.string())
    }
    hidden = try reader.optionalInteger(at: "hidden")
    parameters = try reader.optionalInteger(at: "parameters")
    steps = try reader.integer(at: "steps")
    seconds = try reader.number(at: "seconds")
    symbolsPerSecond = try reader.number(at: "symbols_per_second")
    bestStep = try reader.optionalInteger(at: "best_step")
    natsPerSymbol = try reader.optionalNumber(at: "nats_per_symbol")
    bitsPerCharacter = try reader.optionalNumber(at: "bits_per_character")
    failure = try reader.presentMember(at: "failure").map { (member) throws(StorageError) in
      try member.string()
    }
    guard let hash = UInt64(try reader.string(at: "corpus_fingerprint"), radix: 16) else {
      throw try reader.member(at: "corpus_fingerprint").refusal(expected: "a hexadecimal number")
    }
    corpusFingerprint = hash
  }
}

extension SweepResult {
  /// The result of a run whose training has ended, or was given up for `failure`.
  init(_ job: TrainingJob, variant: String, seed: UInt64?, failure: String? = nil) {
    let progress = job.course.progress
    (self.variant, self.seed, self.failure) = (variant, seed, failure)
    folder = job.run.path
    hidden = job.settings.model.hidden
    parameters = job.course.language?.model.parameterCount
    steps = progress.step
    seconds = progress.seconds
    symbolsPerSecond =
      progress.stepSeconds > 0 ? Double(progress.symbols) / progress.stepSeconds : 0
    bestStep = progress.best?.step
    natsPerSymbol = progress.best?.natsPerSymbol
    bitsPerCharacter = progress.best.flatMap { job.bitsPerCharacter(atNats: $0.natsPerSymbol) }
    corpusFingerprint = job.settings.corpusFingerprint
  }
}

extension TrainingJob {
  /// Bits per Unicode scalar of the validation text at so many nats per symbol; nil without such a text.
  func bitsPerCharacter(atNats nats: Double) -> Double? {
    guard let validation = data.validation, data.validationScalars > 0 else { return nil }
    return nats * Double(validation.range.count) / Double(data.validationScalars)
      / 0.693_147_180_559_945_3
  }
}
