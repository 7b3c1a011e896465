import Testing

@testable import geul

@Suite struct LineEditorLayoutTests {
  /// A prompt of five columns, seventeen wide characters in the rest of forty, and three more.
  private let line = [Int?](repeating: 1, count: 5) + [Int?](repeating: 2, count: 20)

  @Test func rowsAreCutWhereAWideCharacterDoesNotFit() {
    #expect(LineEditorLayout(line, cursor: 25, width: 40).rowsAboveEnd == 1)
    // The eighteenth does not fit in the one column that is left; the cursor before it is in its row.
    #expect(LineEditorLayout(line, cursor: 21, width: 40).rowsAboveCursor(inWidth: 40) == 0)
    #expect(LineEditorLayout(line, cursor: 22, width: 40).rowsAboveCursor(inWidth: 40) == 1)
    #expect(LineEditorLayout([1, 1, 1], cursor: 3, width: 3).rowsAboveEnd == 1)
    #expect(LineEditorLayout([], cursor: 0, width: 3).rowsAboveEnd == 0)
    #expect(LineEditorLayout([1, nil, 1], cursor: 3, width: 8).rowsAboveEnd == 1)
    #expect(LineEditorLayout([2], cursor: 0, width: 1).rowsAboveEnd <= 1)
  }

  @Test(arguments: [(40, 1), (57, 1), (39, 1), (31, 2), (13, 4), (6, 7)])
  func aTerminalCutsEachRowForItself(_ width: Int, _ rows: Int) {
    // Row one: 5 + 34 columns; row two: 6.
    #expect(LineEditorLayout(line, cursor: 25, width: 40).rowsAboveCursor(inWidth: width) == rows)
  }
}
