#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The few calls of the system that reading a corpus takes.
enum FileSystem {
  /// What and which a file is.
  struct Status: Equatable {
    let device: UInt64
    let inode: UInt64
    let isFolder: Bool
  }

  /// The status of a path, links followed.
  static func status(_ path: String) throws(TextError) -> Status {
    var status = stat()
    guard stat(path, &status) == 0 else { throw failure(path) }
    return Status(
      device: UInt64(truncatingIfNeeded: status.st_dev),
      inode: UInt64(truncatingIfNeeded: status.st_ino),
      isFolder: status.st_mode & S_IFMT == S_IFDIR)
  }

  /// The names in a folder, ordered by their bytes.
  static func names(in folder: String) throws(TextError) -> [String] {
    guard let stream = opendir(folder) else { throw failure(folder) }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The error that the last failed call left behind.
  static func failure(_ path: String) -> TextError {
    let code = errno
    if code == ENOENT || code == ENOTDIR { return .missingFile(path: path) }
    return .unreadable(path: path, reason: String(cString: strerror(code)))
  }
}

/// Reads a file, or standard input, in blocks.
struct BlockReader: ~Copyable {
  private let path: String
  private let descriptor: Int32

  /// Opens a path, or standard input for `-`.
  init(_ path: String) throws(TextError) {
    self.path = path
    descriptor =
      path == CorpusSource.standardInput ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileSystem.failure(path) }
  }

  deinit {
    if descriptor != STDIN_FILENO { close(descriptor) }
  }

  /// Fills the front of `block` and returns how many bytes it read; 0 at the end.
  func read(into block: inout [UInt8]) throws(TextError) -> Int {
    while true {
      let count = block.withUnsafeMutableBytes { buffer in
        Self.read(descriptor, buffer)
      }
      if count >= 0 { return count }
      guard errno == EINTR else { throw FileSystem.failure(path) }
    }
  }

  private static func read(_ descriptor: Int32, _ buffer: UnsafeMutableRawBufferPointer) -> Int {
    #if canImport(Glibc)
      Glibc.read(descriptor, buffer.baseAddress, buffer.count)
    #elseif canImport(Musl)
      Musl.read(descriptor, buffer.baseAddress, buffer.count)
    #else
      Darwin.read(descriptor, buffer.baseAddress, buffer.count)
    #endif
  }
}
