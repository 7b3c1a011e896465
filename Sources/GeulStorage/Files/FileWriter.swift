/// Streams bytes into one new file through a buffer of 256 kB; what is larger goes past the buffer,
/// so that a tensor is never held twice.
///
/// It lives for the closure it is handed to, and for one thread.
public final class FileWriter {
  /// The number of bytes written so far: the offset of the next.
  public private(set) var position = 0

  private static let capacity = 256 * 1024

  private let file: OpenFile
  private let fileSystem: any FileSystem
  private var buffer: [UInt8] = []

  init(_ file: OpenFile, on fileSystem: any FileSystem) {
    self.file = file
    self.fileSystem = fileSystem
    buffer.reserveCapacity(Self.capacity)
  }

  /// The file's path while it is written, for errors.
  public var path: String { file.path }

  /// The open file, for a program that writes in our place; nothing else is to be written then.
  var descriptor: Int32 { file.descriptor }

  /// Appends the bytes.
  public func write(_ bytes: UnsafeRawBufferPointer) throws(StorageError) {
    position += bytes.count
    if buffer.count + bytes.count > Self.capacity { try flush() }
    if bytes.count >= Self.capacity {
      try fileSystem.write(bytes, to: file)
    } else {
      buffer.append(contentsOf: bytes)
    }
  }

  /// Appends the bytes.
  public func write(_ bytes: [UInt8]) throws(StorageError) {
    try bytes.withUnsafeBufferPointer { (bytes) throws(StorageError) in
      try write(UnsafeRawBufferPointer(bytes))
    }
  }

  /// Appends the text in UTF-8.
  public func write(_ text: String) throws(StorageError) {
    try write(Array(text.utf8))
  }

  /// Appends the integer's bytes, the lowest first.
  public func write<Integer: FixedWidthInteger>(
    littleEndian integer: Integer
  ) throws(StorageError) {
    try withUnsafeBytes(of: integer.littleEndian) { (bytes) throws(StorageError) in
      try write(bytes)
    }
  }

  /// Hands the buffer on and returns once all of it is safe from a power cut.
  func finish() throws(StorageError) {
    try flush()
    try fileSystem.sync(file)
  }

  private func flush() throws(StorageError) {
    guard !buffer.isEmpty else { return }
    try buffer.withUnsafeBufferPointer { (bytes) throws(StorageError) in
      try fileSystem.write(UnsafeRawBufferPointer(bytes), to: file)
    }
    buffer.removeAll(keepingCapacity: true)
  }
}
