import Glibc

/// The n-grams of one length that were seen, in the order of their symbols: a level of a trie.
struct NGramLevel: @unchecked Sendable {
  /// How many there are.
  let count: Int
  /// The last symbol of each.
  let symbols: UnsafePointer<UInt32>
  /// ln p of that symbol after the others.
  let logProbabilities: UnsafePointer<Float>
  /// ln γ: by how much what was not seen after each is less probable than after it without its first symbol; nil of the
  /// longest.
  let logBackoffs: UnsafePointer<Float>?
  /// (count + 1): where those of the next length begin that go on from each; nil of the longest.
  let children: UnsafePointer<UInt32>?

  /// The place of `symbol` within `range`, if it is there.
  func place(of symbol: UInt32, in range: Range<Int>) -> Int? {
    var (low, high) = (range.lowerBound, range.upperBound)
    while low < high {
      let middle = (low + high) / 2
      if symbols[middle] < symbol { low = middle + 1 } else { high = middle }
    }
    return low < range.upperBound && symbols[low] == symbol ? low : nil
  }
}

/// What an n-gram model has learnt: the levels of a trie, in memory that somebody holds.
///
/// A node of level n is an n-gram. Those that go on from it stand side by side in level n + 1, so the distribution after
/// a context is a run of elements, and the contexts after one more symbol are found from those before, without a search
/// for their suffixes.
final class NGramTables: @unchecked Sendable {
  /// Levels of length 1 ... N + 1.
  let levels: [NGramLevel]
  /// ln γ of the empty context, over the uniform distribution.
  let rootLogBackoff: Float
  /// V
  let vocabulary: Int
  /// (V): the node of each symbol in the first level; `none` of one that was not seen.
  let firstNodes: [UInt32]
  /// (V): ln p of each symbol after nothing.
  let logUnigrams: [Float]
  /// What keeps the levels' memory.
  private let owners: [AnyObject]

  /// The node of what was not seen.
  static let none = UInt32.max

  /// Tables over memory that `owners` keep. A symbol that is not below V has no part in them.
  init(levels: [NGramLevel], rootLogBackoff: Float, vocabulary: Int, owners: [AnyObject]) {
    self.levels = levels
    self.rootLogBackoff = rootLogBackoff
    self.vocabulary = vocabulary
    self.owners = owners
    var nodes = [UInt32](repeating: Self.none, count: vocabulary)
    var logs = [Float](
      repeating: rootLogBackoff - Float(log(Double(vocabulary))), count: vocabulary)
    let first = levels[0]
    for node in 0..<first.count where first.symbols[node] < vocabulary {
      nodes[Int(first.symbols[node])] = UInt32(node)
      logs[Int(first.symbols[node])] = first.logProbabilities[node]
    }
    firstNodes = nodes
    logUnigrams = logs
  }

  /// Numbers that were learnt: a probability for each n-gram, and a factor for each that others go on from.
  var parameterCount: Int {
    levels.reduce(1) { $0 + $1.count + ($1.logBackoffs == nil ? 0 : $1.count) }
  }

  /// Where the nodes of level `length` + 1 stand that go on from a node of level `length`, 1 ... N; nowhere if the
  /// tables are damaged.
  func children(of node: UInt32, length: Int) -> Range<Int> {
    guard node < levels[length - 1].count, let children = levels[length - 1].children else {
      return 0..<0
    }
    let (from, to) = (Int(children[Int(node)]), Int(children[Int(node) + 1]))
    // More than there are symbols would cost time and nothing else.
    guard from <= to, to <= levels[length].count, to - from <= vocabulary else { return 0..<0 }
    return from..<to
  }

  /// The node of level `length` + 1 that goes on from one of level `length`, 0 ... N - 1, by a symbol.
  func child(of node: UInt32, length: Int, by symbol: UInt32) -> UInt32 {
    if length == 0 { return firstNodes[Int(symbol)] }
    if node == Self.none { return Self.none }
    return levels[length].place(of: symbol, in: children(of: node, length: length))
      .map { UInt32($0) } ?? Self.none
  }
}
