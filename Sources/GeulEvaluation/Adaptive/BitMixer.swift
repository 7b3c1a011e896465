/// Mixes what several know of a bit: ln (p / (1 - p)) is a weighted sum of theirs, and after each bit the weights move
/// against the gradient of its cost (Mahoney 2005). Each of several sets of weights learns for the contexts it is used in.
struct BitMixer {
  /// Inputs, filled up to whole vectors.
  let inputs: Int
  private var weights: [Float]
  /// Where the weights in use begin.
  private var base = 0
  /// The probability of a 1 that was found last.
  private(set) var probability: Float = 0.5

  /// So many sets of weights, each of which begins as `start`.
  init(start: [Float], sets: Int) {
    inputs = (start.count + 7) / 8 * 8
    let one = start + [Float](repeating: 0, count: inputs - start.count)
    weights = (0..<sets).flatMap { _ in one }
  }

  /// ln (p / (1 - p)) by one of the sets; `x` has `inputs` numbers. Eight running sums in one order.
  @inline(__always)
  mutating func mix(_ x: [Float], set: Int) -> Float {
    base = set * inputs
    let sum = x.withUnsafeBufferPointer { x in
      weights.withUnsafeBufferPointer { weights in
        var sums = SIMD8<Float>()
        for index in stride(from: 0, to: inputs, by: 8) {
          for lane in 0..<8 { sums[lane] += x[index + lane] * weights[base + index + lane] }
        }
        let four = sums.lowHalf + sums.highHalf
        return (four[0] + four[1]) + (four[2] + four[3])
      }
    }
    probability = Logistic.squash(sum)
    return min(max(sum, -18), 18)
  }

  /// Moves the weights that were used last.
  @inline(__always)
  mutating func learn(_ x: [Float], _ bit: Int, rate: Float) {
    let error = (Float(bit) - probability) * rate
    x.withUnsafeBufferPointer { x in
      weights.withUnsafeMutableBufferPointer { weights in
        for index in 0..<inputs { weights[base + index] += error * x[index] }
      }
    }
  }
}
