import Foundation
import GeulKit

/// The loop of `geul repl`: reads lines, lets the model go on from them, obeys commands.
///
/// On a terminal it prompts; from a pipe it prints the model's text alone, so that it can be scripted.
/// What a line does wrong is told on standard error and never ends the loop.
final class Repl {
  let conversation: ModelConversation
  let decoding: DecodingSession
  let name: String
  /// What the model is, in words.
  let description: String
  /// A second model that goes on from the same text.
  var rival: Rival?
  let makeSession: (LanguageModel) -> DecodingSession
  let isTerminal = isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1
  private var input: ReplInput

  /// Another model and its name.
  struct Rival {
    let name: String
    let decoding: DecodingSession
  }

  /// A loop around a model; `makeSession` is how others are put beside it.
  init(
    _ language: LanguageModel, name: String, settings: DecodingSettings,
    makeSession: @escaping (LanguageModel) -> DecodingSession
  ) throws {
    decoding = makeSession(language)
    conversation = Conversation(decoding.session)
    self.name = name
    description = language.words
    self.makeSession = makeSession
    input = .lines(LineInput())
    Notes.tell(missing: try decoding.use(settings))
  }

  /// What is written by.
  var settings: DecodingSettings { decoding.settings }

  var tokenizer: Tokenizer { conversation.session.tokenizer }

  /// Runs until the input ends or `/quit`.
  func run() throws {
    if isTerminal {
      let vocabulary = Figures.grouped(tokenizer.symbolCount)
      try Output.line("\(name), \(vocabulary) symbols. Type text for it to go on from, or /help.")
      input = makeInput()
    }
    // Given back, the terminal is as it was.
    defer { input = .lines(LineInput()) }
    while true {
      try Signals.ending.check()
      let next = try input.next(prompt: prompt + "> ")
      try Signals.ending.check()
      // Ctrl-C was of what has been written.
      Signals.stop.withdraw()
      switch next {
      case .end: return
      case .interrupted: continue
      case .malformed: tellMalformed()
      case .line(let line):
        guard try take(line) else { return }
      }
    }
  }

  /// Takes a line; false means to leave.
  private func take(_ line: String) throws -> Bool {
    // A paste, or lines that were typed as one text: whatever is in it is text.
    if line.unicodeScalars.contains("\n") {
      try goOn(from: line)
      return true
    }
    if line.hasPrefix("\"\"\"") {
      guard let text = try paragraph(beginning: String(line.dropFirst(3))) else { return true }
      try goOn(from: text)
      return true
    }
    guard line.hasPrefix("/"), !line.hasPrefix("//") else {
      guard let text = try continued(line) else { return true }
      try goOn(from: line.hasPrefix("//") ? String(text.dropFirst()) : text)
      return true
    }
    do { return try obey(line) } catch let error as Output.Unwritable { throw error } catch let
      error as Output.Closed
    { throw error } catch {
      // Whatever a command could not do, the conversation goes on.
      Output.error("\(error)")
      return true
    }
  }

  /// The text of a line and of those after it, as long as each ends with a backslash; nil if it is given up. Two of them
  /// are two backslashes of the text.
  private func continued(_ first: String) throws -> String? {
    var lines = [first]
    while let last = lines.last, last.reversed().prefix(while: { $0 == "\\" }).count % 2 == 1 {
      lines[lines.count - 1].removeLast()
      switch try input.next(prompt: Self.continuationPrompt) {
      case .line(let line): lines.append(line)
      case .malformed: tellMalformed()
      case .interrupted:
        Signals.stop.withdraw()
        return nil
      case .end: return lines.joined(separator: "\n")
      }
    }
    return lines.joined(separator: "\n")
  }

  /// What is shown before the lines of a text after its first.
  private static let continuationPrompt = "... "

  /// The text up to the closing `"""`, nil if it is given up.
  private func paragraph(beginning first: String) throws -> String? {
    var lines = first.isEmpty ? [] : [first]
    if first.hasSuffix("\"\"\"") { return String(first.dropLast(3)) }
    while true {
      switch try input.next(prompt: Self.continuationPrompt) {
      case .line(let line):
        if line.hasSuffix("\"\"\"") {
          let rest = String(line.dropLast(3))
          return (lines + (rest.isEmpty ? [] : [rest])).joined(separator: "\n")
        }
        lines.append(line)
      case .malformed: tellMalformed()
      case .interrupted:
        Signals.stop.withdraw()
        return nil
      case .end: return lines.joined(separator: "\n")
      }
    }
  }

  private func tellMalformed() {
    Output.error("that line is not UTF-8 and was left out; set the terminal to UTF-8")
  }

  /// What a person sees before the line: the model, and the branch if there are several.
  private var prompt: String {
    let model = name.split(separator: "/").last.map(String.init) ?? name
    return VisibleText.line(
      conversation.branches.count > 1 ? "\(model)/\(conversation.branch)" : model)
  }

  /// Drops what was typed during a generation that Ctrl-C ended.
  func dropTyped() { input.dropTyped() }

  private func makeInput() -> ReplInput {
    let path = LineHistory.path(in: ProcessInfo.processInfo.environment)
    let history = LineHistory(path: path) { Output.error($0) }
    // The editor is given back when the loop ends, so it does not outlive it.
    let editor = LineEditor(name: "geul", history: history) { [unowned self] line in
      rules.completion(of: line)
    }
    return editor.map { .editor($0) } ?? .lines(LineInput())
  }

  private var rules: CompletionRules {
    CompletionRules(
      commands: ReplCommandName.allCases.map { "/\($0.rawValue)" },
      settings: DecodingSetting.allCases.map(\.rawValue), branches: conversation.branches)
  }
}
