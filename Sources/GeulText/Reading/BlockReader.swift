import GeulStorage
import GeulWork
import Glibc

/// Reads a file, or standard input, in blocks.
struct BlockReader: ~Copyable {
  private let path: String
  private let descriptor: Int32
  private let stop: StopRequest?
  /// What the file was when it was opened.
  private let status: FileStatus
  private let fileSystem: FileSystem
  private var bytesRead = 0
  /// A terminal would have to be told twice.
  private var isAtEnd = false

  /// Opens a path, or standard input for `-`. `stop` is looked for where a signal interrupts what may wait long: a pipe
  /// that nobody writes.
  ///
  /// Throws ``TextError`` or `WorkStopped`.
  init(_ path: String, on fileSystem: FileSystem, _ stop: StopRequest? = nil) throws {
    self.path = path
    self.fileSystem = fileSystem
    self.stop = stop
    let files = CorpusFiles(fileSystem)
    let descriptor =
      try path == CorpusSource.standardInput ? STDIN_FILENO : files.open(path, stop)
    do { status = try files.status(of: descriptor, path) } catch {
      Self.close(descriptor, on: fileSystem)
      throw error
    }
    self.descriptor = descriptor
  }

  deinit { Self.close(descriptor, on: fileSystem) }

  private static func close(_ descriptor: Int32, on fileSystem: FileSystem) {
    if descriptor != STDIN_FILENO { _ = fileSystem.calls.close(descriptor) }
  }

  /// Fills `block` and returns how many bytes it read, which are fewer only at the end; 0 after it.
  ///
  /// Throws also if the file has meanwhile become another than it was when it was opened.
  mutating func read(into block: inout [UInt8]) throws -> Int {
    var filled = 0
    while filled < block.count && !isAtEnd {
      let answer = block.withUnsafeMutableBytes { buffer in
        let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
        return fileSystem.calls.read(descriptor, into: rest)
      }
      if case .failure(ErrorNumber(EINTR)) = answer {
        try stop?.check()
        continue
      }
      let count = try answer.mapError { CorpusFiles.failure(path, $0) }.get()
      if count == 0 { isAtEnd = true }
      filled += count
    }
    bytesRead += filled
    if filled < block.count { try checkUnchanged() }
    return filled
  }

  private func checkUnchanged() throws(TextError) {
    guard status.kind == .file, path != CorpusSource.standardInput else { return }
    let now = try CorpusFiles(fileSystem).status(of: descriptor, path)
    guard now == status, bytesRead == status.size else {
      throw .changedWhileRead(path: path, expected: status.size, found: max(now.size, bytesRead))
    }
  }
}
