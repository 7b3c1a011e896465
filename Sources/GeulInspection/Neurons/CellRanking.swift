import GeulText
import GeulWork

/// Which cells follow what a person can name: chosen on one half of a text, reported on the other, beside the majority and
/// beside the best that chance finds among so many cells.
public struct CellRanking: Sendable, Equatable {
  /// One property and its cells.
  public struct Finding: Sendable, Equatable {
    /// The property.
    public let property: TextProperty
    /// What of a number counts as yes: more than this, its median on the first half; nil of what is yes or no.
    public let above: Double?
    /// Best first, by the half on which they were chosen.
    public let cells: [CellFit]
    /// The share of the more frequent answer on the other half.
    public let majority: Double
    /// The accuracy on the other half of the cell that is best where labels stand at wrong places: moved by half of the
    /// text, so that they are as frequent and as long as before.
    public let control: Double
    /// Symbols of the other half with the property.
    public let yes: Int
    /// Symbols of the other half without it.
    public let no: Int
  }

  /// By accuracy on the other half, best first.
  public let findings: [Finding]
  /// Properties that too few symbols of the text have, or have not.
  public let missing: [TextProperty]

  /// The fewest symbols of either half with a property, and without it.
  public static let fewest = 50

  /// The `most` best cells for each property. Throws `WorkStopped`.
  public init(
    _ halves: WatchedHalves, most: Int = 3, stop: StopRequest = StopRequest(),
    progress: (Double) -> Void = { _ in }
  ) throws {
    var findings: [Finding] = []
    var missing: [TextProperty] = []
    for (place, property) in TextProperty.allCases.enumerated() {
      try stop.check()
      progress(Double(place) / Double(TextProperty.allCases.count))
      let (first, second) = (halves.first.traces, halves.second.traces)
      let above = property.isNumber ? Self.median(property.values(of: halves.first.text)) : nil
      let labels = (
        property.holds(in: halves.first.text, above: above),
        property.holds(in: halves.second.text, above: above)
      )
      guard [labels.0, labels.1].allSatisfy(Self.isEnough) else {
        missing.append(property)
        continue
      }
      let chosen = Self.histogram(first, labels.0)
      let heldOut = Self.histogram(second, labels.1)
      let cells = Self.best(chosen, heldOut, first, most: most)
      let moved = (Self.moved(labels.0), Self.moved(labels.1))
      let chance = Self.best(
        Self.histogram(first, moved.0), Self.histogram(second, moved.1), first, most: 1)
      findings.append(
        Finding(
          property: property, above: above, cells: cells,
          majority: Double(max(heldOut.yes, heldOut.no)) / Double(heldOut.yes + heldOut.no),
          control: chance.first?.heldOutAccuracy ?? 0.5, yes: heldOut.yes, no: heldOut.no))
    }
    self.findings = findings.sorted {
      ($0.cells.first?.heldOutAccuracy ?? 0) > ($1.cells.first?.heldOutAccuracy ?? 0)
    }
    self.missing = missing
  }

  private static func median(_ values: [Double?]) -> Double {
    let sorted = values.compactMap { $0 }.sorted()
    return sorted.isEmpty ? 0 : sorted[(sorted.count - 1) / 2]
  }

  private static func isEnough(_ labels: [Bool?]) -> Bool {
    labels.count { $0 == true } >= fewest && labels.count { $0 == false } >= fewest
  }

  private static func moved(_ labels: [Bool?]) -> [Bool?] {
    Array(labels[(labels.count / 2)...] + labels[..<(labels.count / 2)])
  }

  private static func histogram(_ traces: CellTraces, _ labels: [Bool?]) -> CellHistogram {
    var histogram = CellHistogram(cells: traces.cells)
    histogram.add(traces, labels)
    return histogram
  }

  private static func best(
    _ chosen: CellHistogram, _ heldOut: CellHistogram, _ traces: CellTraces, most: Int
  ) -> [CellFit] {
    let all = (0..<traces.cells).map { (cell: $0, best: chosen.best($0)) }
    return all.sorted { $0.best.accuracy > $1.best.accuracy }.prefix(most).map { cell, best in
      CellFit(
        layer: cell / traces.width, unit: cell % traces.width,
        threshold: CellHistogram.threshold(best.bin), saysYesAbove: best.above,
        chosenAccuracy: best.accuracy,
        heldOutAccuracy: heldOut.accuracy(cell, best.bin, above: best.above),
        heldOutShare: heldOut.share(cell, best.bin, above: best.above),
        correlation: heldOut.correlation(cell))
    }
  }
}

extension TextProperty {
  /// What it is at each symbol: what it is at the symbol's character.
  func values(of text: CharacterText) -> [Double?] {
    let values = values(of: text.scalars)
    return text.places.map { values[$0] }
  }

  /// Whether it holds at each symbol, a number where it is more than `above`; nil where it is not asked.
  public func holds(in text: CharacterText, above: Double?) -> [Bool?] {
    values(of: text).map { $0.map { $0 > above ?? 0.5 } }
  }
}
