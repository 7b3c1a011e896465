import CLineEditor
import Foundation

/// Lines typed at a terminal, edited with libedit: its keys, its history, and `~/.editrc`.
///
/// Between two calls of `next` nothing typed is shown, so that it does not mix with what is written; it is kept for
/// the next line. One editor at a time, on standard input and output, in one thread.
final class LineEditor {
  /// What came; as of `LineInput`.
  typealias Result = LineInput.Result

  /// What Tab does: the line up to the cursor in, names for its last part out; nil if Tab is a tab there.
  typealias Completer = (String) -> Completion?

  let editor: OpaquePointer
  var clusters = LineEditorClusters()
  var input = LineEditorInput()
  let complete: Completer
  /// The line when Tab was last pressed in vain; pressed again, the candidates are shown.
  var lineAtTab: [UInt32]?
  /// What was typed behind the character that it belongs to.
  var joining: Unicode.Scalar?

  private let records: OpaquePointer
  private var history: LineHistory
  private let stream: UnsafeMutablePointer<FILE>
  private var drawn: [UInt8] = []
  private var outcome = Result.end
  private(set) var columnsOfPrompt: [Int?] = []
  private var prompt = UnsafeMutableBufferPointer<wchar_t>.allocate(capacity: 1)

  /// Whether standard input and output are a terminal that a line can be edited on.
  static var isPossible: Bool {
    let kind = ProcessInfo.processInfo.environment["TERM"] ?? ""
    return isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1
      && !["", "dumb", "emacs"].contains(kind)
  }

  /// Takes the terminal; nil if there is none to be had.
  ///
  /// `name` is the program's in `~/.editrc`. Lines entered are added to `history`.
  init?(name: String, history: LineHistory, complete: @escaping Completer) {
    Self.chooseLocale()
    guard Self.isPossible, LineEditorSignals.takeTerminal() else { return nil }
    let owner = UnsafeMutablePointer<Weak>.allocate(capacity: 1)
    guard let stream = line_editor_stream(owner, Self.draw),
      let editor = line_editor_begin(name, stream),
      let records = history_winit()
    else {
      owner.deallocate()
      LineEditorSignals.giveTerminalBack()
      return nil
    }
    (self.editor, self.stream, self.records) = (editor, stream, records)
    (self.history, self.complete) = (history, complete)
    self.owner = owner
    prompt.initialize(repeating: 0)
    owner.initialize(to: Weak(self))
    line_editor_set_owner(editor, owner)
    configure()
  }

  deinit {
    el_end(editor)
    history_wend(records)
    fclose(stream)
    prompt.deallocate()
    owner.deinitialize(count: 1)
    owner.deallocate()
    LineEditorSignals.giveTerminalBack()
  }

  /// Edits a line behind `prompt`, whose parts between two U+0001 are sent to the terminal and take no columns.
  ///
  /// A line that is not blank goes into the history. After `end` and `interrupted` the cursor is at the beginning
  /// of a row; after `interrupted` what was typed ahead is gone.
  func next(prompt text: String) -> Result {
    setPrompt(text)
    outcome = .end
    lineAtTab = nil
    codesWhenRead = []
    columnsKnown = window.columns
    var count: Int32 = 0
    let codes: [UInt32]? = LineEditorSignals.whileEditing {
      guard let line = el_wgets(editor, &count), count > 0 else { return nil }
      return UnsafeBufferPointer(start: line, count: Int(count)).map { UInt32(bitPattern: $0) }
    }
    guard let codes else { return outcome }
    guard let line = clusters.text(of: codes.last == 0x0A ? codes.dropLast() : codes[...]) else {
      return .malformed
    }
    if let entry = history.add(line) { record(entry) }
    return .line(line)
  }

  /// Drops what was typed ahead, for when Ctrl-C stopped what was being written.
  func dropTyped() { input.drop() }

  // MARK: - Setting up

  private let owner: UnsafeMutablePointer<Weak>

  /// What libedit hands back to the functions it calls.
  struct Weak {
    private(set) weak var editor: LineEditor?

    init(_ editor: LineEditor) { self.editor = editor }
  }

  /// The editor whose function libedit calls.
  static func owner(of editor: OpaquePointer?) -> LineEditor? {
    line_editor_owner(editor)?.assumingMemoryBound(to: Weak.self).pointee.editor
  }

  /// libedit drops what is not in the locale's encoding, and a container often has no locale.
  private static func chooseLocale() {
    setlocale(LC_ALL, "")
    if String(cString: line_editor_codeset()) != "UTF-8" {
      for name in ["C.UTF-8", "en_US.UTF-8"] where setlocale(LC_CTYPE, name) != nil { return }
    }
  }

  private func configure() {
    line_editor_keep_quiet(editor)
    // So that it is known how a terminal rewraps the rows when its window is resized.
    line_editor_break_rows(editor)
    line_editor_set_reader(editor) { editor, character in
      guard let owner = LineEditor.owner(of: editor), let character else { return -1 }
      guard let code = owner.nextCode() else { return -1 }
      character.pointee = wchar_t(bitPattern: code)
      return 1
    }
    line_editor_set_prompt(editor) { LineEditor.owner(of: $0)?.prompt.baseAddress }
    line_editor_use_history(editor, records)
    line_editor_size_history(records, Int32(LineHistory.limit))
    for entry in history.entries { record(entry) }
    bindKeys()
  }

  private func record(_ entry: String) {
    let codes = clusters.encode(entry).map { wchar_t(bitPattern: $0) } + [0]
    line_editor_add_to_history(records, codes)
  }

  private func setPrompt(_ text: String) {
    let codes = clusters.encode(text)
    prompt.deallocate()
    prompt = .allocate(capacity: codes.count + 1)
    _ = prompt.initialize(from: codes.map { wchar_t(bitPattern: $0) } + [0])
    var isLiteral = false
    columnsOfPrompt = codes.compactMap { code in
      if code == UInt32(LINE_EDITOR_PROMPT_MARK) { isLiteral.toggle() }
      return isLiteral || code < 0x20 ? nil : LineEditorClusters.columns(of: code)
    }
  }

  // MARK: - Reading

  /// The next code for libedit; nil when the line is over without being entered.
  private func nextCode() -> UInt32? {
    repaintIfTorn()
    while true {
      switch input.next() {
      case .end: return nil
      case .malformed: return LineEditorClusters.malformed
      case .signal(.resized): redraw(resized: true)
      case .signal(.resumed):
        line_editor_prepare_terminal(editor, 0)
        line_editor_prepare_terminal(editor, 1)
        redraw(resized: false)
      case .signal(.interrupted):
        input.drop()
        outcome = .interrupted
        return Key.leave
      case .scalar("\u{4}") where codeBeforeCursor == nil && codesAfterCursor.isEmpty:
        return Key.leave
      case .scalar(let scalar):
        // What looks like a key of our own, or means one to libedit, is nothing that is typed.
        if (0x80..<0xA0).contains(scalar.value) { continue }
        if let last = codeBeforeCursor, clusters.join(last, scalar) != nil {
          joining = scalar
          return Key.join
        }
        return clusters.encode(scalar)
      }
    }
  }

  // MARK: - Drawing

  /// The window's columns and rows.
  var window: (columns: Int, rows: Int) {
    var size = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0
    else { return (80, 24) }
    return (Int(size.ws_col), Int(size.ws_row))
  }

  /// The line when the last key was waited for, if the cursor was within it.
  private var codesWhenRead: [UInt32] = []

  /// The columns libedit believes in while a line is edited.
  private var columnsKnown = 80

  /// Where the line stands in a window of so many columns.
  func layout(width: Int) -> LineEditorLayout {
    let (before, after) = (codesBeforeCursor, codesAfterCursor)
    return LineEditorLayout(
      columnsOfPrompt + (before + after).map(LineEditorClusters.columns(drawing:)),
      cursor: columnsOfPrompt.count + before.count, width: width)
  }

  /// Draws a line of several rows anew that was changed before its end: libedit moves what stands behind the change
  /// column by column, which tears wide characters at the edge of the window.
  private func repaintIfTorn() {
    let after = codesAfterCursor
    guard !after.isEmpty || !codesWhenRead.isEmpty else { return }
    let codes = codesBeforeCursor + after
    let isChanged = codes != codesWhenRead
    codesWhenRead = after.isEmpty ? [] : codes
    guard isChanged, !after.isEmpty, layout(width: columnsKnown).rowsAboveEnd > 0 else { return }
    redraw(resized: true)
  }

  /// Draws the line anew: over itself, or where the cursor is after the shell wrote.
  private func redraw(resized: Bool) {
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
  private static let draw:
    @convention(c) (UnsafeMutableRawPointer?, UnsafePointer<CChar>?, Int) -> Int = {
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
    do { try Output.write(text) } catch { return false }
    return true
  }
}
