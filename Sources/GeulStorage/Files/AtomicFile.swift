import Glibc

/// Writes a file so that its path leads at every moment to all of the old or all of the new.
///
/// The new is written beside the old as `.NAME.partial-PID`, synced, renamed over it, and the
/// folder is synced: once `write` returns, the new survives a power cut. If it throws, the old is in
/// place, except that a failure of the very last step leaves the new in place but not surely kept.
/// A symbolic link at the path is replaced, not followed.
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

  /// Begins the new file beside the old, for a caller whose own errors are of another type.
  public func begin() throws(StorageError) -> PendingFile {
    let target = try FilePath(path)
    try refuseDevice()
    let partial = try fileSystem.createPartialFile(of: target, for: audience)
    return PendingFile(target: target, partial: partial, on: fileSystem)
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

extension FileSystem {
  /// How many hidden names are tried before a folder full of left-overs is reported.
  private var attempts: Range<Int> { 0..<64 }

  fileprivate func createPartialFile(
    of target: FilePath, for audience: FileAudience
  ) throws(StorageError) -> OpenFile {
    for attempt in attempts {
      let path = target.partial(process: getpid(), attempt: attempt)
      if let file = try createFile(path, for: audience) { return file }
    }
    throw tooManyPartials(beside: target)
  }

  /// Makes the hidden folder and locks it.
  func createPartialFolder(for target: FilePath) throws(StorageError) -> OpenFile {
    for attempt in attempts {
      let path = target.partial(process: getpid(), attempt: attempt)
      if try createFolder(path), let folder = try open(path, locking: true) { return folder }
    }
    throw tooManyPartials(beside: target)
  }

  /// A hidden name beside the target that leads to nothing.
  func freePartialPath(for target: FilePath) throws(StorageError) -> String {
    for attempt in attempts {
      let path = target.partial(process: getpid(), attempt: attempt)
      if try kind(of: path) == nil { return path }
    }
    throw tooManyPartials(beside: target)
  }

  /// Closes and removes what was not finished, as far as the system lets us: the error that led
  /// here is the one to report, and `cleanPartials` removes what stays.
  func abandon(_ partial: OpenFile) {
    do { try removeFile(partial.path) } catch {}
    do { try close(partial) } catch {}
  }

  private func tooManyPartials(beside target: FilePath) -> StorageError {
    .cannotCreate(
      file: target.path, reason: "\(attempts.count) unfinished files lie beside it",
      advice: "remove the hidden .\(target.name).partial files there")
  }
}
