import GeulStorage
import Testing

@Suite struct JSONLineTests {
  private func line(_ build: (inout JSONLine) -> Void) -> String {
    var line = JSONLine()
    // What an earlier line left must not show.
    line.begin()
    line.append("left", "over")
    line.end()
    line.begin()
    build(&line)
    line.end()
    return String(decoding: line.bytes, as: UTF8.self)
  }

  @Test func membersStandInTheirOrder() {
    let found = line {
      $0.append("event", "step")
      $0.append("step", 1_234_567)
      $0.append("loss", 1.25)
    }
    #expect(found == #"{"event":"step","step":1234567,"loss":1.25}"# + "\n")
    #expect(line { _ in } == "{}\n")
  }

  /// Seven significant digits, or as many as are asked for, in the shortest form.
  @Test(
    arguments: [
      (1.425_412_345_6, 7, "1.425412"), (-0.001_999_876_54, 7, "-0.001999877"), (0, 7, "0.0"),
      (48_482.123_456, 6, "48482.1"), (123_456_789, 7, "123456800.0"), (2.0 / 3, 3, "0.667"),
      (9.999_999_99, 7, "10.0"), (1e-9, 7, "1e-09"), (3.5e300, 7, "3.5e+300"), (7, 12, "7.0"),
      (.leastNonzeroMagnitude, 7, "5e-324"),
    ] as [(Double, Int, String)])
  func numbersAreRounded(value: Double, digits: Int, expected: String) {
    #expect(line { $0.append("x", value, digits: digits) } == "{\"x\":\(expected)}\n")
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity])
  func whatIsNoNumberIsNull(value: Double) {
    #expect(line { $0.append("x", value) } == "{\"x\":null}\n")
  }

  /// Whatever the number, what is written is JSON and within half a unit of the seventh digit.
  @Test func roundingIsNearEverywhere() throws {
    var value = 1.234_567_890_123e-30
    for _ in 0..<400 {
      let text = line { $0.append("x", value) }
      let found = try JSONReader(Array(text.utf8), file: "").number(at: "x")
      #expect(abs(found - value) <= 0.51e-6 * value, "\(value): \(found)")
      value *= 1.413_7
    }
  }
}
