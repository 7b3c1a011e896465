import Foundation
import GeulKit

/// What commands do.
extension Repl {
  /// Carries out a command; false means to leave.
  func obey(_ line: String) throws -> Bool {
    let end = line.firstIndex(where: \.isWhitespace) ?? line.endIndex
    let typed = String(line[line.index(after: line.startIndex)..<end])
    let rest = line[end...].trimmingPrefix(while: \.isWhitespace)
    guard let command = ReplCommandName(typed: typed) else {
      guard let setting = DecodingSetting(typed: typed) else { throw unknown(typed) }
      try set([setting.rawValue] + (Words.split(String(rest)) ?? [String(rest)]))
      return true
    }
    let isText = [.score, .versus].contains(command)
    guard let words = Words.split(String(rest)) ?? (isText ? [] : nil) else {
      throw Failure.usage("expected a closing \", found none; write \\\" for a quote")
    }
    if let counts = command.wordCounts, !counts.contains(words.count) {
      throw Failure.usage(
        "expected \(use(of: command)), found \(words.count) word\(words.count == 1 ? "" : "s") after it"
      )
    }
    switch command {
    case .help: try help(words.first)
    case .set: try set(words)
    case .seed: try set(["seed"] + words)
    case .beam: try set(["beam"] + words)
    case .show: try show()
    case .reset:
      conversation.reset()
      Output.error("forgotten; the model begins anew")
    case .undo: try undo(words.first)
    case .again: try again()
    case .fork: try fork(words[0])
    case .go: try go(words[0])
    case .save: try save(try path(rest, words, command))
    case .load: try load(try path(rest, words, command))
    case .prompt:
      let file = try path(rest, words, command)
      try goOn(from: try promptText(file), of: file)
    case .score: try score(String(rest))
    case .next: try showNext()
    case .versus: try versus(String(rest))
    case .quit: return false
    }
    return true
  }

  private func use(of command: ReplCommandName) -> String {
    "/\(command.rawValue)" + (command.arguments.isEmpty ? "" : " \(command.arguments)")
  }

  private func unknown(_ typed: String) -> Failure {
    let names = ReplCommandName.allCases.map(\.rawValue)
    let nearest = nearestName(to: typed, among: names) ?? nearestSetting(to: typed)
    let answer = ReplCommandName.answer(to: typed) ?? nearest.map { "did you mean /\($0)?" }
    return Failure.usage(
      "no command /\(typed);\(answer.map { " " + $0 } ?? "") /help shows them; begin with // for text that begins with /"
    )
  }

  private func nearestSetting(to typed: String) -> String? {
    nearestName(to: typed, among: DecodingSetting.allCases.map(\.rawValue))
  }

  /// A file's name: the words of which may be quoted or not.
  private func path(_ rest: Substring, _ words: [String], _ command: ReplCommandName) throws
    -> String
  {
    let bare = String(rest).trimmingCharacters(in: .whitespaces)
    guard !bare.isEmpty else { throw Failure.usage("expected \(use(of: command)), found no name") }
    let name = words.count == 1 ? words[0] : bare
    guard name.hasPrefix("~/") else { return name }
    return (ProcessInfo.processInfo.environment["HOME"] ?? "~") + name.dropFirst(1)
  }

  private func help(_ topic: String?) throws {
    guard let topic else { return try Output.write(ReplCommandName.overview + "\n") }
    let name = topic.hasPrefix("/") ? String(topic.dropFirst()) : topic
    guard let command = ReplCommandName(typed: name) else {
      guard let setting = DecodingSetting(typed: name) else { throw unknown(name) }
      return try Output.write(
        "/\(setting.rawValue) VALUE\n  the same as /set \(setting.rawValue) VALUE; it is \(settings.said(setting))\n"
      )
    }
    try Output.write("\(use(of: command))\n  \(command.explanation)\n")
    if command == .set { try Output.write(settings.table + "\n") }
  }

  private func set(_ words: [String]) throws {
    guard let name = words.first else { return Output.notes(settings.table + "\n") }
    guard let setting = DecodingSetting(typed: name) else {
      let names = DecodingSetting.allCases.map(\.rawValue)
      let nearest = nearestSetting(to: name).map { "; did you mean \($0)?" } ?? ""
      throw Failure.usage(
        "no setting is called \(name)\(nearest); there are \(names.joined(separator: ", "))")
    }
    let before = settings.said(setting)
    guard words.count > 1 else {
      return Output.error(
        "\(setting.rawValue) is \(before); /set \(setting.rawValue) VALUE changes it")
    }
    var changed = settings
    try changed.set(setting, to: Array(words.dropFirst()))
    Notes.tell(missing: try decoding.use(changed))
    if setting == .seed { conversation.restartTakes() }
    let now = settings.said(setting)
    Output.error(
      "\(setting.rawValue) is \(now), " + (now == before ? "as it was" : "was \(before)"))
  }

  private func show() throws {
    var text = "model  \(VisibleText.line(name))\n"
    if let rival { text += "beside it  \(VisibleText.line(rival.name))\n" }
    let branches = conversation.branches.joined(separator: ", ")
    text += "branch  \(VisibleText.line("\(conversation.branch) of \(branches)"))\n"
    text += "read and written  \(Figures.grouped(conversation.session.symbolCount)) symbols\n"
    try Output.write((isTerminal ? text + settings.table : settings.table) + "\n")
  }

  private func undo(_ word: String?) throws {
    guard let count = word.map({ Int($0) }) ?? 1, count >= 1 else {
      throw Failure.usage("undo: expected a number of at least 1, found \(word ?? "")")
    }
    let undone = conversation.undo(count)
    guard undone > 0 else { throw Failure.usage("there is no turn to take back on this branch") }
    tell("took back \(undone) turn\(undone == 1 ? "" : "s")")
  }

  private func promptText(_ path: String) throws -> String {
    guard path != CorpusSource.standardInput else {
      throw Failure.usage("/prompt reads a file; what is typed here is text already")
    }
    return try PromptText.file(path) { Output.error($0) }
  }

  /// Says what was done, and where the text stands now.
  func tell(_ done: String) {
    let end = String(conversation.text.suffix(40))
    let place = end.isEmpty ? "there is no text" : "the text ends: …\(Escapes.escape(end))"
    Output.error(done + "; " + place)
  }

  private func fork(_ branch: String) throws {
    guard conversation.fork(branch) else {
      throw Failure.usage("there is a branch \(branch) already; /go goes to it")
    }
    Output.error("on branch \(branch); the others stay as they are")
  }

  private func go(_ branch: String) throws {
    guard conversation.go(branch) else {
      let names = conversation.branches
      let nearest = nearestName(to: branch, among: names).map { " did you mean \($0)?" } ?? ""
      throw Failure.usage(
        "no branch \(branch);\(nearest) there are \(names.joined(separator: ", ")); /fork \(branch) makes it"
      )
    }
    tell("on branch \(branch)")
  }
}
