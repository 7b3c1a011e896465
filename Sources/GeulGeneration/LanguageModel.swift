import GeulModel
import GeulStorage
import GeulText

/// A model of text: a recurrent model over symbols, and the tokenizer that makes text of them.
public struct LanguageModel: Sendable {
  /// The model of the symbols.
  public let model: RecurrentModel
  /// The way from text to symbols and back.
  public let tokenizer: Tokenizer

  /// Joins a model and a tokenizer, whose numbers of symbols must be equal.
  public init(model: RecurrentModel, tokenizer: Tokenizer) {
    precondition(
      model.vocabularySize == tokenizer.symbolCount,
      "a model of \(model.vocabularySize) symbols and a tokenizer of \(tokenizer.symbolCount)")
    self.model = model
    self.tokenizer = tokenizer
  }

  /// Reads a checkpoint: `config.json`, `tokenizer.json` and `model.safetensors` of the folder.
  ///
  /// Throws `StorageError` or `TextError`, which name the file and what is wrong with it.
  public init(checkpoint: String) throws {
    let configPath = checkpoint + "/" + CheckpointFiles.configuration
    let reader = try JSONReader(try readFile(configPath, limit: 1 << 24), file: configPath)
    try CheckpointFiles.checkFormat(reader)
    let modelReader = try reader.member(at: "model")
    let configuration = try ModelConfiguration(modelReader)
    let tokenizerPath = checkpoint + "/" + CheckpointFiles.tokenizer
    let tokenizer = try Tokenizer(
      json: try readFile(tokenizerPath, limit: 1 << 30), file: tokenizerPath)
    guard tokenizer.symbolCount == configuration.vocabulary else {
      throw modelReader.refusal(
        expected: "a vocabulary of \(tokenizer.symbolCount), as in tokenizer.json",
        found: "\(configuration.vocabulary)")
    }
    self.init(
      model: try RecurrentModel(
        configuration, safeTensors: checkpoint + "/" + CheckpointFiles.parameters),
      tokenizer: tokenizer)
  }
}
