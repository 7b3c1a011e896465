import CLineEditor
import Foundation

extension LineEditor {
  /// The window's columns and rows.
  var window: (columns: Int, rows: Int) {
    var size = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0
    else { return (80, 24) }
    return (Int(size.ws_col), Int(size.ws_row))
  }

  /// Where the line stands in a window of so many columns.
  func layout(width: Int) -> LineEditorLayout {
    let (before, after) = (codesBeforeCursor, codesAfterCursor)
    return LineEditorLayout(
      columnsOfPrompt + (before + after).map(LineEditorClusters.columns(drawing:)),
      cursor: columnsOfPrompt.count + before.count, width: width)
  }

  /// Draws a line of several rows anew that was changed before its end: libedit moves what stands behind the change
  /// column by column, which tears wide characters at the edge of the window.
  func repaintIfTorn() {
    let after = codesAfterCursor
    guard !after.isEmpty || !codesWhenRead.isEmpty else { return }
    let codes = codesBeforeCursor + after
    let isChanged = codes != codesWhenRead
    codesWhenRead = after.isEmpty ? [] : codes
    guard isChanged, !after.isEmpty, layout(width: columnsKnown).rowsAboveEnd > 0 else { return }
    redraw(resized: true)
  }

  /// Draws the line anew: over itself, or where the cursor is after the shell wrote.
  func redraw(resized: Bool) {
    if resized {
      let window = self.window
      let rows = layout(width: columnsKnown).rowsAboveCursor(inWidth: window.columns)
      let up = min(rows, window.rows - 1)
      if up > 0 { draw("\u{1B}[\(up)A") }
    }
    draw("\r\u{1B}[J")
    el_resize(editor)
    columnsKnown = window.columns
    line_editor_redraw(editor)
  }

  /// Writes past libedit, in order with what it writes.
  func draw(_ text: String) {
    fputs(text, stream)
    fflush(stream)
  }

  /// Turns codes in what libedit draws back into clusters.
  static let draw: @convention(c) (UnsafeMutableRawPointer?, UnsafePointer<CChar>?, Int) -> Int = {
    owner, bytes, count in
    guard let editor = owner?.assumingMemoryBound(to: Weak.self).pointee.editor, let bytes else {
      return count
    }
    editor.drawn += UnsafeRawBufferPointer(start: bytes, count: count)
    return editor.sendDrawn() ? count : 0
  }

  private func sendDrawn() -> Bool {
    let (text, rest) = clusters.shown(drawn)
    drawn = rest
    do { try Output.draw(text) } catch { return false }
    return true
  }
}
