import GeulStorage

/// Median and spread of the latest numbers of a series; a step of it allocates nothing.
///
/// The spread is 1.4826 times the median absolute deviation, which estimates a normal distribution's standard deviation
/// and heeds no outlier (Rousseeuw and Croux 1993).
struct RunningMedian: Equatable {
  /// The numbers in the order in which they came, the oldest at `oldest` once all places are taken.
  private var latest: [Double]
  private var oldest = 0
  /// The same, the least first.
  private var sorted: [Double]
  private let capacity: Int

  /// Of the latest `capacity` numbers.
  init(capacity: Int) {
    self.capacity = capacity
    latest = []
    sorted = []
    latest.reserveCapacity(capacity)
    sorted.reserveCapacity(capacity + 1)
  }

  /// How many numbers there are.
  var count: Int { latest.count }

  /// Takes in a finite number; O(capacity).
  mutating func add(_ value: Double) {
    if latest.count < capacity {
      latest.append(value)
    } else {
      sorted.remove(at: place(of: latest[oldest]))
      latest[oldest] = value
      oldest = (oldest + 1) % capacity
    }
    sorted.insert(value, at: place(of: value))
  }

  /// Forgets all numbers.
  mutating func clear() {
    latest.removeAll(keepingCapacity: true)
    sorted.removeAll(keepingCapacity: true)
    oldest = 0
  }

  /// The one in the middle, the upper of two; nil of none.
  var median: Double? { sorted.isEmpty ? nil : sorted[sorted.count / 2] }

  /// The robust standard deviation; 0 of none.
  var deviation: Double {
    guard let median else { return 0 }
    // The deviations grow away from the middle to both sides: the smaller of two is taken until half are.
    var (below, above) = (sorted.count / 2 - 1, sorted.count / 2)
    var deviation = 0.0
    for _ in 0...sorted.count / 2 {
      let left = below >= 0 ? median - sorted[below] : .infinity
      let right = above < sorted.count ? sorted[above] - median : .infinity
      deviation = min(left, right)
      if left < right { below -= 1 } else { above += 1 }
    }
    return 1.4826 * deviation
  }

  /// The first place whose number is not less.
  private func place(of value: Double) -> Int {
    var (low, high) = (0, sorted.count)
    while low < high {
      let middle = (low + high) / 2
      if sorted[middle] < value { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The numbers, the oldest first.
  var json: JSONValue {
    .array((latest[oldest...] + latest[..<oldest]).map { .number($0) })
  }

  /// Reads what `json` wrote; throws `StorageError`.
  init(_ reader: JSONReader, capacity: Int) throws(StorageError) {
    self.init(capacity: capacity)
    for element in try reader.elements().suffix(capacity) { add(try element.number()) }
  }
}
