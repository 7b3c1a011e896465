import Glibc

extension posix_spawn_file_actions_t {
  private typealias CloseFrom =
    @convention(c) (UnsafeMutablePointer<posix_spawn_file_actions_t>, Int32) -> Int32

  /// The call of glibc 2.34, looked up by name because the module map of Glibc omits it.
  private static let closeFrom: CloseFrom? = dlsym(
    nil, "posix_spawn_file_actions_addclosefrom_np"
  ).map { unsafeBitCast($0, to: CloseFrom.self) }

  /// Lets a program have its standard streams and no other descriptor of this process; called after
  /// what gives it those.
  ///
  /// Ours are closed at exec anyhow, but not those of whoever else is in this process: a pipe that a
  /// program keeps open for another never ends. Where the C library cannot do it, nothing is done.
  package mutating func closeAllButStandardStreams() {
    _ = Self.closeFrom?(&self, STDERR_FILENO + 1)
  }
}
