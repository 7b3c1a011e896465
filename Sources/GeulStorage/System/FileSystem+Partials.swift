import Glibc

extension FileSystem {
  /// How many hidden names are tried before a folder full of left-overs is reported.
  private var attempts: Range<Int> { 0..<64 }

  /// A new file in the target's folder without a name, locked; nil where that is not to be had.
  func createUnnamedFile(for target: FilePath, _ audience: FileAudience) -> OpenFile? {
    // Readable too, since it must be copied where it cannot be named.
    let flags = Self.unnamed | O_RDWR | O_CLOEXEC
    let answer = retrying { $0.open(target.folder, flags, mode: audience.mode) }
    // Whatever is wrong with the folder, a file with a name meets it too, and says so.
    guard case .success(let descriptor) = answer else { return nil }
    return lock(OpenFile(descriptor: descriptor, path: target.path))
  }

  /// Names a file that has none; returns its hidden path, or nil where the system cannot.
  func name(_ unnamed: OpenFile, for target: FilePath) throws(StorageError) -> String? {
    for attempt in attempts {
      let path = target.partial(process: getpid(), attempt: attempt)
      switch retrying({ $0.link(unnamed.descriptor, to: path) }) {
      case .success: return path
      case .failure(ErrorNumber(EEXIST)): continue
      case .failure(let refusal) where [ENOSPC, EDQUOT, EIO].contains(refusal.code):
        throw SystemFailure(target.path, refusal).whileCreating
      case .failure: return nil
      }
    }
    throw tooManyPartials(beside: target)
  }

  /// Throws at once what naming the new file would come to at the end of the work.
  func refuseLongName(of target: FilePath) throws(StorageError) {
    let path = target.partial(process: getpid(), attempt: attempts.upperBound)
    let answer = retrying { $0.status(path, followingLinks: false) }
    if case .failure(let refusal) = answer, refusal.code == ENAMETOOLONG {
      throw SystemFailure(target.path, refusal).whileCreating
    }
  }

  /// A new file of a hidden name beside the target, locked.
  func createPartialFile(
    for target: FilePath, _ audience: FileAudience
  ) throws(StorageError) -> OpenFile {
    for attempt in attempts {
      let path = target.partial(process: getpid(), attempt: attempt)
      if let file = try createFile(path, for: audience) { return file }
    }
    throw tooManyPartials(beside: target)
  }

  /// Makes the hidden folder and locks it.
  func createPartialFolder(for target: FilePath) throws(StorageError) -> OpenFile {
    for attempt in attempts {
      let path = target.partial(process: getpid(), attempt: attempt)
      if try createFolder(path), let folder = try open(path, locking: true) { return folder }
    }
    throw tooManyPartials(beside: target)
  }

  /// A hidden name beside the target that leads to nothing.
  func freePartialPath(for target: FilePath) throws(StorageError) -> String {
    for attempt in attempts {
      let path = target.partial(process: getpid(), attempt: attempt)
      if try kind(of: path) == nil { return path }
    }
    throw tooManyPartials(beside: target)
  }

  private func tooManyPartials(beside target: FilePath) -> StorageError {
    .cannotCreate(
      file: target.path, reason: "\(attempts.count) unfinished files lie beside it",
      advice: "remove the hidden .\(target.name).partial files there")
  }
}
