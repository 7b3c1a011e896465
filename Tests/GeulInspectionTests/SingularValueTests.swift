import Foundation
import Testing

@testable import GeulInspection

/// What Lanczos's method rests on.
@Suite struct SingularValueTests {
  /// 2 + 2 cos(π / 7), of ones beside twos.
  @Test func eigenvaluesOfATridiagonalMatrix() {
    let twos = [Double](repeating: 2, count: 6)
    let found = SingularValue.largestEigenvalue(twos, [Double](repeating: 1, count: 5))
    #expect(abs(found - 2 - 2 * cos(Double.pi / 7)) < 1e-12)
    #expect(SingularValue.largestEigenvalue([5], []) == 5)
  }
}
