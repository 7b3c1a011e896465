import Glibc

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
  private let fileSystem = POSIXFileSystem()
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
  /// Throws `unreadable` if it cannot be had, `corrupt` if what came is not what was expected, and
  /// `cannotCreate` if another file has the name.
  ///
  /// - Parameter goOn: told how far it is, some times a second; its no stops the download.
  public func fetch(
    _ file: RemoteFile, to path: String, goOn: (DownloadProgress) -> Bool = { _ in true }
  ) throws(StorageError) -> DownloadOutcome {
    if let flaw = file.flaw {
      throw .unsupported(
        file: file.url, expected: flaw.expected, found: flaw.found,
        advice: "correct the catalogue's entry")
    }
    let target = try FilePath(path)
    if try fileSystem.exists(target.path) { return try recognize(file, at: target, goOn) }
    try fileSystem.makeFolders(target.folder)
    let part = try lockPart(FilePath.join(target.folder, ".\(target.name).part"))
    let outcome: DownloadOutcome
    do {
      outcome = try complete(part, of: file, at: target, goOn)
    } catch {
      // The error that led here is the one to report.
      do { try fileSystem.close(part) } catch {}
      throw error
    }
    try fileSystem.close(part)
    return outcome
  }

  /// Whether what has the name already is the file.
  private func recognize(
    _ file: RemoteFile, at target: FilePath, _ goOn: (DownloadProgress) -> Bool
  ) throws(StorageError) -> DownloadOutcome {
    guard let found = try SHA256.hex(ofFile: target.path, goOn: { goOn(.verified($0)) }) else {
      return .stopped
    }
    guard found == file.sha256 else {
      throw .cannotCreate(
        file: target.path,
        reason: "another file has this name: expected sha256 \(file.sha256), found \(found)",
        advice: "remove it, or choose another folder")
    }
    return .present
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
    _ part: OpenFile, of file: RemoteFile, at target: FilePath, _ goOn: (DownloadProgress) -> Bool
  ) throws(StorageError) -> DownloadOutcome {
    var isResumed = try InputFile(part.path).size > 0
    while true {
      let transfer = CurlTransfer(
        file: file, part: part.path, searchPath: searchPath, firstPause: firstPause)
      guard try transfer.receive(goOn: { goOn(.received($0)) }),
        let found = try SHA256.hex(ofFile: part.path, goOn: { goOn(.verified($0)) })
      else { return .stopped }
      if found == file.sha256 { break }
      guard isResumed else {
        try fileSystem.removeFile(part.path)
        throw .corrupt(
          file: file.url, offset: nil, expected: "sha256 \(file.sha256)", found: "sha256 \(found)",
          advice:
            "nothing was kept; the file has changed since its entry was written, or was damaged")
      }
      // What an earlier attempt left was not this file's beginning: once more from nothing.
      isResumed = false
      try emptyFile(part.path)
    }
    try fileSystem.sync(part)
    try fileSystem.rename(part.path, to: target.path)
    try fileSystem.syncFolder(target.folder)
    return .downloaded
  }
}

/// Cuts a file to no bytes; its lock stays.
func emptyFile(_ path: String) throws(StorageError) {
  guard truncate(path, 0) == 0 else { throw SystemFailure(path).whileWriting }
}
