/// A folder being written beside the one that it will replace.
///
/// Its owner ends it by ``commit()`` or ``abandon()``, once; until then the old folder is untouched.
final class PendingFolder {
  /// What makes its files.
  let writer: FolderWriter

  private let target: FilePath
  private let partial: OpenFile
  private let fileSystem: FileSystem
  /// Whether the new folder has its name: then there is nothing left to abandon.
  private var isInPlace = false

  init(target: FilePath, partial: OpenFile, on fileSystem: FileSystem) {
    self.target = target
    self.partial = partial
    self.fileSystem = fileSystem
    writer = FolderWriter(partial.path, on: fileSystem)
  }

  /// Syncs the new folder, puts it in place of the old one, which is removed, and syncs their parent.
  ///
  /// If it throws, the caller abandons; only a failure of the very last sync leaves the new in place.
  func commit() throws(StorageError) {
    try fileSystem.sync(partial)
    let old = try put(partial.path, at: target)
    isInPlace = true
    try fileSystem.close(partial)
    try fileSystem.syncFolder(target.folder)
    // The new is safe, so a left-over of the old is no failure of the save.
    if let old { do { try fileSystem.removeTree(old) } catch {} }
  }

  /// Removes the new folder, as far as the system lets us: the error that led here is the one to report, and
  /// `cleanPartials` removes what stays.
  func abandon() {
    guard !isInPlace else { return }
    do { try fileSystem.removeTree(partial.path) } catch {}
    do { try fileSystem.close(partial) } catch {}
  }

  /// Gives the finished folder its name; returns where the old one is now, if there was one.
  private func put(_ partial: String, at target: FilePath) throws(StorageError) -> String? {
    switch try fileSystem.kind(of: target.path) {
    case nil:
      try fileSystem.rename(partial, to: target.path)
      return nil
    case .folder:
      if try fileSystem.exchange(partial, with: target.path) { return partial }
      return try replaceInTwoSteps(partial, at: target)
    case .file, .other:
      throw .cannotCreate(
        file: target.path, reason: "something that is not a folder has this name",
        advice: "remove it, or choose another path")
    }
  }

  private func replaceInTwoSteps(
    _ partial: String, at target: FilePath
  ) throws(StorageError) -> String {
    // The target exists, so a previous one is a left-over of a save that finished.
    try fileSystem.removeTree(target.previous)
    try fileSystem.rename(target.path, to: target.previous)
    do {
      try fileSystem.rename(partial, to: target.path)
    } catch {
      try fileSystem.rename(target.previous, to: target.path)
      throw error
    }
    return target.previous
  }
}
