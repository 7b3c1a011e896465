import GeulStorage

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
