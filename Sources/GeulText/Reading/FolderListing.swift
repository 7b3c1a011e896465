import GeulStorage

/// The texts below a folder, and what is not one of them.
public struct FolderListing: Sendable, Equatable {
  /// The folder, as it was named.
  public let folder: String
  /// The texts in the order in which they are read.
  public private(set) var files: [String] = []
  /// How many other files there are, by their endings in small letters; the empty one for names without.
  public private(set) var passedOver: [String: Int] = [:]
  /// How many pipes, sockets and devices there are, which would be waited for.
  public private(set) var noFiles = 0

  init(_ folder: String, _ selection: FileSelection, _ system: CorpusFiles) throws(TextError) {
    self.folder = folder
    try add(below: Array(folder.utf8), ancestors: [], selection, system)
  }

  /// What was passed over, such as `2 .md, 1 without ending`; empty if nothing was.
  public var passedOverWords: String {
    let sorted = passedOver.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    let words = sorted.prefix(5).map {
      "\($0.value) \($0.key.isEmpty ? "without ending" : "." + $0.key)"
    }
    return
      (words + (sorted.count > 5 ? ["others"] : [])
      + (noFiles > 0 ? ["\(noFiles) that \(noFiles == 1 ? "is" : "are") no file"] : []))
      .joined(separator: ", ")
  }

  /// Adds the texts below a folder; paths are bytes until it is known which of them are wanted.
  private mutating func add(
    below folder: [UInt8], ancestors: [FileStatus], _ selection: FileSelection,
    _ system: CorpusFiles
  ) throws(TextError) {
    let status = try system.status(ofBytes: folder)
    // A symbolic link to a folder we are in would never end.
    guard !ancestors.contains(where: status.isSameFile) else { return }
    for name in try system.names(in: folder) where name.first != UInt8(ascii: ".") {
      let slash = UInt8(ascii: "/")
      let path = folder + (folder.last == slash ? [] : [slash]) + name
      let relative = path.dropFirst(self.folder.utf8.count).drop { $0 == slash }
      let shown = CorpusFiles.shown(Array(relative))
      let isText = selection.includes(shown)
      let entry: FileStatus
      do { entry = try system.status(ofBytes: path) } catch {
        if isText || error.kind == .inputOutput { throw error }
        continue
      }
      if entry.kind == .folder {
        try add(below: path, ancestors: ancestors + [status], selection, system)
      } else if entry.kind != .file {
        noFiles += 1
      } else if isText {
        guard let file = String(validating: path, as: UTF8.self) else {
          throw .undecodableName(path: CorpusFiles.shown(path))
        }
        files.append(file)
      } else {
        passedOver[FileEnding.of(shown) ?? "", default: 0] += 1
      }
    }
  }
}
