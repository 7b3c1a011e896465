import GeulCompute
import GeulKit
import GeulStorage

/// The readers of a checkpoint: a whole one, of which a file is replaced.
enum CheckpointTarget {
  static let files = [
    "config.json", "tokenizer.json", "model.safetensors", "training.json", "training.safetensors",
    FolderManifest.name,
  ]

  /// The first byte chooses the model's kind, the second the file that the others replace.
  static func read(_ bytes: [UInt8]) throws {
    guard bytes.count >= 2 else { return }
    let run = Seeds.runs[Int(bytes[0]) % Seeds.runs.count]
    let name = files[Int(bytes[1]) % files.count]
    let content = Array(bytes[2...])
    try read(run, name, content)
    if name.hasSuffix(".safetensors") {
      try read(run, name, StorageTargets.fittingHeader(content))
    }
  }

  private static func read(_ run: SmallRun, _ name: String, _ content: [UInt8]) throws {
    for (other, own) in run.files where other != name { try Scratch.file(own, named: other) }
    // It would refuse all that is not as it was written, before anybody reads it.
    if name != FolderManifest.name {
      try FileSystem.current.removeFile(Scratch.folder + "/" + FolderManifest.name)
    }
    try Scratch.file(content, named: name)
    do {
      let language = try LanguageModel(checkpoint: Scratch.folder)
      try predict(language)
      try resume(run, language)
    } catch let error as StorageError { _ = "\(error)" } catch let error as TextError {
      _ = "\(error)"
    } catch let error as TrainingError { _ = "\(error)" }
  }

  private static let pool = WorkerPool(count: 1)

  private static func predict(_ language: LanguageModel) throws {
    let predictor = language.model.makePredictor(lanes: 1, steps: 3, kind: .fp32, pool: pool)
    let last = UInt32(language.tokenizer.symbolCount - 1)
    predictor.read([0, last, last / 2], predicting: .all)
    predictor.read([last / 3], predicting: .last)
    let count = predictor.withLogProbabilities { $0.count }
    precondition(count == language.model.vocabularySize, "\(count) probabilities")
  }

  /// Goes on with the run, for a step.
  private static func resume(_ run: SmallRun, _ language: LanguageModel) throws {
    var settings = try RunSettings(checkpoint: Scratch.folder)
    // Large and allowed, but slow; what bounds them is checked before a run in the command.
    guard settings.training.batch * settings.training.sequence <= 1 << 10 else { return }
    settings.training.threads = 1
    settings.training.precision = .fp32
    let data = try TrainingData(
      corpus: language.tokenizer.tokens(of: Seeds.text), tokenizer: language.tokenizer,
      validation: settings.training.validation, test: settings.training.test)
    guard language.model.parameters != nil else {
      let counting = try CountingRun(
        settings, tokenizer: language.tokenizer, data: data, model: language.model)
      return try counting.resume(from: Scratch.folder)
    }
    let trainer = try Trainer(
      settings, tokenizer: language.tokenizer, data: data, model: language.model)
    try trainer.resume(from: Scratch.folder)
    _ = trainer.isComplete
    _ = try trainer.step()
  }
}

extension Tokenizer {
  /// The ids of a text.
  func tokens(of text: String) -> TokenSequence {
    TokenSequence(encode(text).ids, symbolCount: symbolCount)
  }
}
