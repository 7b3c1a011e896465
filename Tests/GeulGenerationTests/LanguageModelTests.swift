import GeulCompute
import GeulGeneration
import GeulLanguage
import GeulModel
import GeulStorage
import GeulText
import Testing

/// Reading a model of text from a checkpoint.
struct LanguageModelTests {
  private static let text = "한글을 읽고 쓴다.\n"

  private let language = LanguageModel.random(Tokenizer(scalarsOf: text))

  /// The model of `language`, as `config.json` says it.
  private let modelJSON = """
    {
      "cell": "lstm", "activation": "tanh", "layers": 2, "hidden": 13, "embedding": 6,
      "vocabulary": 11, "dropout": 0.25
    }
    """

  /// A checkpoint of `language`.
  private func folder(model: String? = nil, format: String = "1") throws -> CheckpointFolder {
    try CheckpointFolder(
      config: CheckpointFolder.config(model ?? modelJSON, format: format),
      tokenizer: language.tokenizer.json(), model: language.model)
  }

  /// The message with which a checkpoint is refused.
  private func refusal(_ path: String) -> String {
    do {
      _ = try LanguageModel(checkpoint: path)
      return "no refusal"
    } catch {
      return "\(error)"
    }
  }

  @Test func aSavedModelWritesTheSame() throws {
    let folder = try folder()
    let loaded = try LanguageModel(checkpoint: folder.path)
    #expect(loaded.tokenizer == language.tokenizer)
    guard case .recurrent(let configuration) = loaded.model.configuration else {
      Issue.record("expected a recurrent model, found \(loaded.model.configuration.name)")
      return
    }
    #expect(configuration.dropout == 0.25)
    #expect(loaded.model.parameters?.elements == language.model.parameters?.elements)
    let (found, expected) = (loaded.session(), language.session())
    for session in [found, expected] { session.read("글을 읽고") }
    #expect(found.continuation() == expected.continuation())
  }

  @Test func aModelOfBytesIsReadToo() throws {
    let cycle = try LanguageModel.cycle("한글\n", .bytes)
    let model = """
      {
        "cell": "rnn", "activation": "relu", "layers": 1, "hidden": 256, "embedding": "onehot",
        "vocabulary": 256, "dropout": 0
      }
      """
    let folder = try CheckpointFolder(
      config: CheckpointFolder.config(model), tokenizer: cycle.tokenizer.json(), model: cycle.model)
    let loaded = try LanguageModel(checkpoint: folder.path)
    #expect(loaded.model.configuration == cycle.model.configuration)
    var sampler = Sampler(temperature: 0)
    let session = loaded.session()
    session.read("한")
    #expect(
      session.write(WritingSettings(length: 4), sampler: &sampler).text.values == "글\n".values)
  }

  @Test func anotherVocabularyIsRefused() throws {
    let folder = try folder(
      model: modelJSON.replacing("\"vocabulary\": 11", with: "\"vocabulary\": 12"))
    let message = refusal(folder.path)
    #expect(message.hasPrefix(folder.path("config.json") + ": "), "\(message)")
    #expect(message.contains("11, as in tokenizer.json") && message.contains("found 12"))
  }

  @Test func otherSizesThanTheTensorsAreRefused() throws {
    for (was, becomes) in [("\"hidden\": 13", "\"hidden\": 14"), ("\"lstm\"", "\"gru\"")] {
      let folder = try folder(model: modelJSON.replacing(was, with: becomes))
      let message = refusal(folder.path)
      #expect(message.hasPrefix(folder.path("model.safetensors") + ": "), "\(message)")
    }
  }

  @Test(arguments: ["2", "0", "\"1\"", "null"])
  func anotherFormatIsRefused(format: String) throws {
    let folder = try folder(format: format)
    let message = refusal(folder.path)
    #expect(message.hasPrefix(folder.path("config.json") + ": "), "\(message)")
    #expect(message.contains("format"))
  }

  @Test(arguments: ["config.json", "tokenizer.json", "model.safetensors"])
  func aMissingFileIsNamed(name: String) throws {
    let folder = try CheckpointFolder(
      config: name == "config.json" ? nil : CheckpointFolder.config(modelJSON),
      tokenizer: name == "tokenizer.json" ? nil : language.tokenizer.json(),
      model: name == "model.safetensors" ? nil : language.model)
    let error = #expect(throws: StorageError.self) { try LanguageModel(checkpoint: folder.path) }
    #expect(error?.kind == .missingInput)
    #expect(error?.file == folder.path(name))
  }

  @Test func aMissingFolderIsNamed() throws {
    let folder = try folder()
    let path = folder.path("elsewhere")
    #expect(refusal(path).hasPrefix(path + ": "))
  }

  @Test func damagedFilesAreNamed() throws {
    let (config, json) = (CheckpointFolder.config(modelJSON), language.tokenizer.json())
    for (name, config, tokenizer) in [
      ("config.json", String(config.dropLast(9)), json), ("config.json", "[]", json),
      ("config.json", "{\"format\": 1}", json),
      ("tokenizer.json", config, Array(json.dropLast(9))), ("tokenizer.json", config, []),
      ("tokenizer.json", config, Array("{}".utf8)),
    ] {
      let folder = try CheckpointFolder(config: config, tokenizer: tokenizer, model: language.model)
      let message = refusal(folder.path)
      #expect(message.hasPrefix(folder.path(name)), "\(message)")
    }
  }
}

extension String {
  /// This text with one part of it, which is there, replaced.
  fileprivate func replacing(_ part: String, with other: String) -> String {
    guard let range = firstRange(of: part) else { preconditionFailure("no \(part) in \(self)") }
    return self[..<range.lowerBound] + other + self[range.upperBound...]
  }
}
