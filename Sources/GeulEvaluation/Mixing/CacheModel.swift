import GeulStorage
import GeulText
import Glibc

/// What the recent past makes likely: symbols that stood there, and those that stood there after the same symbol (Kuhn
/// and De Mori 1990).
///
///     p(s) = (n(r s) + β p₁(s)) / (n(r) + β)      p₁(s) = (n(s) + α / V) / (n + α)
///
/// n counts within the last symbols, r is the one before s.
public struct CacheModel: Sendable {
  /// V
  public let vocabulary: Int
  /// Symbols of the past that count.
  public let memory: Int
  private static let (alpha, beta) = (1.0, 4.0)

  /// A cache over `vocabulary` symbols.
  public init(vocabulary: Int, memory: Int = 2000) {
    precondition(vocabulary >= 1 && memory >= 1, "a cache of \(memory) of \(vocabulary) symbols")
    (self.vocabulary, self.memory) = (vocabulary, memory)
  }

  /// -ln p of each symbol of a range, what stands before it being its past; throws `StorageError`.
  public func losses(_ tokens: TokenSequence, range: Range<Int>) throws(StorageError) -> [Float] {
    let start = max(0, range.lowerBound - memory)
    let ids = try tokens.ids(start..<range.upperBound)
    var counts = [Int](repeating: 0, count: vocabulary)
    var pairs: [UInt64: Int] = [:]
    var followed = [Int](repeating: 0, count: vocabulary)
    func pair(_ place: Int) -> UInt64 { UInt64(ids[place - 1]) << 32 | UInt64(ids[place]) }
    var losses: [Float] = []
    losses.reserveCapacity(range.count)
    for place in ids.indices {
      let id = Int(ids[place])
      if start + place >= range.lowerBound {
        let known = Double(min(place, memory))
        let single =
          (Double(counts[id]) + Self.alpha / Double(vocabulary)) / (known + Self.alpha)
        var p = single
        if place > 0 {
          let after = Double(followed[Int(ids[place - 1])])
          p = (Double(pairs[pair(place)] ?? 0) + Self.beta * single) / (after + Self.beta)
        }
        losses.append(Float(-log(p)))
      }
      counts[id] += 1
      if place > 0 {
        pairs[pair(place), default: 0] += 1
        followed[Int(ids[place - 1])] += 1
      }
      let old = place - memory
      guard old >= 0 else { continue }
      counts[Int(ids[old])] -= 1
      let gone = pair(old + 1)
      pairs[gone] = pairs[gone].flatMap { $0 > 1 ? $0 - 1 : nil }
      followed[Int(ids[old])] -= 1
    }
    return losses
  }
}
