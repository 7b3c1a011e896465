import Glibc

extension FileSystem {
  /// Makes a file for writing and locks it, or returns nil if the path is taken, by another's lock too.
  ///
  /// At no moment can others than the audience open it.
  public func createFile(
    _ path: String, for audience: FileAudience = .everyone
  ) throws(StorageError) -> OpenFile? {
    try refuseZeroByte(in: path)
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW
    switch retrying({ $0.open(path, flags, mode: audience.mode) }) {
    case .success(let descriptor): return lock(OpenFile(descriptor: descriptor, path: path))
    case .failure(ErrorNumber(EEXIST)): return nil
    case .failure(let refusal): throw SystemFailure(path, refusal).whileCreating
    }
  }

  /// Opens a file to which all that is written is appended; it is made if there is none.
  public func openForAppending(_ path: String) throws(StorageError) -> OpenFile {
    try refuseZeroByte(in: path)
    let flags = O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NONBLOCK
    let file = OpenFile(
      descriptor: try creating(path) { $0.open(path, flags, mode: FileAudience.everyone.mode) },
      path: path)
    let status = retrying { $0.status(file.descriptor) }
    if case .success(let status) = status, status.kind == .file { return file }
    closeUnchecked(file)
    if case .failure(let refusal) = status { throw SystemFailure(path, refusal).whileCreating }
    throw .cannotCreate(
      file: path, reason: "it is not a file", advice: "move what is there out of the way")
  }

  /// Opens a regular file, and says what it is; throws `missing` or `unreadable`, the latter for a folder or a pipe too.
  func openForReading(_ path: String) throws(StorageError) -> (OpenFile, FileStatus) {
    guard !path.utf8.contains(0) else {
      throw .missing(file: path, advice: "a path cannot hold a zero byte")
    }
    // A look first: to open a pipe and close it would take its writer's only reader away.
    let before = try opening(path) { $0.status(path, followingLinks: true) }
    guard before.kind == .file else { throw Self.notRegular(path) }
    // Without O_NONBLOCK, opening a pipe would wait for its writer.
    let flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK
    let file = OpenFile(
      descriptor: try opening(path) { $0.open(path, flags, mode: 0) }, path: path)
    do throws(StorageError) {
      let status = try opening(path) { $0.status(file.descriptor) }
      guard status.kind == .file else { throw Self.notRegular(path) }
      return (file, status)
    } catch {
      closeUnchecked(file)
      throw error
    }
  }

  private static func notRegular(_ path: String) -> StorageError {
    .unreadable(file: path, reason: "it is not a regular file", advice: "give the path of a file")
  }

  /// Opens a file or folder and locks it if asked to, or returns nil if it is gone or another
  /// process holds its lock. The lock ends with the process.
  ///
  /// A path to be locked is not followed if it is a link.
  public func open(_ path: String, locking: Bool) throws(StorageError) -> OpenFile? {
    try refuseZeroByte(in: path)
    let flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | (locking ? O_NOFOLLOW : 0)
    switch retrying({ $0.open(path, flags, mode: 0) }) {
    case .success(let descriptor):
      let file = OpenFile(descriptor: descriptor, path: path)
      guard locking else { return file }
      guard let locked = lock(file) else { return nil }
      // Who held the lock until now may have given the path to another file, or taken it away.
      if hasItsPath(locked) { return locked }
      try close(locked)
      return nil
    case .failure(ErrorNumber(ENOENT)): return nil
    case .failure(let refusal): throw SystemFailure(path, refusal).whileOpening
    }
  }

  /// Closes and unlocks; the descriptor is gone even if this throws.
  public func close(_ file: OpenFile) throws(StorageError) {
    // A program that another thread is starting holds a copy of each descriptor until its exec, and with it the lock:
    // closing ours alone would not end it.
    _ = retrying { $0.lock(file.descriptor, LOCK_UN) }
    // On Linux the descriptor is closed even if a signal came between.
    if case .failure(let refusal) = calls.close(file.descriptor), refusal.code != EINTR {
      throw SystemFailure(file.path, refusal).whileWriting
    }
  }

  /// Closes a file that was not locked and of which nothing is to be kept.
  func closeUnchecked(_ file: OpenFile) { _ = calls.close(file.descriptor) }

  /// Locks the file, or closes it and returns nil if another process holds its lock.
  func lock(_ file: OpenFile) -> OpenFile? {
    let answer = retrying { $0.lock(file.descriptor, LOCK_EX | LOCK_NB) }
    // A file system without locks refuses otherwise; then nobody holds one.
    guard case .failure(ErrorNumber(EWOULDBLOCK)) = answer else { return file }
    closeUnchecked(file)
    return nil
  }

  private func hasItsPath(_ file: OpenFile) -> Bool {
    guard case .success(let own) = retrying({ $0.status(file.descriptor) }),
      case .success(let there) = retrying({ $0.status(file.path, followingLinks: false) })
    else { return false }
    return own.isSameFile(as: there)
  }
}

extension FileAudience {
  /// The mode of a file for them, before the umask.
  var mode: UInt32 {
    switch self {
    case .everyone: 0o666
    case .owner: 0o600
    }
  }
}
