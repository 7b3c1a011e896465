extension BeamPlaces {
  /// Offers every continuation of a hypothesis by one symbol, given ln p of each (V); O(V), most of it comparisons
  /// with the worst that has a place.
  ///
  /// `excluded`, ascending, may not come. Where symbols are as probable, the lower id was found first.
  mutating func scan(
    _ logs: UnsafeBufferPointer<Float>, excluding excluded: [UInt32], after sum: Double, lane: Int
  ) {
    var start = 0
    for id in excluded {
      guard id < UInt32(logs.count) else { break }
      scan(logs, start..<Int(id), after: sum, lane: lane)
      start = Int(id) + 1
    }
    scan(logs, start..<logs.count, after: sum, lane: lane)
  }

  private mutating func scan(
    _ logs: UnsafeBufferPointer<Float>, _ ids: Range<Int>, after sum: Double, lane: Int
  ) {
    var start = ids.lowerBound
    while start + blockSize <= ids.upperBound {
      if isAny(of: logs, from: start, above: leastLog(after: sum)) {
        offer(logs, start..<start + blockSize, after: sum, lane: lane)
      }
      start += blockSize
    }
    offer(logs, start..<ids.upperBound, after: sum, lane: lane)
  }

  /// Whether one of the block's ln p is above `least`. Of a known number of symbols, and without a branch for each,
  /// the compiler compares several at once.
  private func isAny(
    of logs: UnsafeBufferPointer<Float>, from start: Int, above least: Float
  ) -> Bool {
    var isAnyAbove: UInt32 = 0
    for place in 0..<blockSize { isAnyAbove |= logs[start &+ place] > least ? 1 : 0 }
    return isAnyAbove != 0
  }

  private mutating func offer(
    _ logs: UnsafeBufferPointer<Float>, _ ids: Range<Int>, after sum: Double, lane: Int
  ) {
    for id in ids {
      let rank = sum + Double(logs[id])
      guard rank > bound else { continue }
      offer(BeamCandidate(rank: rank, sum: rank, lane: Int32(lane), id: UInt32(id)))
    }
  }

  /// A ln p that is not enough for a place after `sum`, whatever the rounding.
  private func leastLog(after sum: Double) -> Float { Float(bound - sum).nextDown }
}

/// How many log-probabilities are compared before one is looked at by itself.
private let blockSize = 32
