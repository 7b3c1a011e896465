import GeulStorage

/// Places in a text in growing order, in a file without a name: there may be as many as the text has lines.
final class OffsetList {
  /// How many there are.
  let count: Int

  private let file: InputFile
  private var block: [UInt8] = []
  /// Which of them the block holds.
  private var held = 0..<0

  fileprivate init(_ file: InputFile) {
    self.file = file
    count = file.size / Self.width
  }

  fileprivate static let width = 8
  private static let blockSize = 1 << 13

  /// One of them; going on from one to the next is cheap.
  func offset(at index: Int) throws(StorageError) -> Int {
    if !held.contains(index) {
      held = index..<min(index + Self.blockSize, count)
      block = try file.read(held.count * Self.width, at: index * Self.width)
    }
    let start = (index - held.lowerBound) * Self.width
    return block[start..<start + Self.width].reversed().reduce(0) { $0 << 8 | Int($1) }
  }

  /// Hands all bytes on in parts, each place as eight bytes, the lowest first.
  func forEachPart(_ body: ([UInt8]) throws(StorageError) -> Void) throws(StorageError) {
    for start in stride(from: 0, to: file.size, by: 1 << 18) {
      try body(file.read(min(1 << 18, file.size - start), at: start))
    }
  }
}

/// Writes an ``OffsetList``; without any offset there is no file.
struct OffsetListWriter {
  private var file: TemporaryFile?

  /// Adds a place, which is beyond all before it.
  mutating func append(_ offset: Int) throws(StorageError) {
    if file == nil { file = try TemporaryFile() }
    try file?.writer.write(littleEndian: UInt64(offset))
  }

  /// Ends the writing; nil where nothing was written.
  func finish() throws(StorageError) -> OffsetList? {
    guard let file else { return nil }
    return OffsetList(try file.finish())
  }
}
