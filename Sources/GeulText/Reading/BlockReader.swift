import GeulWork
import Glibc

/// Reads a file, or standard input, in blocks.
struct BlockReader: ~Copyable {
  private let path: String
  private let descriptor: Int32
  private let stop: StopRequest?
  /// What the file was when it was opened.
  private let status: CorpusFiles.Status
  private var bytesRead = 0
  /// A terminal would have to be told twice.
  private var isAtEnd = false

  /// Opens a path, or standard input for `-`. `stop` is looked for where a signal interrupts what may wait long: a pipe
  /// that nobody writes.
  ///
  /// Throws ``TextError`` or `WorkStopped`.
  init(_ path: String, _ stop: StopRequest? = nil) throws {
    self.path = path
    self.stop = stop
    descriptor = try path == CorpusSource.standardInput ? STDIN_FILENO : Self.open(path, stop)
    status = CorpusFiles.status(of: descriptor)
  }

  private static func open(_ path: String, _ stop: StopRequest?) throws -> Int32 {
    while true {
      let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
      if descriptor >= 0 { return descriptor }
      guard errno == EINTR else { throw CorpusFiles.failure(path) }
      try stop?.check()
    }
  }

  deinit {
    if descriptor != STDIN_FILENO { close(descriptor) }
  }

  /// Fills `block` and returns how many bytes it read, which are fewer only at the end; 0 after it.
  ///
  /// Throws also if the file has meanwhile become another than it was when it was opened.
  mutating func read(into block: inout [UInt8]) throws -> Int {
    var filled = 0
    while filled < block.count && !isAtEnd {
      let count = block.withUnsafeMutableBytes { buffer in
        Glibc.read(descriptor, buffer.baseAddress.map { $0 + filled }, buffer.count - filled)
      }
      if count < 0 {
        guard errno == EINTR else { throw CorpusFiles.failure(path) }
        try stop?.check()
        continue
      }
      if count == 0 { isAtEnd = true }
      filled += count
    }
    bytesRead += filled
    if filled < block.count { try checkUnchanged() }
    return filled
  }

  private func checkUnchanged() throws(TextError) {
    guard status.isRegular, path != CorpusSource.standardInput else { return }
    let now = CorpusFiles.status(of: descriptor)
    guard now == status, bytesRead == status.size else {
      throw .changedWhileRead(path: path, expected: status.size, found: max(now.size, bytesRead))
    }
  }
}
