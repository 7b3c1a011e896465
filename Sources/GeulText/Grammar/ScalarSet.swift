/// A set of Unicode scalars, as the characters that a text may or must not hold.
public struct ScalarSet: Equatable, Sendable {
  /// Every Unicode scalar: all code points but the surrogates.
  public static let all = ScalarSet(disjoint: [0...0xD7FF, 0xE000...0x10FFFF])

  /// The scalars in order, as ranges of which no two touch.
  public let ranges: [ClosedRange<UInt32>]

  /// The scalars of `ranges`, which may overlap; surrogates and numbers above U+10FFFF are left out.
  ///
  /// Cost: that of sorting the ranges.
  public init(_ ranges: some Sequence<ClosedRange<UInt32>> = []) {
    var joined: [ClosedRange<UInt32>] = []
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = joined.last, range.lowerBound <= last.upperBound || Self.follows(last, range) {
        joined[joined.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
      } else {
        joined.append(range)
      }
    }
    self.init(
      disjoint: joined.flatMap { range in
        Self.all.ranges.filter { $0.overlaps(range) }.map { range.clamped(to: $0) }
      })
  }

  private init(disjoint ranges: [ClosedRange<UInt32>]) { self.ranges = ranges }

  private static func follows(_ left: ClosedRange<UInt32>, _ right: ClosedRange<UInt32>) -> Bool {
    left.upperBound < .max && left.upperBound + 1 == right.lowerBound
  }

  /// Whether no scalar is in the set.
  public var isEmpty: Bool { ranges.isEmpty }

  /// How many scalars are in the set.
  public var count: Int { ranges.reduce(0) { $0 + $1.count } }

  /// Whether `scalar` is in the set.
  ///
  /// Cost: logarithmic in the number of ranges, as of the next two.
  public func contains(_ scalar: UInt32) -> Bool { intersects(scalar...scalar) }

  /// Whether any scalar of `range` is in the set.
  public func intersects(_ range: ClosedRange<UInt32>) -> Bool {
    guard let candidate = firstRange(endingAtOrAfter: range.lowerBound) else { return false }
    return candidate.lowerBound <= range.upperBound
  }

  /// Whether all of `range` is in the set, so that it holds no surrogate either.
  public func isSuperset(of range: ClosedRange<UInt32>) -> Bool {
    guard let candidate = firstRange(endingAtOrAfter: range.lowerBound) else { return false }
    return candidate.lowerBound <= range.lowerBound && range.upperBound <= candidate.upperBound
  }

  /// The scalars that are in either set.
  public func union(_ other: ScalarSet) -> ScalarSet { ScalarSet(ranges + other.ranges) }

  /// The scalars that are in this set and not in the other.
  public func subtracting(_ other: ScalarSet) -> ScalarSet { inverse.union(other).inverse }

  /// The scalars that are not in the set.
  public var inverse: ScalarSet {
    var gaps: [ClosedRange<UInt32>] = []
    var start: UInt32 = 0
    for range in ranges {
      if start < range.lowerBound { gaps.append(start...range.lowerBound - 1) }
      start = range.upperBound + 1
    }
    if start <= 0x10FFFF { gaps.append(start...0x10FFFF) }
    return ScalarSet(gaps)
  }

  private func firstRange(endingAtOrAfter scalar: UInt32) -> ClosedRange<UInt32>? {
    var (low, high) = (0, ranges.count)
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].upperBound < scalar { low = middle + 1 } else { high = middle }
    }
    return low < ranges.count ? ranges[low] : nil
  }
}
