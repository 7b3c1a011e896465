import GeulWork

/// How far a download is.
public enum DownloadProgress: Sendable, Equatable {
  /// So many bytes are there, those of an earlier attempt included.
  case received(Int)
  /// So many bytes are hashed.
  case verified(Int)
}

/// How a download ended.
public enum DownloadOutcome: Sendable, Equatable {
  /// The right file was there before.
  case present
  /// It is there now.
  case downloaded
  /// It was stopped; what came is kept, and the next attempt goes on from there.
  case stopped
}

/// Fetches files by the program curl: resumable, and in place only once size and hash are right.
///
/// What comes is kept as `.NAME.part` beside the target, locked against a second process.
public struct Downloader: Sendable {
  private let fileSystem = FileSystem.current
  private let searchPath: String?
  private let firstPause: Duration

  /// A downloader that looks for curl in the folders of `searchPath`, or of the variable PATH.
  public init(searchPath: String? = nil) {
    self.init(searchPath: searchPath, firstPause: .milliseconds(200))
  }

  /// A downloader that waits so long before it takes up a broken transfer for the first time.
  init(searchPath: String? = nil, firstPause: Duration) {
    self.searchPath = searchPath
    self.firstPause = firstPause
  }

  /// Fetches the file to `path`, whose folder is made if it is missing.
  ///
  /// Throws `StorageError`: `unreadable` if it cannot be had, `corrupt` if what came is not what was expected,
  /// and `cannotCreate` if another file has the name.
  ///
  /// - Parameter progress: told how far it is, some times a second.
  public func fetch(
    _ file: RemoteFile, to path: String, stop: StopRequest? = nil,
    progress: ((DownloadProgress) -> Void)? = nil
  ) throws -> DownloadOutcome {
    if let flaw = file.flaw {
      throw StorageError.unsupported(
        file: file.url, expected: flaw.expected, found: flaw.found,
        advice: "correct the catalogue's entry")
    }
    let target = try FilePath(path)
    do {
      if try fileSystem.exists(target.path) {
        try recognize(file, at: target, stop, progress)
        return .present
      }
      try fileSystem.makeFolders(target.folder)
      try receive(file, at: target, stop, progress)
      return .downloaded
    } catch is WorkStopped {
      return .stopped
    }
  }

  /// Throws unless what has the name already is the file.
  private func recognize(
    _ file: RemoteFile, at target: FilePath, _ stop: StopRequest?,
    _ progress: ((DownloadProgress) -> Void)?
  ) throws {
    let found = try SHA256.hex(ofFile: target.path, on: fileSystem, stop: stop) {
      progress?(.verified($0))
    }
    guard found == file.sha256 else {
      throw StorageError.cannotCreate(
        file: target.path,
        reason: "another file has this name: expected sha256 \(file.sha256), found \(found)",
        advice: "remove it, or choose another folder")
    }
  }

  private func receive(
    _ file: RemoteFile, at target: FilePath, _ stop: StopRequest?,
    _ progress: ((DownloadProgress) -> Void)?
  ) throws {
    let part = try lockPart(FilePath.join(target.folder, ".\(target.name).part"))
    do {
      try complete(part, of: file, at: target, stop, progress)
    } catch {
      // The error that led here is the one to report.
      do { try fileSystem.close(part) } catch {}
      throw error
    }
    try fileSystem.close(part)
  }

  private func lockPart(_ path: String) throws(StorageError) -> OpenFile {
    if let new = try fileSystem.createFile(path) { return new }
    guard try fileSystem.kind(of: path) == .file, let old = try fileSystem.open(path, locking: true)
    else {
      throw .cannotCreate(
        file: path, reason: "another process is downloading to it",
        advice: "wait for it, or choose another folder")
    }
    return old
  }

  /// Receives what is missing, checks it, and gives it its name.
  private func complete(
    _ part: OpenFile, of file: RemoteFile, at target: FilePath, _ stop: StopRequest?,
    _ progress: ((DownloadProgress) -> Void)?
  ) throws {
    var isResumed = try InputFile(part.path, on: fileSystem).size > 0
    let transfer = CurlTransfer(
      file: file, part: part.path, fileSystem: fileSystem, searchPath: searchPath,
      firstPause: firstPause)
    while true {
      try transfer.receive(stop: stop) { progress?(.received($0)) }
      let found = try SHA256.hex(ofFile: part.path, on: fileSystem, stop: stop) {
        progress?(.verified($0))
      }
      if found == file.sha256 { break }
      guard isResumed else {
        try fileSystem.removeFile(part.path)
        throw StorageError.corrupt(
          file: file.url, offset: nil, expected: "sha256 \(file.sha256)", found: "sha256 \(found)",
          advice:
            "nothing was kept; the file has changed since its entry was written, or was damaged")
      }
      // What an earlier attempt left was not this file's beginning: once more from nothing.
      isResumed = false
      try fileSystem.emptyFile(part.path)
    }
    try fileSystem.sync(part)
    try fileSystem.rename(part.path, to: target.path)
    try fileSystem.syncFolder(target.folder)
  }
}

extension FileSystem {
  /// Cuts a file to no bytes; the lock that another descriptor of it holds stays.
  func emptyFile(_ path: String) throws(StorageError) {
    let file = try openForAppending(path)
    do { try truncate(file, to: 0) } catch {
      closeUnchecked(file)
      throw error
    }
    closeUnchecked(file)
  }
}
