/// Writes a folder of files so that its path leads at every moment to all of the old or all of the
/// new.
///
/// The files are written into the hidden folder `.NAME.partial-PID` beside the target; each and the
/// folder are synced; the folder changes places with the old one or takes the free name; the parent
/// is synced. Where the system cannot exchange names, the old one waits as `.NAME.partial-previous` for a
/// moment: if the process dies then, `cleanPartials(in:)` puts it back.
public struct AtomicFolder: Sendable {
  /// Where the folder will be.
  public let path: String

  private let fileSystem: any FileSystem

  /// A folder to be written at the path, whose parent exists.
  public init(_ path: String, on fileSystem: any FileSystem = POSIXFileSystem()) {
    self.path = path
    self.fileSystem = fileSystem
  }

  /// Writes the files that the closure makes, in place of all that the folder held.
  ///
  /// Throws what the closure or the system does; the old is then in place, except that a failure of
  /// the very last sync leaves the new in place but not surely kept.
  public func write(
    _ body: (FolderWriter) throws(StorageError) -> Void
  ) throws(StorageError) {
    let target = try FilePath(path)
    let partial = try fileSystem.createPartialFolder(for: target)
    let old: String?
    do {
      try body(FolderWriter(partial.path, on: fileSystem))
      try fileSystem.sync(partial)
      old = try put(partial.path, at: target)
    } catch {
      // The error that led here is the one to report; `cleanPartials` removes what stays.
      do { try fileSystem.removeTree(partial.path) } catch {}
      do { try fileSystem.close(partial) } catch {}
      throw error
    }
    try fileSystem.close(partial)
    try fileSystem.syncFolder(target.folder)
    // The new is safe, so a left-over of the old is no failure of the save.
    if let old { do { try fileSystem.removeTree(old) } catch {} }
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

/// Makes the files of one new folder; it lives for the closure it is handed to.
public struct FolderWriter {
  /// The folder while it is written.
  let path: String

  private let fileSystem: any FileSystem

  init(_ path: String, on fileSystem: any FileSystem) {
    self.path = path
    self.fileSystem = fileSystem
  }

  /// Makes a file and fills it with what the closure streams.
  ///
  /// - Parameter name: a name without slashes that was not used before in this folder.
  public func file(
    _ name: String, _ body: (FileWriter) throws(StorageError) -> Void
  ) throws(StorageError) {
    precondition(
      !name.isEmpty && name != "." && name != ".." && !name.utf8.contains(UInt8(ascii: "/")),
      "a file's name in a folder must be plain, and is \(quoted(name))")
    let path = FilePath.join(path, name)
    guard let file = try fileSystem.createFile(path) else {
      preconditionFailure("the name \(quoted(name)) was used before in this folder")
    }
    do {
      let writer = FileWriter(file, on: fileSystem)
      try body(writer)
      try writer.finish()
    } catch {
      // The folder is about to be removed; the error that led here is the one to report.
      do { try fileSystem.close(file) } catch {}
      throw error
    }
    try fileSystem.close(file)
  }

  /// Makes a file of these bytes.
  public func file(_ name: String, _ bytes: [UInt8]) throws(StorageError) {
    try file(name) { (writer) throws(StorageError) in try writer.write(bytes) }
  }
}
