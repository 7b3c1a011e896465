/// How well one cell tells whether a property holds: by being above, or below, a threshold.
public struct CellFit: Sendable, Equatable {
  /// From 0, the lowest.
  public let layer: Int
  /// From 0, within the layer.
  public let unit: Int
  /// The cell says yes where its value is at least (or, below, less than) this; of values from -1 to 1.
  public let threshold: Double
  /// Whether it says yes at and above the threshold, rather than below.
  public let saysYesAbove: Bool
  /// The mean of the shares of yes and of no that it gets right, where it was chosen: 0.5 is
  /// chance.
  public let chosenAccuracy: Double
  /// The same on the other half of the text.
  public let heldOutAccuracy: Double
  /// The share that it gets right on the other half, to compare with the majority's.
  public let heldOutShare: Double
  /// The correlation of its value with the property on the other half.
  public let correlation: Double
}

/// How often each value of each cell came with a property and without it.
struct CellHistogram {
  private static let bins = 64

  private let cells: Int
  /// (2, cells, 64): with the property, then without.
  private var counts: [UInt32]
  private(set) var yes = 0
  private(set) var no = 0

  init(cells: Int) {
    self.cells = cells
    counts = [UInt32](repeating: 0, count: 2 * cells * Self.bins)
  }

  /// Counts the cells at each symbol by what the property is there, nil where it is not asked.
  mutating func add(_ traces: CellTraces, _ labels: [Bool?]) {
    let cells = cells
    counts.withUnsafeMutableBufferPointer { counts in
      traces.bytes.withUnsafeBufferPointer { bytes in
        for (symbol, label) in labels.enumerated() {
          guard let label else { continue }
          let base = label ? 0 : cells * Self.bins
          let row = symbol * cells
          for cell in 0..<cells {
            counts[base + cell * Self.bins + Int(bytes[row + cell] >> 2)] += 1
          }
        }
      }
    }
    yes += labels.count { $0 == true }
    no += labels.count { $0 == false }
  }

  /// The threshold by which a cell tells best, as a bin, and the direction.
  func best(_ cell: Int) -> (bin: Int, above: Bool, accuracy: Double) {
    var found = (bin: 0, above: true, accuracy: 0.5)
    for bin in 1..<Self.bins {
      let accuracy = accuracy(cell, bin, above: true)
      if accuracy > found.accuracy { found = (bin, true, accuracy) }
      if 1 - accuracy > found.accuracy { found = (bin, false, 1 - accuracy) }
    }
    return found
  }

  /// The mean of the shares of yes and no that are told right.
  func accuracy(_ cell: Int, _ bin: Int, above: Bool) -> Double {
    let (hits, rejections) = right(cell, bin, above: above)
    return (Double(hits) / Double(max(1, yes)) + Double(rejections) / Double(max(1, no))) / 2
  }

  /// The share that is told right.
  func share(_ cell: Int, _ bin: Int, above: Bool) -> Double {
    let (hits, rejections) = right(cell, bin, above: above)
    return Double(hits + rejections) / Double(max(1, yes + no))
  }

  private func right(_ cell: Int, _ bin: Int, above: Bool) -> (hits: Int, rejections: Int) {
    var (hits, rejections) = (0, 0)
    for place in 0..<Self.bins {
      let saysYes = (place >= bin) == above
      if saysYes {
        hits += Int(counts[cell * Self.bins + place])
      } else {
        rejections += Int(counts[(cells + cell) * Self.bins + place])
      }
    }
    return (hits, rejections)
  }

  /// The correlation of a cell's value, to a 64th of its range, with the property.
  func correlation(_ cell: Int) -> Double {
    var (sum, squares, withYes) = (0.0, 0.0, 0.0)
    for place in 0..<Self.bins {
      let value = Self.value(place)
      let with = Double(counts[cell * Self.bins + place])
      let count = with + Double(counts[(cells + cell) * Self.bins + place])
      sum += count * value
      squares += count * value * value
      withYes += with * value
    }
    let n = Double(yes + no)
    let variance = squares / n - sum / n * (sum / n)
    let share = Double(yes) / n
    let spread = (variance * share * (1 - share)).squareRoot()
    return spread > 1e-9 ? (withYes / n - share * sum / n) / spread : 0
  }

  /// The middle of a bin, and its lower end.
  private static func value(_ bin: Int) -> Double { CellTraces.value(ofByte: 4 * bin + 2) }
  static func threshold(_ bin: Int) -> Double { CellTraces.value(ofByte: 4 * bin) }
}
