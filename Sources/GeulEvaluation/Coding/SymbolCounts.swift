import GeulCompute

/// A distribution over V symbols as whole numbers of about 2²⁴, for arithmetic coding: 1 + ⌊p · (2²⁴ - V)⌋ each.
///
/// A total of 2¹⁶ would cost 0.06 bits a symbol at V = 2,500; this one costs 0.0002. Every symbol can be coded.
struct SymbolCounts {
  private var counts: [UInt32]
  private(set) var total: UInt64 = 1
  private let scale: Float
  /// The most symbols that leave room for probabilities.
  static let mostSymbols = 1 << 22

  init(vocabulary: Int) {
    counts = [UInt32](repeating: 1, count: vocabulary)
    scale = Float((1 << 24) - vocabulary)
  }

  /// Takes the distribution of ln p (V); false where it is none.
  mutating func load(_ logs: UnsafeBufferPointer<Float>) -> Bool {
    guard let sum = CodingKernels.frequencies(of: logs, scale: scale, into: &counts) else {
      return false
    }
    total = sum
    return true
  }

  /// Makes all symbols alike.
  mutating func loadUniform() {
    for symbol in counts.indices { counts[symbol] = 1 }
    total = UInt64(counts.count)
  }

  /// The counts before each symbol, and of all (V + 1).
  func sum(into sums: inout [UInt32]) {
    var sum: UInt32 = 0
    for symbol in counts.indices {
      sums[symbol] = sum
      sum += counts[symbol]
    }
    sums[counts.count] = sum
  }

  func encode(_ symbol: UInt32, to encoder: inout RangeEncoder) {
    var start: UInt64 = 0
    for other in 0..<Int(symbol) { start += UInt64(counts[other]) }
    encoder.encode(start: start, count: UInt64(counts[Int(symbol)]), total: total)
  }

  func decode(from decoder: inout RangeDecoder) -> UInt32 {
    let place = decoder.find(total: total)
    var start: UInt64 = 0
    var symbol = 0
    while start + UInt64(counts[symbol]) <= place {
      start += UInt64(counts[symbol])
      symbol += 1
    }
    decoder.take(start: start, count: UInt64(counts[symbol]))
    return UInt32(symbol)
  }
}
