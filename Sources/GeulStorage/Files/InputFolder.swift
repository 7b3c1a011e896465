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
  /// Throws `missing` where it is not there, or was taken away meanwhile, and what looking at it does.
  public init(_ path: String, on fileSystem: FileSystem = .current) throws(StorageError) {
    self.path = path
    // Open, it keeps its number: no other folder can pass for it.
    guard let folder = try fileSystem.open(path, locking: false) else {
      throw .missing(file: path, advice: "check the path")
    }
    defer { fileSystem.closeUnchecked(folder) }
    let own = try fileSystem.status(of: folder)
    guard own.kind == .folder else {
      throw .unreadable(
        file: path, reason: "it is not a folder", advice: "give the path of a folder")
    }
    var files: [ExactString: Result<InputFile, StorageError>] = [:]
    for name in try fileSystem.names(in: path) {
      files[ExactString(name)] = Self.openFile(FilePath.join(path, name), fileSystem)
    }
    // Removing begins with the name: what still has it had all its files until now.
    guard try fileSystem.leads(path, to: own) else { throw Self.gone(path) }
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
    if let manifest, name != FolderManifest.name,
      !verified.withLock({ $0.contains(ExactString(name)) })
    {
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

  private static func gone(_ path: String) -> StorageError {
    .missing(file: path, advice: "it was taken away while it was opened; try again")
  }

  /// nil of what is no regular file.
  private static func openFile(
    _ path: String, _ fileSystem: FileSystem
  ) -> Result<InputFile, StorageError>? {
    let answer = fileSystem.retrying { $0.status(path, followingLinks: true) }
    if case .success(let status) = answer, status.kind != .file { return nil }
    do throws(StorageError) { return .success(try InputFile(path, on: fileSystem)) } catch {
      return .failure(error)
    }
  }
}

extension FileSystem {
  /// Whether a path leads to a file or folder of this status, through links too.
  func leads(_ path: String, to own: FileStatus) throws(StorageError) -> Bool {
    switch retrying({ $0.status(path, followingLinks: true) }) {
    case .success(let there): return there.isSameFile(as: own)
    case .failure(ErrorNumber(ENOENT)), .failure(ErrorNumber(ENOTDIR)): return false
    case .failure(let refusal): throw SystemFailure(path, refusal).whileReading
    }
  }
}
