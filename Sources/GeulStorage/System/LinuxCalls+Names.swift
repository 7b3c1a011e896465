import Glibc

extension LinuxCalls {
  /// Calls `fstat`.
  public func status(_ descriptor: Int32) -> SystemAnswer<FileStatus> {
    var status = stat()
    return done(fstat(descriptor, &status)).map { FileStatus(status) }
  }

  /// Calls `stat` or `lstat`.
  public func status(
    _ path: UnsafePointer<CChar>, followingLinks: Bool
  ) -> SystemAnswer<FileStatus> {
    var status = stat()
    let result = followingLinks ? stat(path, &status) : lstat(path, &status)
    return done(result).map { FileStatus(status) }
  }

  /// Calls `access`.
  public func access(_ path: UnsafePointer<CChar>, _ mode: Int32) -> SystemAnswer<Void> {
    done(Glibc.access(path, mode))
  }

  /// Calls `realpath`.
  public func realPath(_ path: UnsafePointer<CChar>) -> SystemAnswer<[UInt8]> {
    guard let resolved = realpath(path, nil) else { return refused() }
    defer { free(resolved) }
    return .success(UnsafeBufferPointer(start: resolved, count: strlen(resolved)).map(UInt8.init))
  }

  /// Calls `opendir`, then `readdir` to the end.
  public func names(in folder: UnsafePointer<CChar>) -> SystemAnswer<[[UInt8]]> {
    guard let stream = opendir(folder) else { return refused() }
    defer { closedir(stream) }
    var names: [[UInt8]] = []
    errno = 0
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        Array(bytes.prefix { $0 != 0 })
      }
      if name != [0x2E] && name != [0x2E, 0x2E] { names.append(name) }
      errno = 0
    }
    return errno == 0 ? .success(names) : refused()
  }

  /// Calls `statvfs`.
  public func freeBytes(at path: UnsafePointer<CChar>) -> SystemAnswer<Int> {
    var status = statvfs()
    return done(statvfs(path, &status)).map {
      let (bytes, isTooMany) = Int(status.f_bavail).multipliedReportingOverflow(
        by: Int(status.f_frsize))
      return isTooMany ? .max : bytes
    }
  }

  /// Calls `mkdir`.
  public func createFolder(_ path: UnsafePointer<CChar>, mode: UInt32) -> SystemAnswer<Void> {
    done(mkdir(path, mode_t(mode)))
  }

  /// Calls `rename`.
  public func rename(
    _ path: UnsafePointer<CChar>, to newPath: UnsafePointer<CChar>
  ) -> SystemAnswer<Void> {
    done(Glibc.rename(path, newPath))
  }

  /// Calls `renameat2`, which Linux 3.15 and most of its file systems have.
  public func exchange(
    _ path: UnsafePointer<CChar>, with otherPath: UnsafePointer<CChar>
  ) -> SystemAnswer<Void> {
    guard let renameat2 = Self.renameat2 else { return .failure(ErrorNumber(ENOSYS)) }
    return done(renameat2(AT_FDCWD, path, AT_FDCWD, otherPath, Self.renameExchange))
  }

  /// Calls `linkat` on the descriptor's entry in /proc, which asks for no privilege.
  public func link(_ descriptor: Int32, to path: UnsafePointer<CChar>) -> SystemAnswer<Void> {
    done(
      linkat(AT_FDCWD, "/proc/self/fd/\(descriptor)", AT_FDCWD, path, Int32(AT_SYMLINK_FOLLOW)))
  }

  /// Calls `unlink`.
  public func remove(_ path: UnsafePointer<CChar>) -> SystemAnswer<Void> { done(unlink(path)) }

  /// Calls `rmdir`.
  public func removeFolder(_ path: UnsafePointer<CChar>) -> SystemAnswer<Void> {
    done(rmdir(path))
  }

  private typealias RenameAt2 =
    @convention(c) (Int32, UnsafePointer<CChar>, Int32, UnsafePointer<CChar>, UInt32) -> Int32

  /// The C library's `renameat2`, looked up by name because the module map of Glibc omits it.
  private static let renameat2: RenameAt2? = dlsym(nil, "renameat2").map {
    unsafeBitCast($0, to: RenameAt2.self)
  }
  /// RENAME_EXCHANGE
  private static let renameExchange: UInt32 = 2
}
