import GeulStorage

/// All n-grams of a text up to a length, with their counts: a trie, built from the longest in order.
///
/// What the text ends with is counted as far as it goes: there the symbol V, which is none, stands behind it.
final class CountedTrie {
  /// Levels of length 1 ... N + 1.
  let levels: [CountedLevel]
  /// The symbol behind the text.
  private let end: UInt32

  /// An empty trie of n-grams of at most `length` symbols, all below `vocabulary`.
  init(length: Int, vocabulary: Int, in folder: String) throws(StorageError) {
    var levels: [CountedLevel] = []
    for _ in 0..<length { levels.append(try CountedLevel(in: folder)) }
    self.levels = levels
    end = UInt32(vocabulary)
  }

  /// Adds one of the longest n-grams behind all that were added in order; it shares so many symbols with the last.
  func append(_ gram: UnsafePointer<UInt32>, shared: Int, count: Int) throws(StorageError) {
    for (index, level) in levels.enumerated() {
      if gram[index] == end { return }
      if index >= shared {
        if index + 1 < levels.count {
          try level.children.append(UInt32(levels[index + 1].count))
        }
        try level.symbols.append(gram[index])
        try level.counts.append(0)
      }
      level.counts.elements[level.count - 1] += UInt32(count)
    }
  }

  /// Ends the building; call it once.
  func finish() throws(StorageError) {
    for (level, next) in zip(levels, levels.dropFirst()) {
      try level.children.append(UInt32(next.count))
    }
  }

  /// How many contexts of length `index` there are, whose continuations stand in level `index`, 0 ... N: the empty one,
  /// or the n-grams of that length.
  func contextCount(_ index: Int) -> Int { index == 0 ? 1 : levels[index - 1].count }

  /// The places in level `index` of what goes on from a context.
  func continuations(_ index: Int, of context: Int) -> Range<Int> {
    guard index > 0 else { return 0..<levels[0].count }
    let children = levels[index - 1].children.elements
    return Int(children[context])..<Int(children[context + 1])
  }
}
