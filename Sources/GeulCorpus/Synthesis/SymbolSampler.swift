/// Draws a source's symbols exactly by their weights, one after the other, in constant time each.
///
/// Walker's alias method (ACM Transactions on Mathematical Software 3, 1977) in whole numbers. N is
/// rounded up to a power of two, so that a column is chosen without any bias. It takes 16 bytes for
/// each state and column. Each symbol waits for the one before it, so that the speed is that of reading
/// the table at random places: best where it fits the processor's caches.
public struct SymbolSampler: Sendable {
  /// A column's own symbol is taken below the threshold, the alias else; each brings its successor.
  private struct Column {
    var threshold: UInt32
    var alias: UInt16
    var successor: UInt32
    var aliasSuccessor: UInt32
  }

  private let columns: [Column]
  private let columnBits: UInt64
  private var random: SplitMix

  /// The state before the next symbol.
  public private(set) var state: Int

  /// A sampler that begins in a state drawn from π.
  public init(
    _ source: UnifilarSource, stationary: StationaryDistribution, seed: UInt64
  ) {
    precondition(source.symbolCount <= 1 << 16, "\(source.symbolCount) symbols")
    var bits = 0
    while 1 << bits < source.symbolCount { bits += 1 }
    columnBits = UInt64(bits)
    var columns: [Column] = []
    columns.reserveCapacity(source.stateCount << bits)
    for state in 0..<source.stateCount {
      Self.appendRow(of: state, source, columnBits: bits, to: &columns)
    }
    self.columns = columns
    random = SplitMix(seed: seed, purpose: 3)
    var place = Double(random.next() >> 11) * 0x1p-53
    state = source.stateCount - 1
    for (candidate, share) in stationary.probabilities.enumerated() {
      place -= share
      if place < 0 {
        state = candidate
        break
      }
    }
  }

  /// Fills the buffer with the next symbols.
  public mutating func fill(_ symbols: inout [UInt16]) {
    var random = random
    var state = state
    let (bits, columnBits) = (UInt64(64) - columnBits, columnBits)
    columns.withUnsafeBufferPointer { columns in
      symbols.withUnsafeMutableBufferPointer { symbols in
        for index in symbols.indices {
          let draw = random.next()
          // A shift by 64, for a source of one symbol, gives 0 as it must.
          let column = draw >> bits
          let entry = columns[state << Int(columnBits) | Int(column)]
          let isOwn = UInt32(truncatingIfNeeded: draw) & 0x7FFF_FFFF < entry.threshold
          symbols[index] = isOwn ? UInt16(column) : entry.alias
          state = Int(isOwn ? entry.successor : entry.aliasSuccessor)
        }
      }
    }
    self.random = random
    self.state = state
  }

  /// Pairs columns with too little weight with symbols that have too much (Vose, IEEE Transactions
  /// on Software Engineering 17, 1991).
  private static func appendRow(
    of state: Int, _ source: UnifilarSource, columnBits: Int, to columns: inout [Column]
  ) {
    let row = state * source.symbolCount
    let count = 1 << columnBits
    let full = UInt64(UnifilarSource.total)
    var left = (0..<count).map { symbol in
      symbol < source.symbolCount ? UInt64(source.weights[row + symbol]) << columnBits : 0
    }
    func successor(_ symbol: Int) -> UInt32 {
      symbol < source.symbolCount ? source.successors[row + symbol] : 0
    }
    var entries = (0..<count).map { symbol in
      Column(
        threshold: UnifilarSource.total, alias: UInt16(symbol), successor: successor(symbol),
        aliasSuccessor: successor(symbol))
    }
    var small = (0..<count).filter { left[$0] < full }
    var large = (0..<count).filter { left[$0] > full }
    while let poor = small.popLast(), let rich = large.last {
      entries[poor].threshold = UInt32(left[poor])
      entries[poor].alias = UInt16(rich)
      entries[poor].aliasSuccessor = successor(rich)
      left[rich] -= full - left[poor]
      if left[rich] > full { continue }
      large.removeLast()
      if left[rich] < full { small.append(rich) }
    }
    columns += entries
  }
}
