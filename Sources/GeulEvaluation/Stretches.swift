import GeulCompute

/// The loss of a text's stretches, for the standard error of its mean.
///
/// Neighbouring symbols are hard or easy together, so that not they but stretches of at least ``leastSymbols`` are drawn
/// anew (the block bootstrap: Künsch 1989).
public struct Stretches: Sendable, Equatable {
  /// Symbols of a stretch; the last one may have fewer.
  public let length: Int
  /// The nats of each.
  public private(set) var nats: [Double]

  /// A stretch is at least so long.
  public static let leastSymbols = 200
  /// The most stretches.
  public static let most = 1000
  /// The fewest from which an error is told.
  public static let fewest = 10
  private static let draws = 1000

  /// Stretches of a text of so many symbols, of 0 nats yet.
  public init(symbols: Int) {
    length = max(Self.leastSymbols, (symbols + Self.most - 1) / Self.most)
    nats = [Double](repeating: 0, count: (symbols + length - 1) / length)
  }

  /// Adds what the symbol at a place of the text cost.
  package mutating func add(_ nats: Double, at place: Int) { self.nats[place / length] += nats }

  /// The standard error of all nats over all counts of something in each stretch, such as characters; nil of too few
  /// stretches.
  ///
  /// From 1,000 draws of as many stretches, always the same ones.
  public func standardError(per counts: [Int]) -> Double? {
    precondition(counts.count == nats.count, "\(counts.count) counts of \(nats.count) stretches")
    guard nats.count >= Self.fewest else { return nil }
    return Self.deviation(of: Self.draws(of: nats, per: counts))
  }

  /// Sums of drawn stretches over their counts.
  static func draws(of nats: [Double], per counts: [Int]) -> [Double] {
    var random = RandomStream(seed: 0, purpose: RandomPurpose.bootstrap)
    return (0..<draws).map { _ in
      var (drawn, count) = (0.0, 0)
      for _ in nats.indices {
        let place = Int(random.next() % UInt64(nats.count))
        drawn += nats[place]
        count += counts[place]
      }
      return drawn / Double(max(1, count))
    }
  }

  static func deviation(of draws: [Double]) -> Double {
    let mean = draws.reduce(0, +) / Double(draws.count)
    let squares = draws.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (squares / Double(draws.count - 1)).squareRoot()
  }
}

extension RandomPurpose {
  /// Which stretches are drawn for a standard error.
  static let bootstrap: UInt64 = 32
}
