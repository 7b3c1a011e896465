import GeulCompute
import GeulWork

/// How many random patterns a Hopfield network holds: the share of them whose fixed point overlaps with them by more than
/// 0.95, by the load P / n (Amit, Gutfreund and Sompolinsky 1985: 0.138 of an infinite network), and by damage.
public struct HopfieldCapacity: Sendable, Equatable {
  /// A load or a damage, and the share recalled.
  public struct Point: Sendable, Equatable {
    /// The load, or the share of units turned.
    public let x: Double
    /// The share recalled, 0 to 1.
    public let share: Double
  }

  /// n
  public let units: Int
  /// How the patterns were stored.
  public let rule: HopfieldNetwork.Rule
  /// By P / n, from the patterns themselves.
  public let byLoad: [Point]
  /// By the share of units that were turned, at a load of 0.05.
  public let byDamage: [Point]

  /// What passes for recalled.
  public static let leastOverlap = 0.95

  /// The load at which the share crosses one half, between the two nearest that were tried; nil if it does not.
  public var capacity: Double? {
    for (before, after) in zip(byLoad, byLoad.dropFirst())
    where before.share >= 0.5 && after.share < 0.5 {
      return before.x + (before.share - 0.5) / (before.share - after.share) * (after.x - before.x)
    }
    return nil
  }

  /// The experiment: `trials` networks for each load, of which at most `probes` patterns are tried.
  ///
  /// Throws `WorkStopped`. Cost: n² P for each network, n² for each pattern that is tried.
  public init(
    units: Int, rule: HopfieldNetwork.Rule, loads: [Double], trials: Int = 3, probes: Int = 60,
    seed: UInt64 = 1, stop: StopRequest = StopRequest(), progress: (Double) -> Void = { _ in }
  ) throws {
    var random = RandomStream(seed: seed, purpose: RandomPurpose.hopfield)
    let damages = [0, 0.1, 0.2, 0.3, 0.35, 0.4, 0.45, 0.5]
    let total = Double((loads.count + 1) * trials)
    var done = 0.0
    func recalled(_ load: Double, _ damages: [Double]) throws -> [Double] {
      var shares = [Double](repeating: 0, count: damages.count)
      for _ in 0..<trials {
        try stop.check()
        progress(done / total)
        done += 1
        let patterns = (0..<max(1, Int((load * Double(units)).rounded()))).map { _ in
          Self.pattern(units, &random)
        }
        guard let network = HopfieldNetwork(patterns, rule: rule) else { continue }
        let some = patterns.prefix(probes)
        for (place, damage) in damages.enumerated() {
          try stop.check()
          let count = some.count { pattern in
            let start = Self.damaged(pattern, damage, &random)
            return HopfieldNetwork.overlap(
              network.recall(start, random: &random).state, pattern) > Self.leastOverlap
          }
          shares[place] += Double(count) / Double(some.count) / Double(trials)
        }
      }
      return shares
    }
    byLoad = try loads.map { Point(x: $0, share: try recalled($0, [0])[0]) }
    byDamage = zip(damages, try recalled(0.05, damages)).map { Point(x: $0, share: $1) }
    (self.units, self.rule) = (units, rule)
  }

  static func pattern(_ units: Int, _ random: inout RandomStream) -> [Int8] {
    (0..<units).map { _ in random.next() & 1 == 1 ? 1 : -1 }
  }

  /// A pattern of which a share of the units, drawn one by one, is turned.
  static func damaged(_ pattern: [Int8], _ share: Double, _ random: inout RandomStream) -> [Int8] {
    pattern.map { random.uniform() < share ? -$0 : $0 }
  }
}
