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

/// Who may read a new file.
public enum FileAudience: Sendable {
  /// Everyone whom the process's umask does not keep out.
  case everyone
  /// Its owner alone.
  case owner
}
