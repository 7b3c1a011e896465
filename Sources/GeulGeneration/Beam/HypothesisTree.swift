/// The symbols of all hypotheses, each with the one before it: hypotheses share what they have in common.
///
/// Cost: 16 bytes for each symbol of each hypothesis that was ever kept.
struct HypothesisTree {
  /// Where a hypothesis without symbols is.
  static let root = -1

  private struct Node {
    let parent: Int
    let symbol: UInt32
    let logProbability: Float
  }

  private var nodes: [Node] = []

  /// How many nodes there are.
  var count: Int { nodes.count }

  /// Adds a symbol after node `parent`, and returns its node.
  mutating func append(_ symbol: UInt32, _ logProbability: Float, after parent: Int) -> Int {
    nodes.append(Node(parent: parent, symbol: symbol, logProbability: logProbability))
    return nodes.count - 1
  }

  /// Takes back the nodes that were added last.
  mutating func removeLast(_ count: Int) { nodes.removeLast(count) }

  /// The symbol at a node.
  func symbol(at node: Int) -> UInt32 { nodes[node].symbol }

  /// The symbols and their ln p from the root to a node.
  func path(to node: Int) -> (symbols: [UInt32], logProbabilities: [Float]) {
    var (symbols, logs): ([UInt32], [Float]) = ([], [])
    var node = node
    while node != Self.root {
      symbols.append(nodes[node].symbol)
      logs.append(nodes[node].logProbability)
      node = nodes[node].parent
    }
    return (symbols.reversed(), logs.reversed())
  }

  /// Makes `recent` the last `count` symbols of `prompt` and of the path to `node`, in their order.
  func fill(_ recent: inout [UInt32], last count: Int, to node: Int, after prompt: [UInt32]) {
    recent.removeAll(keepingCapacity: true)
    var node = node
    while node != Self.root, recent.count < count {
      recent.append(nodes[node].symbol)
      node = nodes[node].parent
    }
    recent.append(contentsOf: prompt.suffix(count - recent.count).reversed())
    recent.reverse()
  }
}
