import GeulText
import Testing

/// NormalizationTest.txt of the Unicode Character Database, and every scalar it does not list.
@Suite struct NormalizationConformanceTests {
  private static let forms: [NormalizationForm] = [.nfc, .nfd, .nfkc, .nfkd]

  /// A line's columns: source, NFC, NFD, NFKC, NFKD.
  private struct Case: Sendable {
    let line: Int
    let isPart1: Bool
    let columns: [[UInt32]]

    /// What a column becomes in a form, by the invariants at the head of the file.
    func expected(_ form: NormalizationForm, of column: Int) -> [UInt32] {
      switch form {
      case .nfc: columns[column < 3 ? 1 : 3]
      case .nfd: columns[column < 3 ? 2 : 4]
      case .nfkc: columns[3]
      case .nfkd: columns[4]
      case .none: columns[column]
      }
    }
  }

  private static let cases: [Case] = {
    var isPart1 = false
    return UnicodeData.lines(UnicodeData.normalizationTest).compactMap { line in
      if line.text.hasPrefix("@") {
        isPart1 = line.text.hasPrefix("@Part1")
        return nil
      }
      let columns = line.text.split(separator: ";").prefix(5).map { UnicodeData.scalars($0) }
      return Case(line: line.number, isPart1: isPart1, columns: columns)
    }
  }()

  @Test(
    .enabled(
      if: UnicodeData.isUsable(UnicodeData.normalizationTest),
      Comment(rawValue: UnicodeData.requirement)),
    arguments: forms)
  func everyLineHolds(_ form: NormalizationForm) {
    var failures = Failures()
    #expect(Self.cases.count > 18_000)
    for test in Self.cases {
      for (column, text) in test.columns.enumerated() {
        let expected = test.expected(form, of: column)
        failures.compare(
          normalize(text, form), expected, "line \(test.line), column \(column + 1)")
        for cut in 0...text.count {
          failures.compare(
            normalize(text, form, cuts: [cut]), expected,
            "line \(test.line), column \(column + 1), cut at \(cut)")
        }
      }
    }
    #expect(failures.count == 0, "\(failures)")
  }

  @Test(
    .enabled(
      if: UnicodeData.isUsable(UnicodeData.normalizationTest),
      Comment(rawValue: UnicodeData.requirement)),
    arguments: forms)
  func everyOtherScalarStays(_ form: NormalizationForm) {
    let listed = Set(Self.cases.lazy.filter(\.isPart1).compactMap(\.columns.first?.first))
    #expect(listed.count > 16_000)
    var failures = Failures()
    for scalar in UInt32(0)...0x10FFFF where !(0xD800..<0xE000).contains(scalar) {
      guard !listed.contains(scalar) else { continue }
      failures.compare(normalize([scalar], form), [scalar], "scalar \(hex([scalar]))")
    }
    #expect(failures.count == 0, "\(failures)")
  }
}
