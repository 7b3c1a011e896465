/// By how much one model's loss on a text is above another's, and whether that may be chance.
public struct PairedDifference: Sendable, Equatable {
  /// The one's mean loss less the other's, in nats for each of what is counted.
  public let difference: Double
  /// Its standard error.
  public let standardError: Double
  /// How often chance alone would set them as far apart, of two equally good models; at least 1/1000, as there are so
  /// many draws.
  public let p: Double

  /// Compares the nats of the same stretches of a text, of `counts` characters each; nil of too few stretches.
  ///
  /// Stretches are drawn anew, the same for both, so that what is hard for both cancels out (paired bootstrap: Koehn
  /// 2004).
  public init?(_ nats: [Double], _ others: [Double], per counts: [Int]) {
    precondition(
      nats.count == others.count && nats.count == counts.count,
      "\(nats.count) and \(others.count) stretches, \(counts.count) counts")
    guard nats.count >= Stretches.fewest else { return nil }
    let differences = zip(nats, others).map { $0 - $1 }
    difference = differences.reduce(0, +) / Double(max(1, counts.reduce(0, +)))
    let draws = Stretches.draws(of: differences, per: counts)
    standardError = Stretches.deviation(of: draws)
    let below = Double(draws.count { $0 <= 0 }) / Double(draws.count)
    let above = Double(draws.count { $0 >= 0 }) / Double(draws.count)
    p = min(1, max(1 / Double(draws.count), 2 * min(below, above)))
  }
}
