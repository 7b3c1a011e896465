import Foundation
import GeulCompute
import Testing

/// Functions without the C library, beside it.
@Suite struct ExactFunctionsTests {
  @Test func logarithms() {
    for x in [1e-300, 1e-9, 0.3, 0.70710678, 1, 1.41421356, 1.5, 2, 3, 1e6, 1e300] {
      #expect(abs(ExactFunctions.logarithm(x) - log(x)) <= 4e-15 * max(1, abs(log(x))), "\(x)")
    }
    #expect(ExactFunctions.logarithm(1) == 0)
  }

  @Test func powers() {
    for n in [0, 1, 2, 5, 100, 4_097] {
      #expect(abs(ExactFunctions.power(0.999, n) / pow(0.999, Double(n)) - 1) < 1e-12, "\(n)")
    }
    #expect(ExactFunctions.power(0.9, 100_000) == 0)
  }
}
