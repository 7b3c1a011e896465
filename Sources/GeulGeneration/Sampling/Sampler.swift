import GeulCompute
import Glibc

/// Draws symbols from distributions.
///
public struct Sampler: Sendable {
  /// How symbols are chosen.
  public let settings: SamplingSettings
  private var random: RandomStream
  /// (V): ln p of each symbol; -infinity for those that are filtered out.
  private var scores: [Float] = []
  /// (V): the sum of the weights up to and with each symbol's.
  private var sums: [Double] = []
  /// Scores to be reordered in search of the k-th.
  private var unordered: [Float] = []

  /// A sampler that draws from `random`.
  public init(_ settings: SamplingSettings, random: RandomStream) {
    if let flaw = settings.flaw { preconditionFailure(flaw) }
    self.settings = settings
    self.random = random
  }

  /// A sampler whose draws are those of sample `seed`.
  public init(_ settings: SamplingSettings, seed: UInt64) {
    self.init(settings, random: RandomStream(seed: seed, purpose: RandomPurpose.text))
  }

  /// Chooses a symbol given ln p of each (V); ties go to the lower id. Cost: O(V).
  ///
  /// `excluded` may not come; `recent` ends with the latest symbol. Where no symbol has a probability, as in a model
  /// whose weights are no longer numbers, it is the first that may come; nil if none may.
  public mutating func choose(
    _ logProbabilities: UnsafeBufferPointer<Float>, excluding excluded: [UInt32] = [],
    after recent: [UInt32] = []
  ) -> UInt32? {
    scores.removeAll(keepingCapacity: true)
    scores.append(contentsOf: logProbabilities)
    for id in excluded where id < UInt32(scores.count) { scores[Int(id)] = -.infinity }
    guard let best = mostProbable() else {
      let excluded = Set(excluded)
      return (0..<UInt32(scores.count)).first { !excluded.contains($0) }
    }
    if settings.temperature == 0 { return UInt32(best) }
    if let k = settings.topK, k < scores.count { keepMostProbable(k) }
    return draw(most: scores[best])
  }

  private func mostProbable() -> Int? {
    var best: (id: Int?, score: Float) = (nil, -.infinity)
    for (id, score) in scores.enumerated() where score > best.score { best = (id, score) }
    return best.id
  }

  /// Keeps the k most probable symbols: those above the k-th score, then ties by id.
  private mutating func keepMostProbable(_ k: Int) {
    let least = score(ofRank: k)
    var room = k
    for score in scores where score > least { room -= 1 }
    for id in scores.indices where !(scores[id] > least) {
      if scores[id] == least && room > 0 { room -= 1 } else { scores[id] = -.infinity }
    }
  }

  /// The k-th highest score, by Hoare's FIND (1961); O(V) on average.
  private mutating func score(ofRank k: Int) -> Float {
    unordered.removeAll(keepingCapacity: true)
    unordered.append(contentsOf: scores)
    var (first, last) = (0, unordered.count - 1)
    while first < last {
      let pivot = unordered[(first + last) / 2]
      var (low, high) = (first, last)
      while low <= high {
        while unordered[low] > pivot { low += 1 }
        while unordered[high] < pivot { high -= 1 }
        if low <= high {
          unordered.swapAt(low, high)
          (low, high) = (low + 1, high - 1)
        }
      }
      if k <= high + 1 { last = high } else if k > low { first = low } else { break }
    }
    return unordered[k - 1]
  }

  /// Draws by exp(score / temperature), scaled so that the greatest weight is 1.
  private mutating func draw(most: Float) -> UInt32 {
    sums.removeAll(keepingCapacity: true)
    var total = 0.0
    for score in scores {
      // A division: the inverse of the smallest temperatures is infinite.
      if score > -.infinity { total += exp(Double(score - most) / settings.temperature) }
      sums.append(total)
    }
    // Below the total even when rounded, so that the sum which exceeds it is of a weight above 0.
    let target = min(random.uniform() * total, total.nextDown)
    var (low, high) = (0, sums.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if sums[middle] > target { high = middle } else { low = middle + 1 }
    }
    return UInt32(low)
  }
}
