import CLineEditor
import Foundation

extension LineEditor {
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
  static func chooseLocale() {
    setlocale(LC_ALL, "")
    if String(cString: line_editor_codeset()) != "UTF-8" {
      for name in ["C.UTF-8", "en_US.UTF-8"] where setlocale(LC_CTYPE, name) != nil { return }
    }
  }

  /// Tells libedit what differs from its own ways.
  func configure() {
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

  /// Adds an entry to libedit's history.
  func record(_ entry: String) {
    let codes = clusters.encode(pasted: entry).map { wchar_t(bitPattern: $0) } + [0]
    line_editor_add_to_history(records, codes)
  }

  /// Makes a text the prompt of the next line.
  func setPrompt(_ text: String) {
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
}
