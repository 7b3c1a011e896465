import Glibc

extension FileSystem {
  /// Makes a folder in a folder that exists, or returns false if the path is taken; the umask applies.
  public func createFolder(_ path: String) throws(StorageError) -> Bool {
    try refuseZeroByte(in: path)
    switch retrying({ $0.createFolder(path, mode: 0o777) }) {
    case .success: return true
    case .failure(ErrorNumber(EEXIST)): return false
    case .failure(let refusal): throw SystemFailure(path, refusal).whileCreating
    }
  }

  /// Renames, replacing a file or an empty folder of the new name.
  public func rename(_ path: String, to newPath: String) throws(StorageError) {
    try refuseZeroByte(in: newPath)
    try creating(newPath) { $0.rename(path, to: newPath) }
  }

  /// Lets two names change places in one step, or returns false where the system cannot.
  public func exchange(_ path: String, with otherPath: String) throws(StorageError) -> Bool {
    try refuseZeroByte(in: otherPath)
    switch retrying({ $0.exchange(path, with: otherPath) }) {
    case .success: return true
    case .failure(ErrorNumber(EINVAL)), .failure(ErrorNumber(ENOSYS)),
      .failure(ErrorNumber(EOPNOTSUPP)):
      return false
    case .failure(let refusal): throw SystemFailure(otherPath, refusal).whileCreating
    }
  }

  /// Removes a file or link; one that is gone is no error.
  public func removeFile(_ path: String) throws(StorageError) {
    try ignoringGone(path) { $0.remove(path) }
  }

  /// Removes an empty folder; one that is gone is no error.
  public func removeEmptyFolder(_ path: String) throws(StorageError) {
    try ignoringGone(path) { $0.removeFolder(path) }
  }

  private func ignoringGone(
    _ path: String, _ call: (any SystemCalls) -> SystemAnswer<Void>
  ) throws(StorageError) {
    if case .failure(let refusal) = retrying(call), refusal.code != ENOENT {
      throw SystemFailure(path, refusal).whileCreating
    }
  }

  /// What the path leads to, a symbolic link not followed; nil if nothing, as below a file.
  public func kind(of path: String) throws(StorageError) -> FileKind? {
    try refuseZeroByte(in: path)
    switch retrying({ $0.status(path, followingLinks: false) }) {
    case .success(let status): return status.kind
    case .failure(ErrorNumber(ENOENT)), .failure(ErrorNumber(ENOTDIR)): return nil
    case .failure(let refusal): throw SystemFailure(path, refusal).whileOpening
    }
  }

  /// The names in the folder, in order of their bytes, without `.` and `..`.
  ///
  /// Bytes of a name that are not UTF-8 are replaced.
  public func names(in folder: String) throws(StorageError) -> [String] {
    try refuseZeroByte(in: folder)
    let names = try opening(folder) { $0.names(in: folder) }
    return names.map { String(decoding: $0, as: UTF8.self) }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}
