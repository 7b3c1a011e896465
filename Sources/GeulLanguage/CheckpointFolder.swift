import GeulModel
import GeulStorage
import GeulText

/// A checkpoint's folder open for reading: all its files as they were at one moment, whatever becomes of its path.
///
/// | file | content |
/// |---|---|
/// | `model.safetensors` | what the model has learnt |
/// | `config.json` | sizes, settings and corpus |
/// | `tokenizer.json` | unit, form and symbols |
/// | `contents.json` | sizes and hashes of the others; see `FolderManifest` |
///
/// A run that is trained on meanwhile may take the folder away; it is read to its end all the same.
public struct CheckpointFolder: Sendable {
  /// The parameters, as safetensors.
  public static let parameters = "model.safetensors"
  /// Sizes, settings and corpus, as JSON.
  public static let configuration = "config.json"
  /// Unit, form and symbols, as JSON.
  public static let tokenizer = "tokenizer.json"
  /// The version of `config.json` that this program writes and reads.
  public static let format = 1

  /// Its files.
  public let files: InputFolder

  /// Where it is.
  public var path: String { files.path }

  /// Opens the folder at `path`; throws `StorageError`, also where it is taken away meanwhile.
  public init(_ path: String) throws(StorageError) {
    files = try InputFolder(path)
  }

  /// Reads `config.json`; throws `StorageError`, `.unsupported` for another format than ours.
  public func configuration() throws(StorageError) -> JSONReader {
    let file = try files.file(Self.configuration)
    let reader = try JSONReader(try file.readAll(limit: 1 << 24), file: file.path)
    let found = try reader.integer(at: "format")
    guard found == Self.format else {
      throw .unsupported(
        file: reader.file, expected: "format \(Self.format)", found: "format \(found)",
        advice: "use the version of geul that wrote it")
    }
    return reader
  }

  /// Reads `tokenizer.json`; throws `StorageError` or `TextError`.
  public func tokenizer() throws -> Tokenizer {
    let file = try files.file(Self.tokenizer)
    return try Tokenizer(json: try file.readAll(limit: 1 << 30), file: file.path)
  }

  /// Reads `model.safetensors` as what a model of this configuration has learnt; throws `StorageError`.
  public func model(_ configuration: ModelConfiguration) throws(StorageError) -> Model {
    try Model(configuration, safeTensors: SafeTensorsFile(try files.file(Self.parameters)))
  }
}
