/// An open file or folder of a `FileSystem`.
public struct OpenFile: Sendable {
  /// The number by which the system knows it.
  public let descriptor: Int32

  /// The path it was opened by, for errors.
  public let path: String

  /// Wraps an open descriptor, which `FileSystem.close` will close.
  public init(descriptor: Int32, path: String) {
    self.descriptor = descriptor
    self.path = path
  }
}

/// What a path leads to, a symbolic link not followed.
public enum FileKind: Sendable {
  /// A regular file.
  case file
  /// A folder.
  case folder
  /// A link, pipe, socket or device.
  case other
}

/// Who may read a new file.
public enum FileAudience: Sendable {
  /// Everyone whom the process's umask does not keep out.
  case everyone
  /// Its owner alone.
  case owner
}

/// The seam between saving and the system: every operation that changes what is stored goes through
/// one of these, so that a test can fail each in turn.
///
/// Each throws the `StorageError` that fits the system's refusal.
public protocol FileSystem: Sendable {
  /// Makes a file for writing and locks it, or returns nil if the path is taken.
  ///
  /// At no moment can others than the audience open it.
  func createFile(_ path: String, for audience: FileAudience) throws(StorageError) -> OpenFile?

  /// Opens a file to which all that is written is appended; it is made if there is none.
  func openForAppending(_ path: String) throws(StorageError) -> OpenFile

  /// Makes an open file `size` bytes long.
  func truncate(_ file: OpenFile, to size: Int) throws(StorageError)

  /// Writes all bytes at the end of what was written.
  func write(_ bytes: UnsafeRawBufferPointer, to file: OpenFile) throws(StorageError)

  /// Writes all bytes over those that were written at the offset.
  func overwrite(
    _ bytes: UnsafeRawBufferPointer, at offset: Int, in file: OpenFile
  ) throws(StorageError)

  /// Returns once what was written to the file, or the names in the folder, survive a power cut.
  func sync(_ file: OpenFile) throws(StorageError)

  /// Has the system begin what ``sync(_:)`` will wait for; it is advice, and cannot fail.
  func beginSync(_ bytes: Range<Int>, of file: OpenFile)

  /// Closes and unlocks; the descriptor is gone even if this throws.
  func close(_ file: OpenFile) throws(StorageError)

  /// Makes a folder in a folder that exists, or returns false if the path is taken.
  func createFolder(_ path: String) throws(StorageError) -> Bool

  /// Opens a file or folder and locks it if asked to, or returns nil if it is gone or another
  /// process holds its lock. The lock ends with the process.
  func open(_ path: String, locking: Bool) throws(StorageError) -> OpenFile?

  /// Renames, replacing a file or an empty folder of the new name.
  func rename(_ path: String, to newPath: String) throws(StorageError)

  /// Lets two names change places in one step, or returns false where the system cannot.
  func exchange(_ path: String, with otherPath: String) throws(StorageError) -> Bool

  /// Removes a file or link; one that is gone is no error.
  func removeFile(_ path: String) throws(StorageError)

  /// Removes an empty folder; one that is gone is no error.
  func removeEmptyFolder(_ path: String) throws(StorageError)

  /// What the path leads to, nil if nothing.
  func kind(of path: String) throws(StorageError) -> FileKind?

  /// The names in the folder, in order of their bytes, without `.` and `..`.
  func names(in folder: String) throws(StorageError) -> [String]
}

extension FileSystem {
  /// Makes a file for everyone; otherwise as ``createFile(_:for:)``.
  public func createFile(_ path: String) throws(StorageError) -> OpenFile? {
    try createFile(path, for: .everyone)
  }

  /// Does nothing, which is enough.
  public func beginSync(_ bytes: Range<Int>, of file: OpenFile) {}
}
