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
    while start < ids.upperBound {
      let end = min(start + blockSize, ids.upperBound)
      let least = leastLog(after: sum)
      // Without a branch for each symbol the compiler compares several at once.
      var isAnyAbove: UInt32 = 0
      for id in start..<end { isAnyAbove |= logs[id] > least ? 1 : 0 }
      if isAnyAbove != 0 { offer(logs, start..<end, after: sum, lane: lane) }
      start = end
    }
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
