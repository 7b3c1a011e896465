import GeulStorage

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

  /// Checks the format of a `config.json`; throws `StorageError.unsupported` for another than ours.
  public static func checkFormat(_ reader: JSONReader) throws(StorageError) {
    let found = try reader.integer(at: "format")
    guard found == format else {
      throw .unsupported(
        file: reader.file, expected: "format \(format)", found: "format \(found)",
        advice: "use the version of geul that wrote it")
    }
  }
}
