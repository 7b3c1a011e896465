import GeulCompute
import GeulStorage

/// Of each n-gram of a trie, the place of the one without its first symbol.
struct SuffixLinks {
  /// For each level of length 2 ... N + 1 a place in the level before.
  let levels: [ScratchArray<UInt32>]

  /// Finds all of them, the workers a part of each level. Cost: a search among a context's continuations for each.
  ///
  /// `progress` is told of each level, and may throw to end it.
  init(
    _ trie: CountedTrie, in folder: String, pool: WorkerPool, progress: () throws -> Void
  ) throws {
    var levels: [ScratchArray<UInt32>] = []
    for index in 1..<max(1, trie.levels.count) {
      try progress()
      let links = try ScratchArray<UInt32>(zeros: trie.levels[index].count, in: folder)
      let parents = index > 1 ? levels[index - 2].elements : nil
      pool.run { worker in
        for context in worker.share(of: trie.contextCount(index)) {
          // The context without its first symbol; all of one symbol have the empty one.
          let shorter = parents.map { Int($0[context]) } ?? 0
          Self.link(trie, index, context, to: shorter, links.elements)
        }
      }
      levels.append(links)
    }
    self.levels = levels
  }

  /// Both runs are in order, so each search begins where the one before ended.
  private static func link(
    _ trie: CountedTrie, _ index: Int, _ context: Int, to shorter: Int,
    _ links: UnsafeMutablePointer<UInt32>
  ) {
    let symbols = trie.levels[index].symbols.elements
    let others = trie.levels[index - 1].symbols.elements
    var range = trie.continuations(index - 1, of: shorter)
    for place in trie.continuations(index, of: context) {
      let found = firstPlace(in: range, of: others, notBelow: symbols[place])
      links[place] = UInt32(found)
      range = found..<range.upperBound
    }
  }

  /// By steps that double, then by halving.
  private static func firstPlace(
    in range: Range<Int>, of symbols: UnsafeMutablePointer<UInt32>, notBelow symbol: UInt32
  ) -> Int {
    var (low, step) = (range.lowerBound, 1)
    while low + step < range.upperBound, symbols[low + step] < symbol {
      low += step
      step *= 2
    }
    var high = min(low + step, range.upperBound)
    while low < high {
      let middle = (low + high) / 2
      if symbols[middle] < symbol { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
