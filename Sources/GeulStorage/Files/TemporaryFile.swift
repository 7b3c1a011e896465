import Glibc

/// A file without a name, for data larger than memory should hold; gone when nobody has it open.
public final class TemporaryFile {
  /// Where contents go, until ``finish()``.
  public let writer: FileWriter

  private let file: OpenFile
  private let fileSystem: FileSystem
  private var isHandedOn = false

  /// Makes the file on the file system of a file's path, or of the folder for large temporary files:
  /// `TMPDIR`, else `/var/tmp`, which unlike `/tmp` is seldom memory.
  public convenience init(
    beside path: String? = nil, on fileSystem: FileSystem = .current
  ) throws(StorageError) {
    guard let path else {
      try self.init(in: Self.folder, on: fileSystem)
      return
    }
    try self.init(in: FilePath(path).folder, on: fileSystem)
  }

  /// Makes the file on the file system of a folder.
  public init(in folder: String, on fileSystem: FileSystem = .current) throws(StorageError) {
    file = try fileSystem.openTemporary(in: folder)
    self.fileSystem = fileSystem
    writer = FileWriter(file, on: fileSystem, isKept: false)
  }

  deinit {
    if !isHandedOn { fileSystem.closeUnchecked(file) }
  }

  /// The open file, for a program that writes in place of ``writer``.
  var descriptor: Int32 { file.descriptor }

  /// Ends the writing, the writer's or a program's, and returns the file for reading; call it once.
  public func finish() throws(StorageError) -> InputFile {
    precondition(!isHandedOn, "a temporary file is finished twice")
    try writer.flush()
    let status = try fileSystem.status(of: file)
    isHandedOn = true
    return InputFile(file, size: status.size, on: fileSystem)
  }

  /// The folder for large temporary files.
  public static var folder: String {
    defaultFolder(getenv("TMPDIR").map { String(cString: $0) })
  }

  /// The folder for what `TMPDIR` holds: one that is empty is as good as none.
  static func defaultFolder(_ variable: String?) -> String {
    if let variable, !variable.isEmpty { return variable }
    let answer = FileSystem.current.retrying { $0.access("/var/tmp", W_OK) }
    if case .success = answer { return "/var/tmp" }
    return "/tmp"
  }
}

extension FileSystem {
  /// Opens a file without a name on the file system of a folder, for its owner to write and read.
  func openTemporary(in folder: String) throws(StorageError) -> OpenFile {
    let flags = Self.unnamed | O_RDWR | O_CLOEXEC
    guard
      case .success(let descriptor) = retrying({
        $0.open(folder, flags, mode: FileAudience.owner.mode)
      })
    else { return try openTemporaryNamed(in: folder) }
    return OpenFile(descriptor: descriptor, path: folder + " (a temporary file in it)")
  }

  /// Some file systems, NFS among them, have no unnamed files: this one loses its name at once.
  ///
  /// `mkstemp` would leave a moment in which a program that another thread starts inherits the file.
  func openTemporaryNamed(in folder: String) throws(StorageError) -> OpenFile {
    let flags = O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC
    while true {
      // A name that `cleanPartials` knows, should the process be killed before it is taken away.
      let path = try FilePath(folder + "/geul").partial(
        process: getpid(), attempt: Int.random(in: 1...Int.max))
      switch retrying({ $0.open(path, flags, mode: FileAudience.owner.mode) }) {
      case .success(let descriptor):
        let file = OpenFile(descriptor: descriptor, path: folder + " (a temporary file in it)")
        do { try removeFile(path) } catch {
          closeUnchecked(file)
          throw error
        }
        return file
      case .failure(ErrorNumber(EEXIST)): continue
      case .failure(let refusal): throw SystemFailure(folder, refusal).whileCreating
      }
    }
  }

  /// O_TMPFILE, whose macro Swift does not see.
  static var unnamed: Int32 { 0o20000000 | O_DIRECTORY }
}
