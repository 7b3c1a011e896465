/// Streams bytes into one new file through a buffer of 256 kB; what is large goes past the buffer,
/// so that a tensor is never held twice.
///
/// It lives for the closure it is handed to, and for one thread.
public final class FileWriter {
  /// The number of bytes written so far: the offset of the next.
  public private(set) var position = 0

  private static let capacity = 256 * 1024
  /// Bytes that the system is told at once to begin writing to the disk.
  private static let stretch = 8 << 20
  /// What is larger is not worth copying to the buffer first.
  private static let least = 64 * 1024

  private let file: OpenFile
  private let fileSystem: FileSystem
  /// What the bytes written are taken into, if somebody wants to know.
  private let hash: ContentHash?
  private var buffer: [UInt8] = []
  /// Whether the file is to be synced at its end.
  private let isKept: Bool
  /// Bytes handed to the system, and those of them that it was told to begin writing to the disk.
  private var (handed, begun) = (0, 0)

  /// A writer of a file that will be kept, or of one that nobody needs after a power cut.
  init(
    _ file: OpenFile, on fileSystem: FileSystem, isKept: Bool = true, hash: ContentHash? = nil
  ) {
    self.file = file
    self.hash = hash
    self.fileSystem = fileSystem
    self.isKept = isKept
    buffer.reserveCapacity(Self.capacity)
  }

  /// The file's path while it is written, for errors.
  public var path: String { file.path }

  /// The open file, for a program that writes in our place; nothing else is to be written then.
  var descriptor: Int32 { file.descriptor }

  /// Appends the bytes.
  public func write(_ bytes: UnsafeRawBufferPointer) throws(StorageError) {
    position += bytes.count
    hash?.combine(bytes)
    if buffer.count + bytes.count > Self.capacity || bytes.count >= Self.least { try flush() }
    if bytes.count >= Self.least {
      try hand(bytes)
    } else {
      buffer.append(contentsOf: bytes)
    }
  }

  /// Appends the bytes.
  public func write(_ bytes: RawSpan) throws(StorageError) {
    try bytes.withUnsafeBytes { (bytes) throws(StorageError) in try write(bytes) }
  }

  /// Appends the bytes.
  public func write(_ bytes: [UInt8]) throws(StorageError) { try write(bytes.span.bytes) }

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

  /// Replaces bytes that were written before; `position` stays where it is.
  public func overwrite(_ bytes: [UInt8], at offset: Int) throws(StorageError) {
    precondition(
      offset >= 0 && offset + bytes.count <= position,
      "\(bytes.count) bytes at \(offset) are not within the \(position) written")
    precondition(hash == nil, "bytes that were hashed cannot be replaced")
    try flush()
    try bytes.withUnsafeBufferPointer { (bytes) throws(StorageError) in
      try fileSystem.overwrite(UnsafeRawBufferPointer(bytes), at: offset, in: file)
    }
  }

  /// Hands the buffer on and returns once all of it is safe from a power cut.
  func finish() throws(StorageError) {
    try flush()
    try fileSystem.sync(file)
  }

  func flush() throws(StorageError) {
    guard !buffer.isEmpty else { return }
    try buffer.withUnsafeBufferPointer { (bytes) throws(StorageError) in
      try hand(UnsafeRawBufferPointer(bytes))
    }
    buffer.removeAll(keepingCapacity: true)
  }

  /// Hands bytes to the system, and has it write large files to the disk meanwhile: the sync at the end
  /// then has little left to wait for.
  private func hand(_ bytes: UnsafeRawBufferPointer) throws(StorageError) {
    try fileSystem.write(bytes, to: file)
    handed += bytes.count
    guard isKept, handed - begun >= Self.stretch else { return }
    fileSystem.beginSync(begun..<handed, of: file)
    begun = handed
  }
}
