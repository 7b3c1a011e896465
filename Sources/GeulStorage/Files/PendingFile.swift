/// A file being written, to replace the one that has its name.
///
/// Its owner ends it by ``commit()`` or ``abandon()``, once; until then the old file is untouched.
public final class PendingFile {
  /// Where the new contents go.
  public let writer: FileWriter

  private let target: FilePath
  private let audience: FileAudience
  private let fileSystem: FileSystem
  private var partial: OpenFile
  /// The name that the new file has until it has its own; nil while it has none.
  private var hiddenPath: String?
  /// Whether the new file has its name: then there is nothing left to abandon.
  private var isInPlace = false

  init(
    _ target: FilePath, _ partial: OpenFile, hiddenPath: String?, _ audience: FileAudience,
    on fileSystem: FileSystem
  ) {
    self.target = target
    self.partial = partial
    self.hiddenPath = hiddenPath
    self.audience = audience
    self.fileSystem = fileSystem
    writer = FileWriter(partial, on: fileSystem)
  }

  /// Syncs the new file, renames it over the old one and syncs the folder.
  ///
  /// If it throws, the caller abandons; only a failure of the very last step leaves the new in place.
  public func commit() throws(StorageError) {
    try writer.finish()
    // Renamed while still locked, or a cleaner might take it for a left-over.
    try fileSystem.rename(try namedPartial(), to: target.path)
    isInPlace = true
    try fileSystem.close(partial)
    try fileSystem.syncFolder(target.folder)
  }

  /// Removes the new file, as far as the system lets us: the error that led here is the one to report, and
  /// `cleanPartials` removes what stays.
  public func abandon() {
    guard !isInPlace else { return }
    if let hiddenPath { do { try fileSystem.removeFile(hiddenPath) } catch {} }
    do { try fileSystem.close(partial) } catch {}
  }

  /// The hidden path of the new file, which is given one or copied to one if it has none.
  private func namedPartial() throws(StorageError) -> String {
    if let hiddenPath { return hiddenPath }
    if let path = try fileSystem.name(partial, for: target) {
      hiddenPath = path
      return path
    }
    let unnamed = partial
    partial = try fileSystem.createPartialFile(for: target, audience)
    hiddenPath = partial.path
    do {
      try fileSystem.copy(unnamed, to: partial)
      try fileSystem.sync(partial)
    } catch {
      // The error that led here is the one to report.
      do { try fileSystem.close(unnamed) } catch {}
      throw error
    }
    try fileSystem.close(unnamed)
    return partial.path
  }
}
