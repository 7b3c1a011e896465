import Glibc
import Synchronization

/// A folder whose files were all opened at one moment, so that they are of one state of it whatever becomes of its path.
///
/// If the folder holds a ``FolderManifest``, each file is compared with it when it is first asked for.
public final class InputFolder: Sendable {
  /// The path it was opened by.
  public let path: String

  private let files: [ExactString: Result<InputFile, StorageError>]
  private let manifest: FolderManifest?
  /// Names of the files that agree with the manifest.
  private let verified = Mutex<Set<ExactString>>([])

  /// Opens the folder and the regular files in it.
  ///
  /// Throws `missing` where it is not there, or was taken away meanwhile, and what opening the files does.
  public init(_ path: String) throws(StorageError) {
    self.path = path
    let folder = Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { throw SystemFailure(path).whileOpening }
    defer { close(folder) }
    var files: [ExactString: Result<InputFile, StorageError>] = [:]
    for name in try POSIXFileSystem().names(in: "/proc/self/fd/\(folder)") {
      files[ExactString(name)] = Self.openFile(name, in: folder, path)
    }
    // Removing begins with the name: what still has it had all its files until now.
    guard Self.leads(path, to: folder) else { throw Self.gone(path) }
    self.files = files
    manifest = try files[ExactString(FolderManifest.name)].map { (file) throws(StorageError) in
      try FolderManifest(try file.get())
    }
  }

  /// Whether it holds a file of this name.
  public func holds(_ name: String) -> Bool { files[ExactString(name)] != nil }

  /// Whether sizes and hashes of its files are known.
  public var isSealed: Bool { manifest != nil }

  /// The names of its files, in order.
  public var names: [String] {
    files.keys.map(\.text).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// A file, compared with what the manifest says of it.
  ///
  /// Throws `missing`, or `corrupt` where its bytes are not those that were written. Cost: the first time, a reading of it.
  public func file(_ name: String) throws(StorageError) -> InputFile {
    guard let file = try files[ExactString(name)]?.get() else {
      throw .missing(
        file: FilePath.join(path, name), advice: "copy the whole folder again, or use another one")
    }
    if let manifest, name != FolderManifest.name, !verified.withLock({ $0.contains(ExactString(name)) }) {
      try manifest.check(file, called: name)
      _ = verified.withLock { $0.insert(ExactString(name)) }
    }
    return file
  }

  /// Compares all files with the manifest; throws as ``file(_:)``, and where one that it names is not there.
  public func verify() throws(StorageError) {
    for name in names { _ = try file(name) }
    for entry in manifest?.entries ?? [] { _ = try file(entry.name) }
  }

  /// Reads a small file whole; one of more than `limit` bytes is `corrupt`. Throws as ``file(_:)``.
  public func read(_ name: String, limit: Int) throws(StorageError) -> [UInt8] {
    try file(name).readAll(limit: limit)
  }

  /// Whether an error of opening the folder at `path` says that it was taken away meanwhile.
  public static func isGone(_ error: StorageError, _ path: String) -> Bool {
    error == gone(path)
  }

  private static func gone(_ path: String) -> StorageError {
    .missing(file: path, advice: "it was taken away while it was opened; try again")
  }

  /// nil of what is no regular file.
  private static func openFile(
    _ name: String, in folder: Int32, _ path: String
  ) -> Result<InputFile, StorageError>? {
    let file = FilePath.join(path, name)
    var status = stat()
    guard fstatat(folder, name, &status, 0) == 0 else {
      return .failure(SystemFailure(file).whileOpening)
    }
    guard status.st_mode & S_IFMT == S_IFREG else { return nil }
    let descriptor = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0, fstat(descriptor, &status) == 0 else {
      return .failure(SystemFailure(file).whileOpening)
    }
    return .success(InputFile(descriptor: descriptor, path: file, size: Int(status.st_size)))
  }

  private static func leads(_ path: String, to folder: Int32) -> Bool {
    var (own, there) = (stat(), stat())
    return fstat(folder, &own) == 0 && stat(path, &there) == 0
      && own.st_dev == there.st_dev && own.st_ino == there.st_ino
  }
}
