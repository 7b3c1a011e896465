import Glibc

/// The real file system.
public struct POSIXFileSystem: FileSystem {
  /// The real file system; it holds nothing.
  public init() {}

  /// Opens with O_EXCL and takes the lock; a lock that is refused counts as a taken path.
  public func createFile(
    _ path: String, for audience: FileAudience
  ) throws(StorageError) -> OpenFile? {
    try refuseZeroByte(in: path)
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW
    let mode: mode_t =
      switch audience {
      case .everyone: 0o666
      case .owner: 0o600
      }
    let descriptor = retrying { Glibc.open(path, flags, mode) }
    guard descriptor >= 0 else {
      if errno == EEXIST { return nil }
      throw SystemFailure(path).whileCreating
    }
    return lock(OpenFile(descriptor: descriptor, path: path))
  }

  /// Opens with O_APPEND; what is there must be a file.
  public func openForAppending(_ path: String) throws(StorageError) -> OpenFile {
    try refuseZeroByte(in: path)
    let flags = O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NONBLOCK
    let descriptor = retrying { Glibc.open(path, flags, 0o666) }
    guard descriptor >= 0 else { throw SystemFailure(path).whileCreating }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      _ = Glibc.close(descriptor)
      throw .cannotCreate(
        file: path, reason: "it is not a file", advice: "move what is there out of the way")
    }
    return OpenFile(descriptor: descriptor, path: path)
  }

  /// Calls `ftruncate`.
  public func truncate(_ file: OpenFile, to size: Int) throws(StorageError) {
    guard retrying({ ftruncate(file.descriptor, off_t(size)) }) == 0 else {
      throw SystemFailure(file.path).whileWriting
    }
  }

  /// Repeats `write` until all bytes are taken.
  public func write(_ bytes: UnsafeRawBufferPointer, to file: OpenFile) throws(StorageError) {
    var written = 0
    while written < bytes.count {
      let rest = UnsafeRawBufferPointer(rebasing: bytes[written...])
      let count = Glibc.write(file.descriptor, rest.baseAddress, rest.count)
      guard count >= 0 else {
        if errno == EINTR { continue }
        throw SystemFailure(file.path).whileWriting
      }
      written += count
    }
  }

  /// Repeats `pwrite` until all bytes are taken.
  public func overwrite(
    _ bytes: UnsafeRawBufferPointer, at offset: Int, in file: OpenFile
  ) throws(StorageError) {
    var written = 0
    while written < bytes.count {
      let rest = UnsafeRawBufferPointer(rebasing: bytes[written...])
      let count = pwrite(file.descriptor, rest.baseAddress, rest.count, off_t(offset + written))
      guard count >= 0 else {
        if errno == EINTR { continue }
        throw SystemFailure(file.path).whileWriting
      }
      written += count
    }
  }

  /// Calls `fsync`.
  public func sync(_ file: OpenFile) throws(StorageError) {
    // Some file systems cannot sync a folder and say EINVAL; there is nothing more to be had there.
    guard retrying({ fsync(file.descriptor) }) == 0 || errno == EINVAL else {
      throw SystemFailure(file.path).whileWriting
    }
  }

  /// Calls `sync_file_range`, which Linux has.
  public func beginSync(_ bytes: Range<Int>, of file: OpenFile) {
    _ = Self.syncFileRange?(
      file.descriptor, off_t(bytes.lowerBound), off_t(bytes.count), Self.syncFileRangeWrite)
  }

  /// Calls `mkdir`; the umask applies.
  public func createFolder(_ path: String) throws(StorageError) -> Bool {
    try refuseZeroByte(in: path)
    if mkdir(path, 0o777) == 0 { return true }
    if errno == EEXIST { return false }
    throw SystemFailure(path).whileCreating
  }

  /// Calls `rename`.
  public func rename(_ path: String, to newPath: String) throws(StorageError) {
    try refuseZeroByte(in: newPath)
    guard Glibc.rename(path, newPath) == 0 else { throw SystemFailure(newPath).whileCreating }
  }

  /// Calls `renameat2` with RENAME_EXCHANGE, which Linux 3.15 and most of its file systems have.
  public func exchange(_ path: String, with otherPath: String) throws(StorageError) -> Bool {
    try refuseZeroByte(in: otherPath)
    guard let renameat2 = Self.renameat2 else { return false }
    let exchangeFlag: UInt32 = 2
    if renameat2(AT_FDCWD, path, AT_FDCWD, otherPath, exchangeFlag) == 0 { return true }
    if [EINVAL, ENOSYS, EOPNOTSUPP].contains(errno) { return false }
    throw SystemFailure(otherPath).whileCreating
  }

  /// Calls `unlink`.
  public func removeFile(_ path: String) throws(StorageError) {
    guard unlink(path) == 0 || errno == ENOENT else { throw SystemFailure(path).whileCreating }
  }

  /// Calls `rmdir`.
  public func removeEmptyFolder(_ path: String) throws(StorageError) {
    guard rmdir(path) == 0 || errno == ENOENT else { throw SystemFailure(path).whileCreating }
  }

  /// Calls `lstat`; a path below a file leads to nothing.
  public func kind(of path: String) throws(StorageError) -> FileKind? {
    try refuseZeroByte(in: path)
    var status = stat()
    guard lstat(path, &status) == 0 else {
      if errno == ENOENT || errno == ENOTDIR { return nil }
      throw SystemFailure(path).whileOpening
    }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return .file
    case S_IFDIR: return .folder
    default: return .other
    }
  }

  /// Calls `readdir`; bytes of a name that are not UTF-8 are replaced.
  public func names(in folder: String) throws(StorageError) -> [String] {
    try refuseZeroByte(in: folder)
    guard let stream = opendir(folder) else { throw SystemFailure(folder).whileOpening }
    defer { closedir(stream) }
    var names: [String] = []
    errno = 0
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != "." && name != ".." { names.append(name) }
      errno = 0
    }
    guard errno == 0 else { throw SystemFailure(folder).whileReading }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}

extension POSIXFileSystem {
  private typealias RenameAt2 =
    @convention(c) (Int32, UnsafePointer<CChar>, Int32, UnsafePointer<CChar>, UInt32) -> Int32

  /// The C library's `renameat2`, looked up by name because the module map of Glibc omits it.
  private static let renameat2: RenameAt2? = dlsym(nil, "renameat2").map {
    unsafeBitCast($0, to: RenameAt2.self)
  }

  private typealias SyncFileRange = @convention(c) (Int32, off_t, off_t, UInt32) -> Int32

  /// The C library's `sync_file_range`, looked up for the same reason.
  private static let syncFileRange: SyncFileRange? = dlsym(nil, "sync_file_range").map {
    unsafeBitCast($0, to: SyncFileRange.self)
  }
  /// SYNC_FILE_RANGE_WRITE
  private static let syncFileRangeWrite: UInt32 = 2

  func retrying(_ call: () -> Int32) -> Int32 {
    while true {
      let result = call()
      if result >= 0 || errno != EINTR { return result }
    }
  }

  func refuseZeroByte(in path: String) throws(StorageError) {
    // The system would take the path to end there, and hit another file.
    guard !path.utf8.contains(0) else {
      throw .cannotCreate(
        file: path, reason: "the path holds a zero byte", advice: "choose another path")
    }
  }
}
