import Glibc

extension FileSystem {
  /// Fills the buffer with the bytes from the offset on, as far as there are any; returns how many.
  func read(
    _ file: OpenFile, into buffer: UnsafeMutableRawBufferPointer, at offset: Int
  ) throws(StorageError) -> Int {
    var filled = 0
    while filled < buffer.count {
      let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
      let place = offset + filled
      let count = try reading(file.path) { $0.read(file.descriptor, into: rest, at: place) }
      if count == 0 { break }
      filled += count
    }
    return filled
  }

  /// What an open file is.
  func status(of file: OpenFile) throws(StorageError) -> FileStatus {
    try reading(file.path) { $0.status(file.descriptor) }
  }

  /// Writes all bytes at the end of what was written.
  public func write(_ bytes: UnsafeRawBufferPointer, to file: OpenFile) throws(StorageError) {
    var written = 0
    while written < bytes.count {
      let rest = UnsafeRawBufferPointer(rebasing: bytes[written...])
      written += try writing(file.path) { $0.write(file.descriptor, rest) }
    }
  }

  /// Writes all bytes over those that were written at the offset.
  public func overwrite(
    _ bytes: UnsafeRawBufferPointer, at offset: Int, in file: OpenFile
  ) throws(StorageError) {
    var written = 0
    while written < bytes.count {
      let rest = UnsafeRawBufferPointer(rebasing: bytes[written...])
      let place = offset + written
      written += try writing(file.path) { $0.write(file.descriptor, rest, at: place) }
    }
  }

  /// Writes all bytes of one open file to another, by parts of 1 MiB.
  func copy(_ file: OpenFile, to other: OpenFile) throws(StorageError) {
    let part = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 1)
    defer { part.deallocate() }
    var place = 0
    while case let count = try read(file, into: part, at: place), count > 0 {
      try write(UnsafeRawBufferPointer(rebasing: part[..<count]), to: other)
      place += count
    }
  }

  /// Makes an open file `size` bytes long.
  public func truncate(_ file: OpenFile, to size: Int) throws(StorageError) {
    try writing(file.path) { $0.truncate(file.descriptor, to: size) }
  }

  /// Returns once what was written to the file, or the names in the folder, survive a power cut.
  public func sync(_ file: OpenFile) throws(StorageError) {
    let answer = retrying { $0.sync(file.descriptor) }
    // Some file systems cannot sync a folder and say EINVAL; there is nothing more to be had there.
    if case .failure(let refusal) = answer, refusal.code != EINVAL {
      throw SystemFailure(file.path, refusal).whileWriting
    }
  }

  /// Has the system begin what ``sync(_:)`` will wait for; it is advice, and cannot fail.
  public func beginSync(_ bytes: Range<Int>, of file: OpenFile) {
    calls.beginSync(file.descriptor, bytes)
  }

  /// Bytes that a program without privileges may still write on the file system of a path that is there.
  public func freeBytes(at path: String) throws(StorageError) -> Int {
    try refuseZeroByte(in: path)
    return try opening(path) { $0.freeBytes(at: path) }
  }
}
