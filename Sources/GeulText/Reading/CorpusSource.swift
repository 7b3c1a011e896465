import GeulStorage

/// The files of a corpus, in the order in which they are read.
public struct CorpusSource: Sendable {
  /// The path that stands for standard input.
  public static let standardInput = "-"

  /// The files, each a path or ``standardInput``.
  public let files: [String]

  /// Finds the files that `paths` name.
  ///
  /// A path is a file, a folder, which stands for every `.txt` below it in name order (names that
  /// begin with a dot are passed over, and so is whatever is neither a folder nor named so), or `-`.
  /// Throws ``TextError`` if one is missing or unreadable, a folder holds no such file, or the path of one
  /// is not UTF-8.
  public init(paths: [String]) throws(TextError) {
    var files: [String] = []
    for path in paths {
      if path == Self.standardInput {
        files.append(path)
        continue
      }
      guard try CorpusFiles().status(path).kind == .folder else {
        files.append(path)
        continue
      }
      let found = try Self.textFiles(below: Array(path.utf8), ancestors: [])
      guard !found.isEmpty else { throw .noTextFiles(folder: path) }
      files += found
    }
    self.files = files
  }

  /// The corpus of these files, each a path or ``standardInput``; whether they exist shows in reading.
  public init(files: [String]) {
    self.files = files
  }

  /// The size of all files in bytes; standard input and pipes count as none. Throws ``TextError``.
  public func byteCount() throws(TextError) -> Int {
    var count = 0
    for file in files where file != Self.standardInput {
      let status = try CorpusFiles().status(file)
      count += status.kind == .file ? status.size : 0
    }
    return count
  }

  /// What messages call a file of a corpus.
  static func name(of file: String) -> String {
    file == standardInput ? "standard input" : file
  }

  /// The text files below a folder; paths are bytes until it is known which of them are wanted.
  private static func textFiles(
    below folder: [UInt8], ancestors: [FileStatus]
  ) throws(TextError) -> [String] {
    let system = CorpusFiles()
    let status = try system.status(ofBytes: folder)
    // A symbolic link to a folder we are in would never end.
    guard !ancestors.contains(where: status.isSameFile) else { return [] }
    var files: [String] = []
    for name in try system.names(in: folder) where name.first != dot {
      let path = folder + (folder.last == slash ? [] : [slash]) + name
      let isText = name.suffix(suffix.count).elementsEqual(suffix)
      let entry: FileStatus
      do { entry = try system.status(ofBytes: path) } catch {
        if isText || error.kind == .inputOutput { throw error }
        continue
      }
      if entry.kind == .folder {
        files += try textFiles(below: path, ancestors: ancestors + [status])
      } else if isText {
        guard let file = String(validating: path, as: UTF8.self) else {
          throw .undecodableName(path: CorpusFiles.shown(path))
        }
        files.append(file)
      }
    }
    return files
  }

  private static let dot = UInt8(ascii: ".")
  private static let slash = UInt8(ascii: "/")
  private static let suffix = Array(".txt".utf8)
}
