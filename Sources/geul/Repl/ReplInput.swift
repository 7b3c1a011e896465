import Foundation

/// Where the REPL's lines come from: a person at a terminal, who edits them, or a pipe.
enum ReplInput {
  case editor(LineEditor)
  case lines(LineInput)

  /// The next line; `prompt` is shown to a person only.
  mutating func next(prompt: String) throws -> LineInput.Result {
    switch self {
    case .editor(let editor):
      return editor.next(prompt: prompt)
    case .lines(var input):
      // A terminal that no line can be edited on: what is not a terminal sees no prompt.
      let isTerminal = isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1
      if isTerminal { try Output.write(prompt) }
      let result = input.next()
      self = .lines(input)
      if isTerminal, result.leavesRow { try Output.write("\n") }
      return result
    }
  }

  /// Drops what was typed and not yet read.
  func dropTyped() {
    if case .editor(let editor) = self { editor.dropTyped() }
  }
}

extension LineInput.Result {
  /// Whether the terminal's cursor is left behind the prompt.
  fileprivate var leavesRow: Bool {
    switch self {
    case .end, .interrupted: true
    case .line, .malformed: false
    }
  }
}
