/// The commands of the REPL.
enum ReplCommandName: String, CaseIterable {
  case help, set, show, seed, beam, reset, undo, again, fork, go, save, load, prompt, score, next
  case versus, quit

  /// What is typed after it.
  var arguments: String {
    switch self {
    case .help: "[COMMAND]"
    case .set: "NAME VALUE"
    case .seed: "N"
    case .beam: "N|off"
    case .undo: "[N]"
    case .fork, .go: "NAME"
    case .save, .prompt: "FILE"
    case .load: "FILE|MODEL"
    case .score: "TEXT"
    case .versus: "[TEXT]"
    case .show, .reset, .again, .next, .quit: ""
    }
  }

  /// What it does.
  var explanation: String {
    switch self {
    case .help: "this; or what one command does"
    case .set: "change a setting, also as /temperature 0.6; off takes it back"
    case .show: "model, branch and settings"
    case .seed: "the same as /set seed N; the takes begin anew"
    case .beam: "the same as /set beam N"
    case .reset: "the model forgets everything on this branch"
    case .undo: "take back the last turn, or the last N"
    case .again: "another take of what was written last"
    case .fork: "go on under another name; the branch so far stays as it is"
    case .go: "go to another branch, where it was left"
    case .save: "write the conversation with branches and settings to a file"
    case .load:
      "read a conversation again, or put a second model beside this"
    case .prompt: "read a file as if it were typed, and go on from it"
    case .score: "how surprising each character would be here; it is not kept"
    case .next: "the ten most probable next symbols"
    case .versus: "both models go on from here, side by side; it is not kept"
    case .quit: "leave (or /exit, /q, Ctrl-D)"
    }
  }

  /// How many words may follow; nil is any number.
  var wordCounts: ClosedRange<Int>? {
    switch self {
    case .show, .reset, .again, .next, .quit: 0...0
    case .help, .undo: 0...1
    case .seed, .beam, .fork, .go: 1...1
    case .set, .save, .load, .prompt, .score, .versus: nil
    }
  }

  /// The command that a line names, as other programs call it too.
  init?(typed name: String) {
    switch name {
    case "exit", "q", "x", "bye": self = .quit
    case "?", "h", "commands": self = .help
    default: self.init(rawValue: name)
    }
  }

  /// What to say of a name that other programs have for something here; nil if nothing is known of it.
  static func answer(to typed: String) -> String? {
    switch typed.lowercased() {
    case "clear", "cls": "/reset lets the model forget, Ctrl-L clears the screen;"
    case "new", "restart", "forget", "start": "did you mean /reset?"
    case "retry", "regenerate", "redo", "r", "regen", "another": "did you mean /again?"
    case "back", "u", "pop", "rewind": "did you mean /undo?"
    case "settings", "config", "info", "status", "params", "history": "did you mean /show?"
    case "open", "switch", "model", "compare": "did you mean /load?"
    case "read", "file", "paste", "insert", "include": "did you mean /prompt?"
    case "write", "export": "did you mean /save?"
    case "branch", "checkpoint", "copy": "did you mean /fork?"
    case "checkout", "goto": "did you mean /go?"
    case "perplexity", "ppl", "loss", "eval", "surprisal": "did you mean /score?"
    case "probs", "logprobs", "top": "did you mean /next?"
    case "generate", "continue", "sample", "go-on": "an empty line lets the model go on;"
    case "multiline", "ml": "\"\"\" begins a text of several lines, and ends it;"
    default: nil
    }
  }

  /// The whole help.
  static var overview: String {
    let uses = allCases.map { ("/\($0.rawValue) \($0.arguments)", $0.explanation) }
    let lines =
      [
        ("TEXT", "the model reads it and goes on"),
        ("(an empty line)", "the model goes on from where it stopped"),
        ("TEXT\\", "the text goes on in the next line; so does one after Alt-Enter"),
        ("\"\"\"", "begins and ends a text of several lines; a paste is one text"),
        ("//TEXT", "text that begins with /"),
      ] + uses
    let width = lines.map(\.0.count).max() ?? 0
    return lines.map { use, text in
      use + String(repeating: " ", count: width + 2 - use.count) + text
    }.joined(separator: "\n")
      + "\nCtrl-C stops a generation and keeps its text; at the prompt it clears the line."
  }
}
