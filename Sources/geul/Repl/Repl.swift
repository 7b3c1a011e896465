import Foundation
import GeulKit

/// The loop of `geul repl`: reads lines, lets the model go on from them, obeys commands.
///
/// On a terminal it prompts; from a pipe it prints the model's text alone, so that it can be scripted.
/// What a line does wrong is told on standard error and never ends the loop.
struct Repl {
  private let session: TextSession<RecurrentPredictor>
  private let name: String
  private var settings: ReplSettings
  private var turn: UInt64 = 0
  private var editor: LineEditor?
  private let isTerminal = isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1

  /// A loop around `session`.
  init(session: TextSession<RecurrentPredictor>, name: String, settings: ReplSettings) {
    self.session = session
    self.name = name
    self.settings = settings
  }

  /// Runs until the input ends or `/quit`.
  mutating func run() throws {
    if isTerminal {
      let vocabulary = Figures.grouped(session.tokenizer.symbolCount)
      try Output.line("\(name), \(vocabulary) symbols. Type text for it to go on from, or /help.")
    }
    if LineEditor.isPossible { editor = makeEditor() }
    defer { editor = nil }
    var input = LineInput()
    while true {
      if isTerminal && editor == nil { try Output.write("\(prompt)> ") }
      let next = editor?.next(prompt: "\(prompt)> ") ?? input.next()
      Signals.stop.withdraw()
      switch next {
      case .end:
        if isTerminal && editor == nil { try Output.write("\n") }
        return
      case .interrupted:
        if editor == nil { try Output.write("\n") }
      case .malformed:
        Output.error("that line is not UTF-8 and was left out; set the terminal to UTF-8")
      case .line(let line):
        if line.hasPrefix("/") && !line.hasPrefix("//") {
          guard try obey(line) else { return }
        } else {
          try goOn(from: line.hasPrefix("//") ? String(line.dropFirst()) : line)
        }
      }
    }
  }

  private func makeEditor() -> LineEditor? {
    let path = LineHistory.path(in: ProcessInfo.processInfo.environment)
    let rules = CompletionRules(commands: Self.commands, settings: ReplSettings.names)
    return LineEditor(
      name: "geul", history: LineHistory(path: path) { Output.error($0) },
      complete: { rules.completion(of: $0) })
  }

  private var prompt: String {
    name.split(separator: "/").last.map(String.init) ?? name
  }

  /// Reads `text` and writes its continuation.
  private mutating func goOn(from text: String) throws {
    let unknown = session.read(text)
    CorpusNotes.tellUnknown(unknown, by: session.tokenizer, in: "what you typed")
    var sampler = Sampler(
      settings.sampling, seed: settings.seed &+ turn)
    turn += 1
    var failure: (any Error)?
    let generation = session.write(
      length: settings.length, sampler: &sampler,
      shouldStop: { Signals.stop.isRequested || failure != nil },
      emit: { piece in
        do { try Output.write(TerminalText.visible(piece, isTerminal: isTerminal)) } catch {
          failure = error
        }
      })
    if let failure { throw failure }
    if generation.finishReason == .stopped { editor?.dropTyped() }
    let note = isTerminal && generation.finishReason == .stopped ? " [stopped]" : ""
    try Output.write(note + "\n")
  }

  /// Carries out a command; false means to leave.
  private mutating func obey(_ line: String) throws -> Bool {
    let words = line.split(separator: " ", omittingEmptySubsequences: true).map(String.init)
    switch (words[0], words.count) {
    case ("/quit", 1), ("/exit", 1): return false
    case ("/help", 1): try Output.line(Self.help)
    case ("/show", 1): try Output.line(settings.table)
    case ("/reset", 1):
      session.reset()
      turn = 0
      Output.error("forgotten; the model begins anew")
    case ("/set", 3):
      if let flaw = settings.set(words[1], to: words[2]) { Output.error(flaw) }
    case ("/set", _): Output.error("expected /set NAME VALUE; settings are:\n\(settings.table)")
    default:
      let nearest =
        nearestName(to: words[0], among: Self.commands).map { " did you mean \($0)?" } ?? ""
      Output.error(
        "no command \(line);\(nearest) /help shows them; begin with // for text that begins with /")
    }
    return true
  }

  private static let commands = ["/help", "/set", "/show", "/reset", "/quit"]
  private static let help = """
    TEXT             the model reads it and goes on
    (an empty line)  the model goes on from where it stopped
    /set NAME VALUE  temperature, top-k (or off), length, seed
    /show            the settings
    /reset           the model forgets everything read and written
    /quit            leave (or Ctrl-D); Ctrl-C stops a generation
    //TEXT           text that begins with /
    """
}
