import CLineEditor
import GeulKit

extension LineEditor {
  /// Puts what was pasted into the line: as it is, or as one sign for all of it where it would fill the window.
  func paste() -> UInt8 {
    guard let text = pasted.take() else { return UInt8(CC_NORM) }
    let window = window
    let room = window.columns * max(1, window.rows / 2)
    // So much of it is cut into characters that it is known to be more than there is room for.
    guard text.unicodeScalars.count > 4 * room || columns(of: text) > room else {
      replace(last: 0, with: clusters.encode(pasted: text))
      return UInt8(CC_REFRESH)
    }
    tellAbove(
      "\(LineEditorClusters.heldPicture) stands for what was pasted: \(Figures.grouped(text.unicodeScalars.count)) "
        + "characters, \(Figures.grouped(text.utf8.count { $0 == 0x0A } + 1)) lines")
    replace(last: 0, with: [clusters.hold(text)])
    line_editor_redraw(editor)
    return UInt8(CC_NORM)
  }

  private func columns(of text: String) -> Int {
    clusters.encode(pasted: text).reduce(0) { $0 + (LineEditorClusters.columns(drawing: $1) ?? 8) }
  }

  /// Writes a note where the line was, which is drawn anew below it.
  private func tellAbove(_ note: String) {
    let up = layout(width: columnsKnown).rowsAboveCursor(inWidth: window.columns)
    draw((up > 0 ? "\u{1B}[\(up)A" : "") + "\r\u{1B}[J" + VisibleText.line(note) + "\r\n")
  }
}
