import GeulCompute

/// Probabilities as ln (p / (1 - p)) and back; every processor finds the same bits.
enum Logistic {
  /// Estimates of a probability are looked up in so many steps.
  static let steps = 4096

  /// ln (p / (1 - p)) at p = (i + 1/2) / 4096.
  static let stretched: [Float] = (0..<steps).map { index in
    let p = (Double(index) + 0.5) / Double(steps)
    return Float(ExactFunctions.logarithm(p / (1 - p)))
  }

  /// 1 / (1 + e⁻ˣ), x taken as at most 20 away from 0; relative error about 1e-6.
  @inline(__always)
  static func squash(_ x: Float) -> Float {
    let t = -min(max(x, -20), 20)
    let n = (t * 1.442695).rounded(.toNearestOrEven)
    let r = t - n * 0.6931472
    var p: Float = 1 / 720
    p = p * r + 1 / 120
    p = p * r + 1 / 24
    p = p * r + 1 / 6
    p = p * r + 0.5
    p = p * r + 1
    p = p * r + 1
    return 1 / (1 + p * Float(bitPattern: UInt32(Int32(n) + 127) << 23))
  }
}
