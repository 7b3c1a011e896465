import GeulCompute

/// What a network expects of the next symbol, as sums of whole numbers over the symbols before each.
public struct ExpectedSymbols {
  private var sums: [UInt32]
  private var counts: SymbolCounts

  /// Room for V symbols, all alike.
  public init(vocabulary: Int) {
    sums = Array(0...UInt32(vocabulary))
    counts = SymbolCounts(vocabulary: vocabulary)
  }

  /// Takes the distribution of ln p (V); false where it is none.
  public mutating func load(_ logs: UnsafeBufferPointer<Float>) -> Bool {
    guard counts.load(logs) else { return false }
    counts.sum(into: &sums)
    return true
  }

  /// ln (p / (1 - p)) of a 1 at a place of the tree of 2^depth symbols.
  @inline(__always)
  func odds(_ path: Int, _ level: Int, depth: Int) -> Float {
    let width = 1 << (depth - level)
    let first = path << (depth - level) - 1 << depth
    let most = sums.count - 1
    let (low, middle, high) = (
      sums[first], sums[min(first + width / 2, most)], sums[min(first + width, most)]
    )
    // Each symbol has a count of at least 1.
    let odds = Float(high - middle) / Float(middle - low)
    return min(max(Float(ExactFunctions.logarithm(Double(odds))), -12), 12)
  }
}
