import GeulCompute
import GeulModel
import GeulStorage
import GeulText
import GeulWork
import Glibc

/// The temperature T at which a model's distributions, p to the power of 1 / T and normalized, fit a text best (Guo et
/// al. 2017).
///
/// Above 1 the model was too sure of itself, below 1 not sure enough.
public struct Temperature: Sendable, Equatable {
  /// T
  public let value: Double

  /// Most symbols that are read for a fit.
  public static let mostSymbols = 200_000

  /// The best for the front of a range, of which all but the first symbol are predicted; read in one lane.
  ///
  /// Throws `WorkStopped` or `StorageError`. Cost: V exponentials for each of 25 temperatures and each symbol.
  public init(
    fitting tokens: TokenSequence, range: Range<Int>, model: Model, kind: ProductKind,
    pool: WorkerPool, stop: StopRequest = StopRequest()
  ) throws {
    precondition(range.count >= 2, "a temperature of \(range.count) symbols")
    let ids = try tokens.ids(
      range.lowerBound..<min(range.upperBound, range.lowerBound + Self.mostSymbols))
    var sums = [Double](repeating: 0, count: Self.inverses.count)
    try model.readOneByOne(ids, kind: kind, pool: pool, stop: stop) { logs, target in
      for (place, inverse) in Self.inverses.enumerated() {
        sums[place] += Self.loss(logs, target, inverse)
      }
    }
    let best = sums.indices.min { sums[$0] < sums[$1] } ?? Self.middle
    value = 1 / Self.vertex(sums, best)
  }

  /// 1 / T to be tried: e to the powers of -0.6 to 0.6.
  private static let middle = 12
  private static let inverses = (0..<25).map { exp(Double($0 - middle) / 20) }

  /// Where a parabola through the least and its neighbours is least.
  private static func vertex(_ sums: [Double], _ best: Int) -> Double {
    guard best > 0, best < sums.count - 1 else { return inverses[best] }
    let (left, right) = (sums[best - 1] - sums[best], sums[best + 1] - sums[best])
    let shift = left + right > 0 ? (left - right) / (2 * (left + right)) : 0
    return inverses[best] * exp(shift / 20)
  }

  /// -ln p of a target where all ln p are multiplied and normalized anew.
  static func loss(
    _ logs: UnsafeBufferPointer<Float>, _ target: Int, _ inverse: Double
  ) -> Double {
    var sum = 0.0
    let inverse32 = Float(inverse)
    for log in logs { sum += Double(expf(log * inverse32)) }
    return log(sum) - inverse * Double(logs[target])
  }
}
