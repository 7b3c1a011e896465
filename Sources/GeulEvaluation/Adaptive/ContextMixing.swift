import GeulCompute

/// Codes the symbols of some lanes by what followed their contexts so far, mixed with what a network expects, by weights
/// that learn: an n-gram model that is counted while it codes.
///
/// A symbol is ⌈log₂ V⌉ choices between two, down a tree of the symbols' numbers. For each choice every context tells the
/// history of what came at this place of the tree; so do the longest match and the network, as a sum of probabilities.
/// Three mixers, which choose their weights by different things, and one that mixes these, find the probability, which is at
/// last refined by what such probabilities were worth after the symbols before. After Mahoney's PAQ and lpaq; all numbers of
/// floating point are added, multiplied and divided in one order, so that every processor finds the same.
public struct ContextMixing {
  let alphabet: Alphabet
  var lanes: [LaneContexts]
  var match: LongestMatch

  // What is known of each context: histories, and what followed such histories.
  var tables: [HistoryTable]
  var histories: [BitEstimates]
  var singles: BitEstimates
  var pairs: BitEstimates
  var triples: BitEstimates
  var matches: BitEstimates
  var matchedSymbols: BitEstimates

  var mixers: [BitMixer]
  var last: BitMixer
  var refinements: [BitEstimates]
  var symbolsSoFar = 0

  /// Inputs of the mixers, and of the last.
  var x: [Float]
  var y: [Float]

  // The symbol at hand.
  var node = Node()
  var buckets = [Int](repeating: 0, count: LaneContexts.count)

  /// Places of tables that hashes lead to.
  static let hashedBits = 22
  /// Probabilities are told in 2⁻²².
  static let total: UInt64 = 1 << 22

  /// A coding of about so many symbols of so many lanes, of which nothing is known.
  public init(_ alphabet: Alphabet, lanes count: Int, symbols: Int) {
    self.alphabet = alphabet
    lanes = (0..<count).map { _ in LaneContexts() }
    let bits = Int.bitWidth - max(1, symbols - 1).leadingZeroBitCount
    match = LongestMatch(lanes: count, tableBits: min(max(bits, 10), Self.hashedBits))
    tables = (0..<LaneContexts.count).map { _ in
      HistoryTable(byteCount: 1 << min(max(bits + 5, 14), 24))
    }
    histories = (0..<LaneContexts.count).map { _ in BitEstimates(count: 256, limit: 255) }
    singles = BitEstimates(count: 1 << alphabet.depth, limit: 255)
    let hashed = 1 << min(max(bits + 3, 12), Self.hashedBits)
    pairs = BitEstimates(count: hashed, limit: 255)
    triples = BitEstimates(count: hashed, limit: 255)
    matches = BitEstimates(count: 2 * (LongestMatch.mostLength + 1), limit: 1023)
    matchedSymbols = BitEstimates(count: hashed, limit: 255)
    let start = Input.start
    mixers = Self.sets.map { BitMixer(start: start, sets: $0) }
    last = BitMixer(
      start: [Float](repeating: 1 / Float(Self.sets.count), count: Self.sets.count) + [0, 0.1],
      sets: 256)
    x = [Float](repeating: 0, count: mixers[0].inputs)
    y = [Float](repeating: 0, count: last.inputs)
    refinements = (0..<2).map { _ in Refinement.start() }
  }

  /// Sets of weights of each mixer: by match and how many contexts are known, by the latest symbol and the choice, by the
  /// place in the tree.
  private static let sets = [17 * 9, 256 * 8, 1024]

  /// Writes a lane's next symbol, of which a network expects `expected`, if any.
  public mutating func encode(
    _ symbol: UInt32, lane: Int, expected: ExpectedSymbols?, to encoder: inout RangeEncoder
  ) {
    walk(lane, expected) { ones, shift in
      let bit = Int(symbol >> UInt32(shift) & 1)
      let zeros = Self.total - ones
      encoder.encode(
        start: bit == 1 ? zeros : 0, count: bit == 1 ? ones : zeros, total: Self.total)
      return bit
    }
  }

  /// The lane's next symbol.
  public mutating func decode(
    lane: Int, expected: ExpectedSymbols?, from decoder: inout RangeDecoder
  ) -> UInt32 {
    walk(lane, expected) { ones, _ in
      let zeros = Self.total - ones
      let bit = decoder.find(total: Self.total) >= zeros ? 1 : 0
      decoder.take(start: bit == 1 ? zeros : 0, count: bit == 1 ? ones : zeros)
      return bit
    }
  }

  /// Goes down the tree; `choose` is told the probability of a 1 and the bit's place in the symbol, and returns the bit.
  @discardableResult @inline(__always)
  private mutating func walk(
    _ lane: Int, _ expected: ExpectedSymbols?, _ choose: (_ ones: UInt64, _ shift: Int) -> Int
  ) -> UInt32 {
    begin(lane)
    for level in 0..<alphabet.depth {
      let shift = alphabet.depth - 1 - level
      // Where no symbol stands on the side of a 1 there is nothing to choose.
      guard (node.path << 1 | 1) << shift - 1 << alphabet.depth < alphabet.size else {
        node.path <<= 1
        continue
      }
      load(level, expected)
      let bit = choose(UInt64(mix(level) * Float(Self.total)), shift)
      learn(bit)
      node.path = node.path << 1 | bit
    }
    let symbol = UInt32(node.path - 1 << alphabet.depth)
    lanes[lane].append(symbol, alphabet)
    match.goOn(lane, lanes)
    symbolsSoFar += 1
    return symbol
  }
}
