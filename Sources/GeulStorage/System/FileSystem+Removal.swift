extension FileSystem {
  /// Removes a folder and all in it; once renamed it is gone for every reader, even if the process
  /// dies before all of it is deleted. A folder that is not there is an error.
  public func removeFolder(_ path: String) throws(StorageError) {
    let target = try FilePath(path)
    guard try kind(of: target.path) == .folder else {
      throw .missing(file: path, advice: "check the path of the folder to remove")
    }
    let hidden = try freePartialPath(for: target)
    try rename(target.path, to: hidden)
    try syncFolder(target.folder)
    try removeTree(hidden)
  }

  /// Clears the folder of a file to be made likewise; see ``cleanPartials(in:)``.
  public func cleanPartials(beside path: String) throws(StorageError) {
    let folder = try FilePath(path).folder
    if try exists(folder + "/.") { try cleanPartials(in: folder) }
  }

  /// Clears a folder of what killed processes left in it: unfinished files and folders are removed,
  /// and a folder that was moved aside is put back. What another process is writing stays.
  ///
  /// - Returns: the names that were removed or put back.
  @discardableResult
  public func cleanPartials(in folder: String) throws(StorageError) -> [String] {
    var cleaned: [String] = []
    for name in try names(in: folder) {
      let path = FilePath.join(folder, name)
      if FilePath.isPartial(name) {
        guard let lock = try open(path, locking: true) else { continue }
        try removeTreeClosing(lock)
        cleaned.append(name)
      } else if let original = FilePath.nameBeforePrevious(name), try kind(of: path) == .folder {
        let target = FilePath.join(folder, original)
        if try kind(of: target) == nil {
          try rename(path, to: target)
          try syncFolder(folder)
        } else {
          try removeTree(path)
        }
        cleaned.append(name)
      }
    }
    return cleaned
  }

  /// Removes whatever the path leads to, links not followed; nothing there is no error.
  func removeTree(_ path: String) throws(StorageError) {
    switch try kind(of: path) {
    case nil:
      return
    case .file, .other:
      try removeFile(path)
    case .folder:
      for name in try names(in: path) {
        try removeTree(FilePath.join(path, name))
      }
      try removeEmptyFolder(path)
    }
  }

  private func removeTreeClosing(_ file: OpenFile) throws(StorageError) {
    do {
      try removeTree(file.path)
    } catch {
      // The error of the removal is the one to report.
      do { try close(file) } catch {}
      throw error
    }
    try close(file)
  }

  /// Returns once the names in the folder survive a power cut.
  func syncFolder(_ path: String) throws(StorageError) {
    guard let folder = try open(path, locking: false) else {
      throw .missing(file: path, advice: "it was removed while it was in use; try again")
    }
    do {
      try sync(folder)
    } catch {
      // The error of the sync is the one to report.
      do { try close(folder) } catch {}
      throw error
    }
    try close(folder)
  }
}
