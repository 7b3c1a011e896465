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
  init(length: Int, in folder: String) throws(StorageError) {
    self.length = length
    file = try TemporaryFile(in: folder)
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

/// Goes through a run from front to back.
final class SortedRunReader {
  /// The n-gram at hand.
  let gram: UnsafeMutablePointer<UInt32>
  /// How often it was seen in this run.
  private(set) var count = 0

  private let file: InputFile
  private let length: Int
  private let words: UnsafeMutableBufferPointer<UInt32>
  private var (next, end, offset) = (0, 0, 0)

  private static let capacity = 1 << 14

  /// A reader that stands before the first n-gram.
  init(_ file: InputFile, length: Int) {
    self.file = file
    self.length = length
    gram = .allocate(capacity: length)
    gram.initialize(repeating: 0, count: length)
    words = .allocate(capacity: Self.capacity)
    words.initialize(repeating: 0)
  }

  deinit {
    gram.deallocate()
    words.deallocate()
  }

  /// Goes to the next n-gram; false at the end.
  func advance() throws(StorageError) -> Bool {
    if end - next <= length { try fill() }
    guard next < end else { return false }
    let word = words[next]
    let shared = Int(word >> SortedRunWriter.countBits)
    count = Int(word & (1 << SortedRunWriter.countBits - 1))
    next += 1
    for symbol in shared..<length { gram[symbol] = words[next + symbol - shared] }
    next += length - shared
    return true
  }

  /// Moves what is left to the front, and reads on behind it.
  private func fill() throws(StorageError) {
    let left = end - next
    for index in 0..<left { words[index] = words[next + index] }
    let count = min(Self.capacity - left, (file.size - offset) / 4)
    let rest = UnsafeMutableBufferPointer(rebasing: words[left..<left + count])
    try file.read(into: UnsafeMutableRawBufferPointer(rest), at: offset)
    offset += count * 4
    (next, end) = (0, left + count)
  }
}
