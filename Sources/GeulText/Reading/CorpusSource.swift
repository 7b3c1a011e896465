import GeulStorage

/// The files of a corpus, in the order in which they are read.
public struct CorpusSource: Sendable {
  /// The path that stands for standard input.
  public static let standardInput = "-"

  /// The files, each a path or ``standardInput``.
  public let files: [String]
  /// What was found in folders, one of each that was named.
  public private(set) var folders: [FolderListing] = []

  /// Finds the files that `paths` name.
  ///
  /// A path is a file, a folder, which stands for the files below it that `reading` includes, in name order (names that
  /// begin with a dot are passed over), or `-`. A name that is not there is looked for in the other normal forms.
  /// Throws ``TextError`` if one is missing or unreadable, a folder holds no such file, the path of one
  /// is not UTF-8, or standard input is named twice.
  public init(paths: [String], for reading: ReadingOptions = ReadingOptions()) throws(TextError) {
    let system = CorpusFiles()
    var files: [String] = []
    for path in paths {
      if path == Self.standardInput {
        guard !files.contains(path) else { throw .repeatedInput }
        files.append(path)
        continue
      }
      let path = system.found(path)
      guard try system.status(path).kind == .folder else {
        files.append(path)
        continue
      }
      let listing = try FolderListing(path, FileSelection(reading), system)
      guard !listing.files.isEmpty else {
        throw .noTextFiles(
          folder: path, expected: FileSelection(reading).words, found: listing.passedOverWords)
      }
      folders.append(listing)
      files += listing.files
    }
    self.files = files
  }

  /// Throws ``TextError`` if files of folders are chosen and no folder was named.
  public func checkSelection(_ reading: ReadingOptions) throws(TextError) {
    guard let pattern = reading.include.first, folders.isEmpty else { return }
    throw .needlessSelection(pattern: pattern)
  }

  /// The corpus of these files, each a path or ``standardInput``; whether they exist shows in reading.
  public init(files: [String]) {
    self.files = files
  }

  /// The size of all files in bytes; what nobody knows before it is read counts as none: standard input, pipes and
  /// what packed files hold. Throws ``TextError``.
  public func byteCount() throws(TextError) -> Int {
    var count = 0
    for file in files where file != Self.standardInput && !FileEnding.isPacked(file) {
      let status = try CorpusFiles().status(file)
      count += status.kind == .file ? status.size : 0
    }
    return count
  }

  /// What messages call a file of a corpus.
  package static func name(of file: String) -> String {
    file == standardInput ? "standard input" : file
  }
}
