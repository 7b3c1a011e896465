import Glibc

extension POSIXFileSystem {
  /// Opens for reading; a path to be locked is not followed if it is a link.
  public func open(_ path: String, locking: Bool) throws(StorageError) -> OpenFile? {
    try refuseZeroByte(in: path)
    let flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW
    let descriptor = retrying { Glibc.open(path, locking ? flags : flags & ~O_NOFOLLOW) }
    guard descriptor >= 0 else {
      if errno == ENOENT { return nil }
      throw SystemFailure(path).whileOpening
    }
    let file = OpenFile(descriptor: descriptor, path: path)
    guard locking else { return file }
    guard let locked = lock(file) else { return nil }
    // Who held the lock until now may have given the path to another file, or taken it away.
    if hasItsPath(locked) { return locked }
    try close(locked)
    return nil
  }

  /// Unlocks and calls `close`.
  public func close(_ file: OpenFile) throws(StorageError) {
    // A program that another thread is starting holds a copy of each descriptor until its exec, and with it the lock:
    // closing ours alone would not end it.
    _ = flock(file.descriptor, LOCK_UN)
    // On Linux the descriptor is closed even if a signal came between.
    guard Glibc.close(file.descriptor) == 0 || errno == EINTR else {
      throw SystemFailure(file.path).whileWriting
    }
  }

  func lock(_ file: OpenFile) -> OpenFile? {
    if retrying({ flock(file.descriptor, LOCK_EX | LOCK_NB) }) == 0 { return file }
    // A file system without locks refuses otherwise than by EWOULDBLOCK; then nobody holds one.
    if errno != EWOULDBLOCK { return file }
    _ = Glibc.close(file.descriptor)
    return nil
  }

  private func hasItsPath(_ file: OpenFile) -> Bool {
    var (own, there) = (stat(), stat())
    return fstat(file.descriptor, &own) == 0 && lstat(file.path, &there) == 0
      && own.st_dev == there.st_dev && own.st_ino == there.st_ino
  }
}
