/// A file of lines that only grows at its end, and is whole line by line whatever becomes of the process.
///
/// Each line is handed to the system by one write. What a power cut, or a disk that was full, left of a last line is
/// cut off when the file is opened, or at once.
public final class LineFile {
  /// Where it is.
  public let path: String

  private let file: OpenFile
  private let fileSystem: FileSystem
  /// Bytes of the lines that are whole.
  private var size = 0

  /// Opens the file, which is made if there is none.
  public init(_ path: String, on fileSystem: FileSystem = .current)
    throws(StorageError)
  {
    self.path = path
    self.fileSystem = fileSystem
    file = try fileSystem.openForAppending(path)
    try keepWholeLines()
  }

  deinit {
    // Each line was handed to the system when it came.
    do { try fileSystem.close(file) } catch {}
  }

  /// Appends a line, which ends with a line feed; allocates nothing.
  public func append(_ line: [UInt8]) throws(StorageError) {
    precondition(line.last == UInt8(ascii: "\n"), "a line without a line feed at its end")
    do throws(StorageError) {
      try line.withUnsafeBufferPointer { (bytes) throws(StorageError) in
        try fileSystem.write(UnsafeRawBufferPointer(bytes), to: file)
      }
    } catch {
      try fileSystem.truncate(file, to: size)
      throw error
    }
    size += line.count
  }

  /// Cuts lines off the end, the last first, until `isKept` is true of one.
  public func cut(until isKept: (ArraySlice<UInt8>) -> Bool) throws(StorageError) {
    let input = try InputFile(path, on: fileSystem)
    var end = size
    while end > 0 {
      let start = try Self.lineStart(before: end - 1, input)
      if isKept(try input.read(end - 1 - start, at: start)[...]) { break }
      end = start
    }
    guard end < size else { return }
    try fileSystem.truncate(file, to: end)
    size = end
  }

  /// Leaves out what is behind the last line feed.
  private func keepWholeLines() throws(StorageError) {
    let input = try InputFile(path, on: fileSystem)
    size = try Self.lineStart(before: input.size, input)
    if size < input.size { try fileSystem.truncate(file, to: size) }
  }

  /// Where the line begins that the byte before `end` belongs to: behind the last line feed before `end`.
  private static func lineStart(before end: Int, _ input: InputFile) throws(StorageError) -> Int {
    var end = end
    while end > 0 {
      let start = max(0, end - 4096)
      let block = try input.read(end - start, at: start)
      if let place = block.lastIndex(of: UInt8(ascii: "\n")) { return start + place + 1 }
      end = start
    }
    return 0
  }
}
