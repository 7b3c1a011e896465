/// Writes a file so that its path leads at every moment to all of the old or all of the new.
///
/// The new is written without a name, synced, named `.NAME.partial-PID` beside the old, renamed over it, and the
/// folder is synced: once `write` returns, the new survives a power cut, and a process that is killed before leaves
/// nothing. Where files cannot be without a name, the new has the hidden one from the beginning, and
/// `cleanPartials(in:)` removes what a killed process leaves. If `write` throws, the old is in place, except that a
/// failure of the very last step leaves the new in place but not surely kept. A symbolic link at the path is replaced,
/// not followed.
public struct AtomicFile: Sendable {
  /// Where the file will be.
  public let path: String

  private let audience: FileAudience
  private let fileSystem: FileSystem

  /// A file to be written at the path, for an audience, whoever could read the old one.
  public init(
    _ path: String, for audience: FileAudience = .everyone,
    on fileSystem: FileSystem = .current
  ) {
    self.path = path
    self.audience = audience
    self.fileSystem = fileSystem
  }

  /// Writes what the closure streams; throws what the closure or the system does.
  public func write(
    _ body: (FileWriter) throws(StorageError) -> Void
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

  /// Begins the new file, for a caller whose own errors are of another type.
  public func begin() throws(StorageError) -> PendingFile {
    let target = try FilePath(path)
    try refuseDevice()
    try fileSystem.refuseLongName(of: target)
    if let unnamed = fileSystem.createUnnamedFile(for: target, audience) {
      return PendingFile(target, unnamed, hiddenPath: nil, audience, on: fileSystem)
    }
    let partial = try fileSystem.createPartialFile(for: target, audience)
    return PendingFile(target, partial, hiddenPath: partial.path, audience, on: fileSystem)
  }

  /// Renaming over a device or a pipe would put a file in its place, for everyone.
  private func refuseDevice() throws(StorageError) {
    let answer = fileSystem.retrying { $0.status(path, followingLinks: false) }
    if case .success(let status) = answer, status.kind == .other, !status.isLink {
      throw .cannotCreate(
        file: path, reason: "it is a device, a pipe or a socket",
        advice: "choose the path of a file")
    }
  }

  /// Writes the bytes.
  public func write(_ bytes: [UInt8]) throws(StorageError) {
    try write { (writer) throws(StorageError) in try writer.write(bytes) }
  }
}
