import GeulStorage

/// Different n-grams and how often they were seen, in order, in a file without a name.
///
/// Each takes a word with its count and the number of symbols that it shares with the one before, then its other
/// symbols.
final class SortedRunWriter {
  private let file: TemporaryFile
  private let length: Int
  private var words: [UInt32] = []

  private static let capacity = 1 << 16
  /// What a word holds of a count.
  static let countBits = 24
  private static let mostCount = 1 << countBits - 1

  /// A run of n-grams of `length` symbols, on the file system of `folder`.
  init(length: Int, in folder: String, on fileSystem: FileSystem) throws(StorageError) {
    self.length = length
    file = try TemporaryFile(in: folder, on: fileSystem)
    words.reserveCapacity(Self.capacity)
  }

  /// Adds an n-gram behind all that were added; one that was seen more often than a word can say stands there again.
  func append(_ gram: UnsafePointer<UInt32>, shared: Int, count: Int) throws(StorageError) {
    var (shared, left) = (shared, count)
    while left > 0 {
      let part = min(left, Self.mostCount)
      if words.count + 1 + length > Self.capacity { try flush() }
      words.append(UInt32(shared) << Self.countBits | UInt32(part))
      for symbol in shared..<length { words.append(gram[symbol]) }
      (shared, left) = (length, left - part)
    }
  }

  /// Ends the run; call it once.
  func finish() throws(StorageError) -> InputFile {
    try flush()
    return try file.finish()
  }

  private func flush() throws(StorageError) {
    try words.withUnsafeBufferPointer { (words) throws(StorageError) in
      try file.writer.write(UnsafeRawBufferPointer(words))
    }
    words.removeAll(keepingCapacity: true)
  }
}
