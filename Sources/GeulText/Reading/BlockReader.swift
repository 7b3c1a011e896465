import GeulStorage
import GeulWork
import Glibc

/// Reads a file, or standard input, in blocks; a packed file as what it holds.
struct BlockReader: ~Copyable {
  private let path: String
  private let descriptor: Int32
  private let stop: StopRequest?
  /// What the file was when it was opened.
  private let status: FileStatus
  private let fileSystem: FileSystem
  /// What unpacks the file, once its first bytes have shown that it is packed.
  private var pipe: UnpackingPipe?
  private var hasBegun = false
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
  /// Of a packed file, what its program writes is read in place of it.
  mutating func read(into block: inout [UInt8]) throws -> Int {
    let count = try readBlock(into: &block)
    guard !hasBegun else { return count }
    hasBegun = true
    guard isRegular, let packing = Packing(head: block[..<count]) else {
      return count
    }
    try unpack(packing)
    return try readBlock(into: &block)
  }

  /// Begins anew, with what unpacking yields.
  private mutating func unpack(_ packing: Packing) throws {
    let files = CorpusFiles(fileSystem)
    let front = try files.open(path, stop)
    defer { Self.close(front, on: fileSystem) }
    let now = try files.status(of: front, path)
    guard now == status else {
      throw TextError.changedWhileRead(path: path, expected: status.size, found: now.size)
    }
    pipe = try UnpackingPipe(packing, input: front, file: path)
    (bytesRead, isAtEnd) = (0, false)
  }

  private var isRegular: Bool { status.kind == .file && path != CorpusSource.standardInput }

  private mutating func readBlock(into block: inout [UInt8]) throws -> Int {
    let source = pipe?.descriptor ?? descriptor
    var filled = 0
    while filled < block.count && !isAtEnd {
      let answer = block.withUnsafeMutableBytes { buffer in
        let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
        return fileSystem.calls.read(source, into: rest)
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
    if filled < block.count {
      if let pipe { try pipe.finish() }
      try checkUnchanged()
    }
    return filled
  }

  /// Throws if a packed file turns out to be damaged further on, which explains text that is none.
  mutating func checkUnpacking() throws {
    guard pipe != nil, !isAtEnd else { return }
    var block = [UInt8](repeating: 0, count: CorpusReader.blockSize)
    while try readBlock(into: &block) == block.count { try stop?.check() }
  }

  private func checkUnchanged() throws(TextError) {
    guard isRegular else { return }
    let now = try CorpusFiles(fileSystem).status(of: descriptor, path)
    let bytesRead = pipe == nil ? bytesRead : now.size
    guard now == status, bytesRead == status.size else {
      throw .changedWhileRead(path: path, expected: status.size, found: max(now.size, bytesRead))
    }
  }
}
