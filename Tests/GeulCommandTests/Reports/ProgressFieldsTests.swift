import Testing

@testable import geul

/// What of a line has room on a terminal.
@Suite struct ProgressFieldsTests {
  private let line = "step 120/2000  3 min 05 s left  loss 2.345  12,345 char/s"

  @Test(arguments: [
    (80, "step 120/2000  3 min 05 s left  loss 2.345  12,345 char/s"),
    (57, "step 120/2000  3 min 05 s left  loss 2.345  12,345 char/s"),
    (56, "step 120/2000  3 min 05 s left  loss 2.345"),
    (41, "step 120/2000  3 min 05 s left"), (13, "step 120/2000"), (12, "step"), (3, "ste"),
    (0, ""), (-2, ""),
  ])
  func wholeFieldsAreLeftOut(columns: Int, shown: String) {
    #expect(ProgressLine.fit(line, columns: columns) == shown)
  }

  @Test func wideCharactersAreTwoColumns() {
    #expect(ProgressLine.fit("읽는 중  남음", columns: 8) == "읽는 중")
    #expect(ProgressLine.fit("읽는 중  남음", columns: 6) == "읽는")
    #expect(ProgressLine.fit("읽는", columns: 3) == "읽")
  }

  @Test func aSampleIsShownInAFewRows() {
    let long = String(repeating: "가나다라마바사아자차", count: 30)
    let shown = SampleView.brief(long, columns: 20)
    #expect(shown.count == 60 && shown.last == "…" || shown.count == 61 && shown.last == "…")
    #expect(SampleView.brief("one\ntwo", columns: 20) == "one\ntwo")
    let lines = SampleView.brief((1...20).map { "line \($0)\n" }.joined(), columns: 80)
    #expect(lines.hasPrefix("line 1\n") && lines.hasSuffix("…"))
    #expect(lines.split(separator: "\n").count <= SampleView.rows + 1)
    #expect(SampleView.brief("", columns: 20).isEmpty)
  }
}
