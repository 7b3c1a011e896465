import Glibc

/// A regular file open for reading at any place; closed when the last reference goes.
public final class InputFile: Sendable {
  /// The path it was opened by.
  public let path: String

  /// Its size in bytes when it was opened.
  public let size: Int

  private let descriptor: Int32

  /// Opens the file; throws `missing` or `unreadable`, the latter for a folder or a pipe too.
  public init(_ path: String) throws(StorageError) {
    guard !path.utf8.contains(0) else {
      throw .missing(file: path, advice: "a path cannot hold a zero byte")
    }
    // A look first: to open a pipe and close it would take its writer's only reader away.
    var before = stat()
    guard stat(path, &before) != 0 || before.st_mode & S_IFMT == S_IFREG else {
      throw .unreadable(
        file: path, reason: "it is not a regular file", advice: "give the path of a file")
    }
    // Without O_NONBLOCK, opening a pipe would wait for its writer.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw SystemFailure(path).whileOpening }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      let failure = SystemFailure(path)
      close(descriptor)
      throw failure.whileOpening
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw .unreadable(
        file: path, reason: "it is not a regular file", advice: "give the path of a file")
    }
    self.path = path
    self.descriptor = descriptor
    size = Int(status.st_size)
  }

  /// Takes over an open descriptor.
  init(descriptor: Int32, path: String, size: Int) {
    self.descriptor = descriptor
    self.path = path
    self.size = size
  }

  deinit {
    close(descriptor)
  }

  /// Its bytes in memory, read where they are looked at; throws `corrupt` if there are none, `readFailed` where the system cannot.
  public func map() throws(StorageError) -> MappedFile {
    try MappedFile(descriptor: descriptor, path: path, size: size)
  }

  /// Throws `corrupt` if the file is no longer of the size it had when it was opened.
  public func checkSize() throws(StorageError) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw SystemFailure(path).whileReading }
    guard Int(status.st_size) == size else {
      throw .corrupt(
        file: path, offset: nil, expected: "\(size) bytes, as when it was opened",
        found: "\(status.st_size)",
        advice: "something else changes this file; stop that, and make it anew")
    }
  }

  /// Fills the buffer with the bytes from the offset on; a file that ends before is `corrupt`.
  public func read(
    into buffer: UnsafeMutableRawBufferPointer, at offset: Int
  ) throws(StorageError) {
    var filled = 0
    while filled < buffer.count {
      let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
      let count = pread(descriptor, rest.baseAddress, rest.count, off_t(offset + filled))
      guard count >= 0 else {
        if errno == EINTR { continue }
        throw SystemFailure(path).whileReading
      }
      guard count > 0 else {
        throw .corrupt(
          file: path, offset: offset + filled, expected: "\(buffer.count - filled) more bytes",
          found: "the end of the file", advice: "copy the file again, or make it anew")
      }
      filled += count
    }
  }

  /// The bytes from the offset on; a file that ends before is `corrupt`.
  public func read(_ count: Int, at offset: Int) throws(StorageError) -> [UInt8] {
    precondition(count >= 0 && offset >= 0, "\(count) bytes at \(offset) cannot be read")
    var bytes = [UInt8](repeating: 0, count: count)
    try read(count, at: offset, into: &bytes)
    return bytes
  }

  /// Writes the bytes from the offset on to the front of an array, which has room for them; a file that ends before
  /// is `corrupt`.
  public func read(
    _ count: Int, at offset: Int, into bytes: inout [UInt8]
  ) throws(StorageError) {
    precondition(count <= bytes.count, "\(count) bytes do not fit an array of \(bytes.count)")
    try bytes.withUnsafeMutableBufferPointer { (buffer) throws(StorageError) in
      let front = UnsafeMutableBufferPointer(rebasing: buffer[..<count])
      try read(into: UnsafeMutableRawBufferPointer(front), at: offset)
    }
  }
}

/// Reads a small file whole; one of more than `limit` bytes is `corrupt`, before any is read.
public func readFile(_ path: String, limit: Int) throws(StorageError) -> [UInt8] {
  try InputFile(path).readAll(limit: limit)
}
