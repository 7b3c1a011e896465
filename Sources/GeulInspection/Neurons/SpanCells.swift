/// The cells that are on at a span of text and off around it, and where else they are on together (Strobelt et al. 2018).
public struct SpanCells: Sendable, Equatable {
  /// A cell, and how well it tells the span from the symbols around it.
  public struct Cell: Sendable, Equatable {
    /// From 0, the lowest.
    public let layer: Int
    /// From 0, within the layer.
    public let unit: Int
    /// The cell is on where its value is at least (or, below, less than) this.
    public let threshold: Double
    /// Whether it is on at and above the threshold, rather than below.
    public let isOnAbove: Bool
    /// The mean of the shares of the span's symbols and of those around it that it gets right.
    public let accuracy: Double
    /// The share of all symbols of the stretch at which it is on.
    public let share: Double
  }

  /// Best first.
  public let cells: [Cell]
  /// Where the span is in the stretch.
  public let occurrences: [Range<Int>]
  /// Where else most of the cells are on together, most and longest first.
  public let elsewhere: [Range<Int>]

  /// Symbols on either side that count as around it.
  public static let around = 50

  /// The `most` best cells for where `span` is among the symbols `ids` of a stretch; nil where it is nowhere.
  public init?(
    _ traces: CellTraces, ids: [UInt32], span: [UInt32], most: Int = 8, mostPlaces: Int = 10
  ) {
    precondition(ids.count == traces.count, "\(ids.count) symbols for \(traces.count)")
    occurrences = Self.find(span, in: ids)
    guard !occurrences.isEmpty else { return nil }
    var labels = [Bool?](repeating: nil, count: ids.count)
    for found in occurrences {
      let near =
        max(
          0, found.lowerBound - Self.around)..<min(
          ids.count, found.upperBound + Self.around)
      for symbol in near where labels[symbol] == nil { labels[symbol] = false }
    }
    for symbol in occurrences.joined() { labels[symbol] = true }
    var histogram = CellHistogram(cells: traces.cells)
    histogram.add(traces, labels)
    let best = (0..<traces.cells).map { (cell: $0, best: histogram.best($0)) }
      .sorted { $0.best.accuracy > $1.best.accuracy }.prefix(most)
    let rules = best.map {
      CellRule(cell: $0.cell, threshold: CellHistogram.threshold($0.best.bin), above: $0.best.above)
    }
    let on = rules.map { rule in (0..<ids.count).map { rule.holds(traces, at: $0) } }
    cells = zip(best, on).map { found, on in
      Cell(
        layer: found.cell / traces.width, unit: found.cell % traces.width,
        threshold: CellHistogram.threshold(found.best.bin), isOnAbove: found.best.above,
        accuracy: found.best.accuracy,
        share: Double(on.count { $0 }) / Double(max(1, ids.count)))
    }
    let together = (0..<ids.count).map { symbol in on.count { $0[symbol] } }
    elsewhere = Self.runs(
      together, atLeast: (3 * rules.count + 3) / 4, length: max(1, span.count / 2),
      outside: occurrences, most: mostPlaces)
  }

  /// Where a sequence is in another, without overlaps.
  public static func find(_ span: [UInt32], in ids: [UInt32]) -> [Range<Int>] {
    guard let first = span.first else { return [] }
    var found: [Range<Int>] = []
    var place = 0
    while place + span.count <= ids.count {
      if ids[place] == first, ids[place..<place + span.count].elementsEqual(span) {
        found.append(place..<place + span.count)
        place += span.count
      } else {
        place += 1
      }
    }
    return found
  }

  private static func runs(
    _ together: [Int], atLeast: Int, length: Int, outside: [Range<Int>], most: Int
  ) -> [Range<Int>] {
    var taken = [Bool](repeating: false, count: together.count)
    for symbol in outside.joined() { taken[symbol] = true }
    var found: [(range: Range<Int>, weight: Int)] = []
    var start = 0
    while start < together.count {
      var end = start
      var weight = 0
      while end < together.count, together[end] >= atLeast, !taken[end] {
        weight += together[end]
        end += 1
      }
      if end - start >= length { found.append((start..<end, weight)) }
      start = max(end, start + 1)
    }
    return found.sorted { $0.weight > $1.weight }.prefix(most).map(\.range)
  }
}

/// When a cell says yes.
private struct CellRule {
  let cell: Int
  let threshold: Double
  let above: Bool

  func holds(_ traces: CellTraces, at symbol: Int) -> Bool {
    // As the histogram has it: by bins of four bytes.
    (traces.value(cell, at: symbol) >= threshold) == above
  }
}
