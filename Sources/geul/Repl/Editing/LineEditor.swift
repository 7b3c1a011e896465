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
  /// What was pasted and is not in the line yet.
  var pasted: String?

  /// The history as libedit has it.
  let records: OpaquePointer
  var history: LineHistory
  /// Where libedit draws.
  let stream: UnsafeMutablePointer<FILE>
  /// Bytes on their way to the screen that are no whole scalar yet.
  var drawn: [UInt8] = []
  /// The columns of what is drawn of the prompt, a tab's nil.
  var columnsOfPrompt: [Int?] = []
  /// The prompt as libedit has it.
  var prompt = UnsafeMutableBufferPointer<wchar_t>.allocate(capacity: 1)
  /// The line when the last key was waited for, if the cursor was within it.
  var codesWhenRead: [UInt32] = []
  /// The columns libedit believes in while a line is edited.
  var columnsKnown = 80

  /// The names of functions that libedit was told of, which it keeps.
  var functionNames: [UnsafeMutablePointer<wchar_t>] = []

  private let owner: UnsafeMutablePointer<Weak>
  private var outcome = Result.end

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
    for name in functionNames { name.deallocate() }
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

  /// The next code for libedit; nil when the line is over without being entered.
  func nextCode() -> UInt32? {
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
      case .signal(.interrupted): return interrupt()
      case .paste(let text):
        pasted = text
        return Key.paste
      case .scalar("\u{4}") where codeBeforeCursor == nil && codesAfterCursor.isEmpty:
        return Key.leave
      case .scalar(let scalar):
        switch LineEditorSignals.meaning(of: scalar) {
        case .interrupt?: return interrupt()
        case .suspend?:
          kill(0, SIGTSTP)
          continue
        case .quit?:
          kill(0, SIGQUIT)
          continue
        case nil: break
        }
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

  /// Gives up the line, as for Ctrl-C.
  private func interrupt() -> UInt32 {
    input.drop()
    outcome = .interrupted
    return Key.leave
  }
}
