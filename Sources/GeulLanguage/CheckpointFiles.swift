import GeulStorage
import GeulText

/// The files of a checkpoint's folder that make a model of text, and their format.
public enum CheckpointFiles {
  /// The parameters, as safetensors.
  public static let parameters = "model.safetensors"
  /// Sizes, settings and corpus, as JSON.
  public static let configuration = "config.json"
  /// Unit, form and symbols, as JSON.
  public static let tokenizer = "tokenizer.json"
  /// The version of `config.json` that this program writes and reads.
  public static let format = 1

  /// Reads the `config.json` of a checkpoint's folder; throws `StorageError`, `.unsupported` for another format than
  /// ours.
  public static func readConfiguration(of checkpoint: String) throws(StorageError) -> JSONReader {
    let path = checkpoint + "/" + configuration
    let reader = try JSONReader(try readFile(path, limit: 1 << 24), file: path)
    let found = try reader.integer(at: "format")
    guard found == format else {
      throw .unsupported(
        file: reader.file, expected: "format \(format)", found: "format \(found)",
        advice: "use the version of geul that wrote it")
    }
    return reader
  }

  /// Reads the `tokenizer.json` of a checkpoint's folder; throws `StorageError` or `TextError`.
  public static func readTokenizer(of checkpoint: String) throws -> Tokenizer {
    let path = checkpoint + "/" + tokenizer
    return try Tokenizer(json: try readFile(path, limit: 1 << 30), file: path)
  }
}
