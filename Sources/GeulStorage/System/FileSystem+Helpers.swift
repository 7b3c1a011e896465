extension FileSystem {
  /// Whether the path leads to anything, a link that leads nowhere included.
  public func exists(_ path: String) throws(StorageError) -> Bool {
    try kind(of: path) != nil
  }

  /// Makes the folder and those above it that are missing, each kept from a power cut.
  ///
  /// Throws `cannotCreate` if something else has one of the names, or the system refuses.
  public func makeFolders(_ path: String) throws(StorageError) {
    // A path of dots and slashes names what exists, or fails when it is used.
    guard try !isFolder(path) else { return }
    let target = try FilePath(path)
    if target.folder != "/" && target.folder != "." { try makeFolders(target.folder) }
    if try createFolder(target.path) { return try syncFolder(target.folder) }
    guard try isFolder(target.path) else {
      throw .cannotCreate(
        file: path, reason: "something that is not a folder has this name",
        advice: "remove it, or choose another path")
    }
  }

  /// Whether the path leads to a folder, through links too.
  private func isFolder(_ path: String) throws(StorageError) -> Bool {
    try kind(of: (path.isEmpty ? "." : path) + "/.") == .folder
  }
}
