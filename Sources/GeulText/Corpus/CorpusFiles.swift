import GeulStorage
import Glibc

/// What finding the files of a corpus asks of the system.
enum CorpusFiles {
  /// What and which a file is.
  struct Status: Equatable {
    let device: UInt64
    let inode: UInt64
    let isFolder: Bool
    let isRegular: Bool
    let size: Int
    /// When it was last changed, in nanoseconds since 1970.
    let modified: Int

    init(_ status: stat) {
      device = UInt64(truncatingIfNeeded: status.st_dev)
      inode = UInt64(truncatingIfNeeded: status.st_ino)
      isFolder = status.st_mode & S_IFMT == S_IFDIR
      isRegular = status.st_mode & S_IFMT == S_IFREG
      size = Int(status.st_size)
      modified = status.st_mtim.tv_sec &* 1_000_000_000 &+ status.st_mtim.tv_nsec
    }

    /// Whether both are of the same file, whatever has happened to it.
    func isSameFile(as other: Status) -> Bool { device == other.device && inode == other.inode }
  }

  /// The status of a path, links followed.
  static func status(_ path: String) throws(TextError) -> Status {
    var status = stat()
    guard stat(path, &status) == 0 else { throw failure(path) }
    return Status(status)
  }

  /// The status of an open file.
  static func status(of descriptor: Int32) -> Status {
    var status = stat()
    _ = fstat(descriptor, &status)
    return Status(status)
  }

  /// The path from the root, links resolved.
  static func realPath(_ path: String) throws(TextError) -> String {
    guard let resolved = realpath(path, nil) else { throw failure(path) }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  /// The names in a folder, ordered by their bytes.
  static func names(in folder: String) throws(TextError) -> [String] {
    do { return try POSIXFileSystem().names(in: folder) } catch {
      switch error {
      case .missing: throw .missingFile(path: folder)
      case .unreadable(_, let reason, _), .readFailed(_, let reason, _):
        throw .unreadable(path: folder, reason: reason)
      default: throw .unreadable(path: folder, reason: error.description)
      }
    }
  }

  /// The error that the last failed call left behind.
  static func failure(_ path: String) -> TextError {
    let code = errno
    if code == ENOENT || code == ENOTDIR { return .missingFile(path: path) }
    return .unreadable(path: path, reason: String(cString: strerror(code)))
  }
}
