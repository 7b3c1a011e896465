import Glibc

/// A file without a name, for data larger than memory should hold; gone when nobody has it open.
public final class TemporaryFile {
  /// Where contents go, until ``finish()``.
  public let writer: FileWriter

  private let file: OpenFile
  private var isHandedOn = false

  /// Makes the file on the file system of a file's path, or of the folder for large temporary files:
  /// `TMPDIR`, else `/var/tmp`, which unlike `/tmp` is seldom memory.
  public convenience init(beside path: String? = nil) throws(StorageError) {
    guard let path else {
      try self.init(in: Self.folder)
      return
    }
    try self.init(in: FilePath(path).folder)
  }

  /// Makes the file on the file system of a folder.
  public init(in folder: String) throws(StorageError) {
    let path = folder + " (a temporary file in it)"
    let descriptor = try Self.open(in: folder)
    file = OpenFile(descriptor: descriptor, path: path)
    writer = FileWriter(file, on: POSIXFileSystem(), isKept: false)
  }

  deinit {
    if !isHandedOn { close(file.descriptor) }
  }

  /// The open file, for a program that writes in place of ``writer``.
  var descriptor: Int32 { file.descriptor }

  /// Ends the writing, the writer's or a program's, and returns the file for reading; call it once.
  public func finish() throws(StorageError) -> InputFile {
    precondition(!isHandedOn, "a temporary file is finished twice")
    try writer.flush()
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw SystemFailure(file.path).whileReading }
    isHandedOn = true
    return InputFile(descriptor: descriptor, path: file.path, size: Int(status.st_size))
  }

  /// The folder for large temporary files.
  public static var folder: String {
    defaultFolder(getenv("TMPDIR").map { String(cString: $0) })
  }

  /// The folder for what `TMPDIR` holds: one that is empty is as good as none.
  static func defaultFolder(_ variable: String?) -> String {
    if let variable, !variable.isEmpty { return variable }
    return access("/var/tmp", W_OK) == 0 ? "/var/tmp" : "/tmp"
  }

  /// Opens a file without a name on the file system of a folder.
  static func open(in folder: String) throws(StorageError) -> Int32 {
    let unnamed = Glibc.open(folder, temporaryFlag | O_RDWR | O_CLOEXEC, 0o600)
    if unnamed >= 0 { return unnamed }
    return try openNamed(in: folder)
  }

  /// Some file systems, NFS among them, have no unnamed files: this one loses its name at once.
  ///
  /// `mkstemp` would leave a moment in which a program that another thread starts inherits the file.
  static func openNamed(in folder: String) throws(StorageError) -> Int32 {
    while true {
      let path = folder + "/.geul-\(UInt64.random(in: 0...UInt64.max))"
      let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
      if descriptor < 0 && (errno == EEXIST || errno == EINTR) { continue }
      guard descriptor >= 0 else { throw SystemFailure(folder).whileCreating }
      unlink(path)
      return descriptor
    }
  }

  /// O_TMPFILE, whose macro Swift does not see.
  private static let temporaryFlag: Int32 = 0o20000000 | O_DIRECTORY
}
