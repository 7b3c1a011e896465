import Glibc

/// What a path leads to.
public enum FileKind: Sendable {
  /// A regular file.
  case file
  /// A folder.
  case folder
  /// A link, pipe, socket or device.
  case other
}

/// What and which a file is.
public struct FileStatus: Equatable, Sendable {
  /// The file system that it lies on.
  public let device: UInt64
  /// Its number on that file system; free for another file once this one is gone.
  public let inode: UInt64
  /// What it is.
  public let kind: FileKind
  /// Whether it is a symbolic link.
  public let isLink: Bool
  /// Its bytes.
  public let size: Int
  /// When it was last changed in any way, in nanoseconds since 1970; nobody can set this time back.
  public let changed: Int

  /// What the C library says of a file.
  public init(_ status: stat) {
    device = UInt64(truncatingIfNeeded: status.st_dev)
    inode = UInt64(truncatingIfNeeded: status.st_ino)
    kind =
      switch status.st_mode & S_IFMT {
      case S_IFREG: .file
      case S_IFDIR: .folder
      default: .other
      }
    isLink = status.st_mode & S_IFMT == S_IFLNK
    size = Int(status.st_size)
    changed = status.st_ctim.tv_sec &* 1_000_000_000 &+ status.st_ctim.tv_nsec
  }

  /// Whether both are of the same file, whatever has happened to it.
  public func isSameFile(as other: FileStatus) -> Bool {
    device == other.device && inode == other.inode
  }
}
