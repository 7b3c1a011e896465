import Glibc

/// Reads a file, or standard input, in blocks.
struct BlockReader: ~Copyable {
  private let path: String
  private let descriptor: Int32

  /// Opens a path, or standard input for `-`.
  init(_ path: String) throws(TextError) {
    self.path = path
    descriptor =
      path == CorpusSource.standardInput ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw CorpusFiles.failure(path) }
  }

  deinit {
    if descriptor != STDIN_FILENO { close(descriptor) }
  }

  /// Fills the front of `block` and returns how many bytes it read; 0 at the end.
  func read(into block: inout [UInt8]) throws(TextError) -> Int {
    while true {
      let count = block.withUnsafeMutableBytes { buffer in
        Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      }
      if count >= 0 { return count }
      guard errno == EINTR else { throw CorpusFiles.failure(path) }
    }
  }
}
