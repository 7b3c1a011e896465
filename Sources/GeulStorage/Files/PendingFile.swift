/// A file being written beside the one that it will replace.
///
/// Its owner ends it by ``commit()`` or ``abandon()``, once; until then the old file is untouched.
public final class PendingFile {
  /// Where the new contents go.
  public let writer: FileWriter

  private let target: FilePath
  private let partial: OpenFile
  private let fileSystem: FileSystem
  /// Whether the new file has its name: then there is nothing left to abandon.
  private var isInPlace = false

  init(target: FilePath, partial: OpenFile, on fileSystem: FileSystem) {
    self.target = target
    self.partial = partial
    self.fileSystem = fileSystem
    writer = FileWriter(partial, on: fileSystem)
  }

  /// Syncs the new file, renames it over the old one and syncs the folder.
  ///
  /// If it throws, the caller abandons; only a failure of the very last step leaves the new in place.
  public func commit() throws(StorageError) {
    try writer.finish()
    // Renamed while still locked, or a cleaner might take it for a left-over.
    try fileSystem.rename(partial.path, to: target.path)
    isInPlace = true
    try fileSystem.close(partial)
    try fileSystem.syncFolder(target.folder)
  }

  /// Removes the new file, as far as the system lets us.
  public func abandon() {
    if !isInPlace { fileSystem.abandon(partial) }
  }
}
