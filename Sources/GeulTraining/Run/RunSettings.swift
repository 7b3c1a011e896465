import GeulLanguage
import GeulModel
import GeulStorage
import GeulText

/// Everything `config.json` holds: what a run was asked to do, and the model that it trains.
public struct RunSettings: Sendable, Equatable {
  /// Sizes and choices of the model.
  public var model: ModelConfiguration
  /// How it is trained.
  public var training: TrainingConfiguration
  /// How its texts were read, and its tokenizer learned.
  public var text: TextSettings
  /// The corpus's paths, as they were given, or made absolute.
  public var corpus: [String]
  /// A validation text of its own, instead of a fraction of the corpus.
  public var validationFiles: [String]
  /// A test text of its own.
  public var testFiles: [String]
  /// Fingerprint of the encoded corpus, which resuming and splitting must find again.
  public var corpusFingerprint: UInt64
  /// Symbols of the encoded corpus.
  public var corpusSymbols: Int

  /// The settings of a run.
  public init(
    model: ModelConfiguration, training: TrainingConfiguration,
    text: TextSettings = TextSettings(), corpus: [String],
    validationFiles: [String] = [], testFiles: [String] = [], corpusFingerprint: UInt64,
    corpusSymbols: Int
  ) {
    self.model = model
    self.training = training
    self.text = text
    self.corpus = corpus
    self.validationFiles = validationFiles
    self.testFiles = testFiles
    self.corpusFingerprint = corpusFingerprint
    self.corpusSymbols = corpusSymbols
  }

  /// The parts of the run's corpus; texts of their own take the place of parts. Throws `StorageError`.
  public func split(
    _ tokens: TokenSequence, tokenizer: Tokenizer
  ) throws(StorageError) -> CorpusSplit {
    try CorpusSplit(
      tokens, tokenizer: tokenizer,
      validation: validationFiles.isEmpty ? training.validation : 0,
      test: testFiles.isEmpty ? training.test : 0)
  }
}

extension RunSettings {
  /// The settings as `config.json` holds them.
  public var json: JSONValue {
    [
      "format": .integer(Int64(CheckpointFolder.format)), "model": model.json,
      "training": training.json, "text": text.json,
      "corpus": [
        "paths": .array(corpus.map { .string($0) }),
        "validation_files": .array(validationFiles.map { .string($0) }),
        "test_files": .array(testFiles.map { .string($0) }),
        "fingerprint": .string(String(corpusFingerprint, radix: 16)),
        "symbols": .integer(Int64(corpusSymbols)),
      ],
    ]
  }

  /// Reads `config.json` of a checkpoint; throws `StorageError`, or `TextError` for an encoding that is not
  /// known here.
  public init(checkpoint: String) throws {
    try self.init(CheckpointFolder(checkpoint).configuration())
  }

  /// The same of a `config.json` that has been read.
  public init(_ reader: JSONReader) throws {
    let corpus = try reader.member(at: "corpus")
    let fingerprint = try corpus.member(at: "fingerprint")
    guard let value = UInt64(try fingerprint.string(), radix: 16) else {
      throw fingerprint.refusal(expected: "a number in hexadecimal")
    }
    self.init(
      model: try ModelConfiguration(try reader.member(at: "model")),
      training: try TrainingConfiguration(try reader.member(at: "training")),
      text: try reader.presentMember(at: "text").map(TextSettings.init) ?? TextSettings(),
      corpus: try corpus.strings(at: "paths"),
      validationFiles: try corpus.strings(at: "validation_files"),
      testFiles: try corpus.strings(at: "test_files"), corpusFingerprint: value,
      corpusSymbols: try corpus.integer(at: "symbols", in: 0...Int.max))
  }
}
