import GeulLanguage
import GeulStorage
import GeulText
import GeulTraining

/// What a vocabulary can be taken from.
public enum VocabularyFile {
  /// The tokenizer of a token file, of a `tokenizer.json`, or of the checkpoint or run in a folder.
  ///
  /// Throws `StorageError` or `TextError`.
  public static func tokenizer(of path: String) throws -> Tokenizer {
    if try TokenFile.isOne(path) { return try TokenFile(path).tokenizer() }
    if try FileSystem.current.kind(of: path + "/.") == .folder {
      return try RunFolder.open(path).tokenizer()
    }
    return try Tokenizer(json: try readFile(path, limit: 1 << 30), file: path)
  }
}
