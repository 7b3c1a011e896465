/// Elementary functions by additions, multiplications and divisions in one order, without the C library, whose results differ
/// from one version to the next: the same bits everywhere.
package enum ExactFunctions {
  /// ln x of a normal x > 0: x = 2ⁿ m with m between √½ and √2, and ln m = 2 artanh ((m - 1) / (m + 1)) by its series to the
  /// power of 25; error below 1e-15 beside rounding.
  package static func logarithm(_ x: Double) -> Double {
    var (m, n) = (x.significand, Double(x.exponent))
    if m > 1.4142135623730951 { (m, n) = (m / 2, n + 1) }
    let s = (m - 1) / (m + 1)
    var sum = 0.0
    for power in stride(from: 25, through: 1, by: -2) { sum = sum * (s * s) + 1 / Double(power) }
    return 2 * s * sum + n * 0.6931471805599453
  }

  /// xⁿ, n not negative, by squaring.
  package static func power(_ x: Double, _ n: Int) -> Double {
    var (result, factor, rest) = (1.0, x, n)
    while rest > 0 {
      if rest & 1 == 1 { result *= factor }
      factor *= factor
      rest >>= 1
    }
    return result
  }
}
