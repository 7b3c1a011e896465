import CLineEditor

extension LineEditor {
  /// What Tab does.
  func completeWord() -> UInt8 {
    let codes = codesBeforeCursor
    // Within a pasted text a tab is a tab.
    guard !input.isPasting, let line = clusters.text(of: codes), let completion = complete(line)
    else {
      replace(last: 0, with: [0x09])
      return UInt8(CC_REFRESH)
    }
    guard !completion.candidates.isEmpty else { return UInt8(CC_ERROR) }
    let insertion = completion.insertion
    if !insertion.unicodeScalars.elementsEqual(completion.word.unicodeScalars) {
      replace(last: length(of: completion.word, endOf: codes), with: clusters.encode(insertion))
      lineAtTab = codesBeforeCursor
      return UInt8(CC_REFRESH)
    }
    if lineAtTab == codes {
      list(completion)
      return UInt8(CC_NORM)
    }
    lineAtTab = codes
    return UInt8(CC_ERROR)
  }

  /// How many codes hold the scalars of `word`.
  private func length(of word: String, endOf codes: [UInt32]) -> Int {
    var rest = word.unicodeScalars.count
    var count = 0
    for code in codes.reversed() where rest > 0 {
      rest -= clusters.length(of: code)
      count += 1
    }
    return count
  }

  /// Shows the candidates below the line, and the line below them.
  private func list(_ completion: Completion) {
    let (window, layout) = (window, layout(width: window.columns))
    let down = layout.rowsAboveEnd - layout.rowsAboveCursor(inWidth: window.columns)
    let rows = completion.rows(width: window.columns, limit: max(1, window.rows - 2)) {
      self.clusters.columns(of: $0)
    }
    draw(
      String(repeating: "\n", count: down + 1) + "\r\u{1B}[J" + rows.map { $0 + "\r\n" }.joined())
    line_editor_redraw(editor)
  }
}
