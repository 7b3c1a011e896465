/// The files of a corpus, in the order in which they are read.
public struct CorpusSource: Sendable {
  /// The path that stands for standard input.
  public static let standardInput = "-"

  /// The files, each a path or ``standardInput``.
  public let files: [String]

  /// Finds the files that `paths` name.
  ///
  /// A path is a file, a folder, which stands for every `.txt` below it in name order (names that
  /// begin with a dot are passed over), or `-`. Throws ``TextError`` if one is missing or unreadable,
  /// or a folder holds no such file.
  public init(paths: [String]) throws(TextError) {
    var files: [String] = []
    for path in paths {
      if path == Self.standardInput {
        files.append(path)
        continue
      }
      guard try CorpusFiles.status(path).isFolder else {
        files.append(path)
        continue
      }
      let found = try Self.textFiles(below: path, ancestors: [])
      guard !found.isEmpty else { throw .noTextFiles(folder: path) }
      files += found
    }
    self.files = files
  }

  /// The corpus of these files, each a path or ``standardInput``; whether they exist shows in reading.
  public init(files: [String]) {
    self.files = files
  }

  /// What messages call a file of a corpus.
  static func name(of file: String) -> String {
    file == standardInput ? "standard input" : file
  }

  private static func textFiles(
    below folder: String, ancestors: [CorpusFiles.Status]
  ) throws(TextError) -> [String] {
    let status = try CorpusFiles.status(folder)
    // A symbolic link to a folder we are in would never end.
    guard !ancestors.contains(where: status.isSameFile) else { return [] }
    var files: [String] = []
    for name in try CorpusFiles.names(in: folder) where !name.hasPrefix(".") {
      let path = folder.hasSuffix("/") ? folder + name : folder + "/" + name
      if try CorpusFiles.status(path).isFolder {
        files += try textFiles(below: path, ancestors: ancestors + [status])
      } else if name.hasSuffix(".txt") {
        files.append(path)
      }
    }
    return files
  }
}
