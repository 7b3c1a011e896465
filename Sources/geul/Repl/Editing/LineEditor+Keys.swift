import CLineEditor
import Foundation

extension LineEditor {
  /// Keys that no keyboard has, for what is done between two that were pressed.
  enum Key {
    /// Puts what was pasted into the line.
    static let paste: UInt32 = 0x9D
    /// Leaves the line, with the cursor in the row below it.
    static let leave: UInt32 = 0x9E
    /// Puts what was typed into the character before the cursor.
    static let join: UInt32 = 0x9F
  }

  /// Binds what differs from libedit's own keys; `~/.editrc` comes between what it may change and what it may not.
  func bindKeys() {
    line_editor_use_emacs_keys(editor)
    add("geul-word-start") { editor, _ in
      guard let owner = LineEditor.owner(of: editor) else { return UInt8(CC_ERROR) }
      el_cursor(editor, -Int32(LineEditor.wordLength(owner.codesBeforeCursor)))
      return UInt8(CC_CURSOR)
    }
    add("geul-complete") { editor, _ in
      LineEditor.owner(of: editor)?.completeWord() ?? UInt8(CC_ERROR)
    }
    add("geul-join") { editor, _ in
      LineEditor.owner(of: editor)?.joinTyped() ?? UInt8(CC_ERROR)
    }
    add("geul-paste") { editor, _ in
      LineEditor.owner(of: editor)?.paste() ?? UInt8(CC_ERROR)
    }
    add("geul-newline") { editor, _ in
      guard let owner = LineEditor.owner(of: editor) else { return UInt8(CC_ERROR) }
      owner.replace(last: 0, with: owner.clusters.encode(pasted: "\n"))
      return UInt8(CC_REFRESH)
    }
    for (key, function) in Self.keys { bind(key, to: function) }
    // The word before the cursor is killed, not only deleted, so that Ctrl-Y brings it back.
    bind("\\233m", to: "em-set-mark")
    bind("\\233w", to: "geul-word-start")
    bind("\\233k", to: "em-kill-region")
    withWide("^W") { key in
      withWide("\\233m\\233w\\233k") { _ = line_editor_bind_keys(editor, key, $0) }
    }
    el_source(editor, nil)
    bind("\\235", to: "geul-paste")
    bind("\\236", to: "ed-end-of-file")
    bind("\\237", to: "geul-join")
  }

  private static let keys = [
    ("^I", "geul-complete"), ("^R", "em-inc-search-prev"), ("^U", "vi-kill-line-prev"),
    ("\\e[3~", "ed-delete-next-char"), ("\\e[H", "ed-move-to-beg"), ("\\e[F", "ed-move-to-end"),
    ("\\e[1~", "ed-move-to-beg"), ("\\e[4~", "ed-move-to-end"), ("\\eOH", "ed-move-to-beg"),
    ("\\eOF", "ed-move-to-end"), ("\\e[1;5C", "em-next-word"), ("\\e[1;5D", "ed-prev-word"),
    // Alt-Enter, and Shift-Enter where a terminal tells it from Enter.
    ("\\e^J", "geul-newline"), ("\\e^M", "geul-newline"), ("\\e[13;2u", "geul-newline"),
    ("\\e[27;2;13~", "geul-newline"),
  ]

  /// The code before the cursor.
  var codeBeforeCursor: UInt32? {
    let line = el_wline(editor).pointee
    return line.cursor > line.buffer ? UInt32(bitPattern: line.cursor[-1]) : nil
  }

  /// Codes of the line up to the cursor.
  var codesBeforeCursor: [UInt32] {
    let line = el_wline(editor).pointee
    return Self.codes(from: line.buffer, to: line.cursor)
  }

  /// Codes of the line behind the cursor.
  var codesAfterCursor: [UInt32] {
    let line = el_wline(editor).pointee
    return Self.codes(from: line.cursor, to: line.lastchar)
  }

  /// Puts `codes` in place of so many before the cursor.
  func replace(last count: Int, with codes: [UInt32]) {
    if count > 0 { el_deletestr(editor, Int32(count)) }
    el_winsertstr(editor, codes.map { wchar_t(bitPattern: $0) } + [0])
  }

  private func joinTyped() -> UInt8 {
    guard let scalar = joining.take() else { return UInt8(CC_NORM) }
    if let last = codeBeforeCursor, let joined = clusters.join(last, scalar) {
      replace(last: 1, with: [joined])
    } else {
      replace(last: 0, with: [clusters.encode(scalar)])
    }
    return UInt8(CC_REFRESH)
  }

  /// Codes of the blanks before the cursor and of what stands before them up to the next blank.
  static func wordLength(_ codes: [UInt32]) -> Int {
    var rest = codes[...]
    while let last = rest.last, iswspace(last) != 0 { rest.removeLast() }
    while let last = rest.last, iswspace(last) == 0 { rest.removeLast() }
    return codes.count - rest.count
  }

  private static func codes(
    from start: UnsafePointer<wchar_t>, to end: UnsafePointer<wchar_t>
  ) -> [UInt32] {
    UnsafeBufferPointer(start: start, count: end - start).map { UInt32(bitPattern: $0) }
  }

  private func add(
    _ name: String, _ function: @convention(c) (OpaquePointer?, Int32) -> UInt8
  ) {
    // libedit keeps the name's memory, so it must live as long as the editor.
    let wide = UnsafeMutablePointer<wchar_t>.allocate(capacity: name.utf8.count + 1)
    for (index, byte) in name.utf8.enumerated() { wide[index] = wchar_t(byte) }
    wide[name.utf8.count] = 0
    functionNames.append(wide)
    line_editor_add_function(editor, wide, function)
  }

  private func bind(_ key: String, to function: String) {
    withWide(key) { key in withWide(function) { _ = line_editor_bind(editor, key, $0) } }
  }

  private func withWide(_ text: String, _ body: (UnsafePointer<wchar_t>) -> Void) {
    (text.unicodeScalars.map { wchar_t(bitPattern: $0.value) } + [0]).withUnsafeBufferPointer {
      if let start = $0.baseAddress { body(start) }
    }
  }
}
