import GeulLanguage
import GeulStorage
import GeulText
import GeulTraining

/// What a vocabulary can be taken from.
public enum VocabularyFile {
  /// The tokenizer of a token file, of a `tokenizer.json`, or of the checkpoint or run in a folder; of a vocabulary that
  /// another program wrote, its characters.
  ///
  /// Throws `StorageError` or `TextError`.
  public static func tokenizer(of path: String) throws -> Tokenizer {
    if try TokenFile.isOne(path) { return try TokenFile(path).tokenizer() }
    let system = FileSystem.current
    let isFolder = try system.kind(of: path + "/.") == .folder
    let isOther = path.split(separator: "/").last.map(String.init) != CheckpointFolder.tokenizer
    // Whatever else is named of a checkpoint or a run stands for its folder.
    if isFolder || isOther && RunFolder.isPart(path) {
      return try RunFolder.open(path).tokenizer()
    }
    let bytes = try readFile(path, limit: 1 << 30)
    guard bytes.first(where: { ![0x09, 0x0A, 0x0D, 0x20].contains($0) }) == UInt8(ascii: "{") else {
      throw TextError.foreignTokenizer(
        file: path, reason: bytes.isEmpty ? "it is empty" : "it is no object of JSON")
    }
    return try isOwn(JSONReader(bytes, file: path))
      ? Tokenizer(json: bytes, file: path) : Tokenizer(charactersOf: bytes, file: path)
  }

  /// What to tell of a vocabulary of another program whose characters were taken; nil where it is Geul's.
  public static func note(on path: String, _ tokenizer: Tokenizer) throws -> String? {
    guard try FileSystem.current.kind(of: path + "/.") != .folder, try !TokenFile.isOne(path),
      !RunFolder.isPart(path)
    else { return nil }
    guard try !isOwn(JSONReader(try readFile(path, limit: 1 << 30), file: path)) else { return nil }
    let count = tokenizer.symbolCount - tokenizer.vocabulary.reservedCount
    return
      "\(path): not made by Geul; its \(Figures.grouped(count)) characters are taken, under ids of their own, and "
      + "text is read in \(tokenizer.form.rawValue)"
  }

  /// Whether a `tokenizer.json` has what Geul alone writes in it.
  private static func isOwn(_ file: JSONReader) -> Bool {
    guard case .object(let root) = file.value, case .object(let model) = root["model"] else {
      return false
    }
    return model[Tokenizer.ownKey] != nil
  }
}
