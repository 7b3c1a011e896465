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

  private let fileSystem: FileSystem

  /// A folder to be written at the path, whose parent exists.
  public init(_ path: String, on fileSystem: FileSystem = .current) {
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
    let pending = try begin()
    do {
      try body(pending.writer)
      try pending.commit()
    } catch {
      pending.abandon()
      throw error
    }
  }

  /// Begins the new folder beside the old, for a caller whose own errors are of another type.
  func begin() throws(StorageError) -> PendingFolder {
    let target = try FilePath(path)
    return PendingFolder(
      target: target, partial: try fileSystem.createPartialFolder(for: target), on: fileSystem)
  }
}

/// Makes the files of one new folder; it lives for the closure it is handed to.
public final class FolderWriter {
  /// The folder while it is written.
  let path: String

  private let fileSystem: FileSystem
  private var written: [FolderManifest.Entry] = []

  init(_ path: String, on fileSystem: FileSystem) {
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
    let hash = ContentHash()
    do {
      let writer = FileWriter(file, on: fileSystem, hash: hash)
      try body(writer)
      try writer.finish()
      written.append(
        FolderManifest.Entry(name: name, size: writer.position, hash: hash.value))
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

  /// Writes the manifest of the files made so far, which is to be the last of them.
  public func seal() throws(StorageError) {
    try file(FolderManifest.name, FolderManifest(written).serialized())
  }
}
