import Glibc

/// The right to write in a folder, which one process has at a time: a lock on the file `.lock` in it.
///
/// The system takes the lock back when the process ends, however it ends. The file stays, and says who has the lock.
public final class FolderLock: Sendable {
  /// The folder.
  public let folder: String

  private let file: OpenFile
  private let fileSystem: FileSystem

  /// The name of the file that is locked.
  public static let name = ".lock"

  /// Takes the lock of a folder that is there.
  ///
  /// Throws `inUse`, naming the process, where another has it, and `cannotCreate` where the folder cannot be written. A
  /// file system without locks, as some of networks are, lets everybody in.
  public init(_ folder: String, on fileSystem: FileSystem = .current) throws(StorageError) {
    self.folder = folder
    self.fileSystem = fileSystem
    while true {
      let file = try Self.takeLock(of: folder, fileSystem)
      // Whoever had the lock may have removed the file meanwhile; a lock on what has no name keeps nobody out.
      if try fileSystem.leads(file.path, to: fileSystem.status(of: file)) {
        self.file = file
        break
      }
      try fileSystem.close(file)
    }
    note()
  }

  deinit {
    // Nobody reads what stands in a file without a lock; closing takes back the lock.
    do { try fileSystem.truncate(file, to: 0) } catch {}
    do { try fileSystem.close(file) } catch {}
  }

  /// Whether the folder's path still leads to what was locked.
  public var holds: Bool {
    do throws(StorageError) {
      return try fileSystem.leads(file.path, to: fileSystem.status(of: file))
    } catch { return false }
  }

  /// Calls `body` with a file system on which the folder's path leads to what was locked, whatever is moved meanwhile.
  ///
  /// Throws what `body` does, and `cannotCreate` where the path leads elsewhere already.
  public func writing(
    _ body: (FileSystem) throws(StorageError) -> Void
  ) throws(StorageError) {
    guard let open = try fileSystem.open(folder, locking: false) else { throw taken }
    defer { fileSystem.closeUnchecked(open) }
    let anchored = FileSystem(
      AnchoredCalls(fileSystem.calls, folder: folder, descriptor: open.descriptor))
    // A container may lack /proc; there the path is all there is.
    let hasPaths = try anchored.exists(FilePath.join(folder, "."))
    let inside = hasPaths ? anchored : fileSystem
    guard try inside.leads(file.path, to: inside.status(of: file)) else { throw taken }
    try body(inside)
  }

  private var taken: StorageError {
    .cannotCreate(
      file: folder, reason: "it is no longer the folder that the run was begun in",
      advice: "put that back in its place")
  }

  /// Removes the lock's file; to be called by who is about to give the lock back and has written nothing.
  public func removeFile() throws(StorageError) { try fileSystem.removeFile(file.path) }

  private static func takeLock(
    of folder: String, _ fileSystem: FileSystem
  ) throws(StorageError) -> OpenFile {
    let path = FilePath.join(folder, name)
    let flags = O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW
    let file = OpenFile(
      descriptor: try fileSystem.creating(path) {
        $0.open(path, flags, mode: FileAudience.everyone.mode)
      }, path: path)
    let answer = fileSystem.retrying { $0.lock(file.descriptor, LOCK_EX | LOCK_NB) }
    guard case .failure(ErrorNumber(EWOULDBLOCK)) = answer else { return file }
    let holder = holder(file, fileSystem)
    fileSystem.closeUnchecked(file)
    throw .inUse(
      file: folder, process: holder, advice: "wait for it, stop it, or choose another folder")
  }

  /// Writes down who has the lock; only a message depends on it.
  private func note() {
    var host = utsname()
    uname(&host)
    let name = withUnsafeBytes(of: &host.nodename) {
      String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
    }
    let line = Array("\(getpid()) \(name)\n".utf8)
    do throws(StorageError) {
      try fileSystem.truncate(file, to: 0)
      try line.withUnsafeBufferPointer { (bytes) throws(StorageError) in
        try fileSystem.overwrite(UnsafeRawBufferPointer(bytes), at: 0, in: file)
      }
    } catch {}
  }

  /// Who has the lock, by what stands in the file.
  private static func holder(_ file: OpenFile, _ fileSystem: FileSystem) -> String {
    let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: 256, alignment: 1)
    defer { bytes.deallocate() }
    // Whoever has just taken it is about to say so.
    for _ in 0..<20 {
      var count = 0
      do throws(StorageError) {
        count = try fileSystem.read(file, into: bytes, at: 0)
      } catch { break }
      let words = String(decoding: bytes.prefix(count), as: UTF8.self)
        .split(whereSeparator: \.isWhitespace)
      if let first = words.first, let process = Int32(first) {
        return "process \(process)" + (words.count > 1 ? " on \(words[1])" : "")
      }
      usleep(5000)
    }
    return "another process"
  }
}
