import GeulStorage

/// Merges sorted runs into one sequence of different n-grams.
struct RunMerger {
  private let length: Int
  /// The readers that are not at their end, a heap: none stands before the one that it hangs from.
  private var heap: [SortedRunReader] = []

  /// A merger of these runs.
  init(_ runs: [InputFile], length: Int) throws(StorageError) {
    self.length = length
    for run in runs {
      let reader = SortedRunReader(run, length: length)
      if try reader.advance() { heap.append(reader) }
    }
    for index in heap.indices.reversed() { sink(index) }
  }

  /// Calls `body` with each different n-gram in order: how many symbols it shares with the one before, and how often it
  /// was seen in all runs.
  mutating func merge(
    _ body: (_ gram: UnsafePointer<UInt32>, _ shared: Int, _ count: Int) throws -> Void
  ) throws {
    let current = UnsafeMutablePointer<UInt32>.allocate(capacity: length)
    defer { current.deallocate() }
    guard let first = heap.first else { return }
    current.initialize(from: first.gram, count: length)
    var (count, shared) = (0, 0)
    while let top = heap.first {
      var common = 0
      while common < length, top.gram[common] == current[common] { common += 1 }
      if common < length {
        try body(current, shared, count)
        current.update(from: top.gram, count: length)
        (count, shared) = (0, common)
      }
      count += top.count
      if try !top.advance() {
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
      }
      if !heap.isEmpty { sink(0) }
    }
    try body(current, shared, count)
  }

  /// Moves the reader at `start` down to where it belongs.
  private mutating func sink(_ start: Int) {
    var index = start
    while true {
      var least = index
      for child in [2 * index + 1, 2 * index + 2] where child < heap.count {
        if precedes(heap[child], heap[least]) { least = child }
      }
      if least == index { return }
      heap.swapAt(index, least)
      index = least
    }
  }

  private func precedes(_ a: SortedRunReader, _ b: SortedRunReader) -> Bool {
    for symbol in 0..<length where a.gram[symbol] != b.gram[symbol] {
      return a.gram[symbol] < b.gram[symbol]
    }
    return false
  }
}
