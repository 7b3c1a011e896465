import Glibc

/// The right to write in a folder, which one process has at a time: a lock on the file `.lock` in it.
///
/// The system takes the lock back when the process ends, however it ends. The file stays, and says who has the lock.
public final class FolderLock: Sendable {
  /// The folder.
  public let folder: String

  private let descriptor: Int32

  /// The name of the file that is locked.
  public static let name = ".lock"

  /// Takes the lock of a folder that is there.
  ///
  /// Throws `inUse`, naming the process, where another has it, and `cannotCreate` where the folder cannot be written. A
  /// file system without locks, as some of networks are, lets everybody in.
  public init(_ folder: String) throws(StorageError) {
    self.folder = folder
    while true {
      let descriptor = try Self.takeLock(of: folder)
      // Whoever had the lock may have removed the file meanwhile; a lock on what has no name keeps nobody out.
      if Self.leads(folder, to: descriptor) {
        self.descriptor = descriptor
        break
      }
      close(descriptor)
    }
    note()
  }

  private static func takeLock(of folder: String) throws(StorageError) -> Int32 {
    let path = FilePath.join(folder, name)
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o666)
    guard descriptor >= 0 else { throw SystemFailure(path).whileCreating }
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      if errno == EINTR { continue }
      guard errno == EWOULDBLOCK else { break }
      let holder = holder(descriptor)
      close(descriptor)
      throw .inUse(
        file: folder, process: holder, advice: "wait for it, stop it, or choose another folder")
    }
    return descriptor
  }

  deinit {
    // What other threads start holds a copy of the descriptor until its exec; closing alone would not end the lock.
    _ = ftruncate(descriptor, 0)
    flock(descriptor, LOCK_UN)
    close(descriptor)
  }

  /// Whether the folder's path still leads to what was locked.
  public var holds: Bool { Self.leads(folder, to: descriptor) }

  /// Removes the lock's file, and the folder if nothing else is in it; to be called by the last who writes there.
  public func removeEmptyFolder() {
    unlink(FilePath.join(folder, Self.name))
    rmdir(folder)
  }

  private static func leads(_ folder: String, to descriptor: Int32) -> Bool {
    var (own, there) = (stat(), stat())
    return fstat(descriptor, &own) == 0 && stat(FilePath.join(folder, name), &there) == 0
      && own.st_dev == there.st_dev && own.st_ino == there.st_ino
  }

  /// Writes down who has the lock; only a message depends on it.
  private func note() {
    var host = utsname()
    uname(&host)
    let name = withUnsafeBytes(of: &host.nodename) {
      String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
    }
    let bytes = Array("\(getpid()) \(name)\n".utf8)
    _ = ftruncate(descriptor, 0)
    _ = pwrite(descriptor, bytes, bytes.count, 0)
  }

  /// Who has the lock, by what stands in the file.
  private static func holder(_ descriptor: Int32) -> String {
    var bytes = [UInt8](repeating: 0, count: 256)
    // Whoever has just taken it is about to say so.
    for _ in 0..<20 {
      let count = pread(descriptor, &bytes, bytes.count, 0)
      let words = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
        .split(whereSeparator: \.isWhitespace)
      if let first = words.first, let process = Int32(first) {
        return "process \(process)" + (words.count > 1 ? " on \(words[1])" : "")
      }
      usleep(5000)
    }
    return "another process"
  }
}
