/// A regular file open for reading at any place; closed when the last reference goes.
public final class InputFile: Sendable {
  /// The path it was opened by.
  public var path: String { file.path }

  /// Its size in bytes when it was opened.
  public let size: Int

  private let file: OpenFile
  private let fileSystem: FileSystem

  /// Opens the file; throws `missing` or `unreadable`, the latter for a folder or a pipe too.
  public convenience init(
    _ path: String, on fileSystem: FileSystem = .current
  ) throws(StorageError) {
    let (file, status) = try fileSystem.openForReading(path)
    self.init(file, size: status.size, on: fileSystem)
  }

  /// Takes over an open file.
  init(_ file: OpenFile, size: Int, on fileSystem: FileSystem) {
    self.file = file
    self.size = size
    self.fileSystem = fileSystem
  }

  deinit { fileSystem.closeUnchecked(file) }

  /// Its bytes in memory, read where they are looked at; throws `corrupt` if there are none, `readFailed` where the system cannot.
  public func map() throws(StorageError) -> MappedFile {
    try MappedFile(file, size: size, on: fileSystem)
  }

  /// Throws `corrupt` if the file is no longer of the size it had when it was opened.
  public func checkSize() throws(StorageError) {
    let now = try fileSystem.status(of: file).size
    guard now == size else {
      throw .corrupt(
        file: path, offset: nil, expected: "\(size) bytes, as when it was opened", found: "\(now)",
        advice: "something else changes this file; stop that, and make it anew")
    }
  }

  /// Fills the buffer with the bytes from the offset on; a file that ends before is `corrupt`.
  public func read(
    into buffer: UnsafeMutableRawBufferPointer, at offset: Int
  ) throws(StorageError) {
    let count = try fileSystem.read(file, into: buffer, at: offset)
    guard count == buffer.count else {
      throw .corrupt(
        file: path, offset: offset + count, expected: "\(buffer.count - count) more bytes",
        found: "the end of the file", advice: "copy the file again, or make it anew")
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
public func readFile(
  _ path: String, limit: Int, on fileSystem: FileSystem = .current
) throws(StorageError) -> [UInt8] {
  try InputFile(path, on: fileSystem).readAll(limit: limit)
}
