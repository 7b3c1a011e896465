import GeulModel
import GeulStorage
import GeulText

/// A model of text: a model of any kind over symbols, and the tokenizer that makes text of them.
public struct LanguageModel: Sendable {
  /// The model of the symbols.
  public let model: Model
  /// The way from text to symbols and back.
  public let tokenizer: Tokenizer

  /// Joins a model and a tokenizer, whose numbers of symbols must be equal.
  public init(model: Model, tokenizer: Tokenizer) {
    precondition(
      model.vocabularySize == tokenizer.symbolCount,
      "a model of \(model.vocabularySize) symbols and a tokenizer of \(tokenizer.symbolCount)")
    self.model = model
    self.tokenizer = tokenizer
  }

  /// Reads a checkpoint: `config.json`, `tokenizer.json` and `model.safetensors` of the folder.
  ///
  /// Throws `StorageError` or `TextError`, which name the file and what is wrong with it.
  public init(checkpoint: String) throws { try self.init(CheckpointFolder(checkpoint)) }

  /// The same of a folder that is open.
  public init(_ checkpoint: CheckpointFolder) throws {
    try self.init(checkpoint, configuration: checkpoint.configuration())
  }

  /// The same where `config.json` has been read already.
  public init(_ checkpoint: CheckpointFolder, configuration reader: JSONReader) throws {
    let modelReader = try reader.member(at: "model")
    let configuration = try ModelConfiguration(modelReader)
    let tokenizer = try checkpoint.tokenizer()
    guard tokenizer.symbolCount == configuration.vocabulary else {
      throw modelReader.refusal(
        expected: "a vocabulary of \(tokenizer.symbolCount), as in tokenizer.json",
        found: "\(configuration.vocabulary)")
    }
    self.init(model: try checkpoint.model(configuration), tokenizer: tokenizer)
  }
}
