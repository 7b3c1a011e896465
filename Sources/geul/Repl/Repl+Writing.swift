import Foundation
import GeulKit

/// Writing, and what is shown of it.
extension Repl {
  /// Reads `text` and writes its continuation; what was read of `file`, if it is of one, is told.
  func goOn(from text: String, of file: String? = nil) throws {
    let whole = conversation.continuation(text)
    let progress = ReadingProgress(of: whole)
    let reading = conversation.read(
      whole, stop: Signals.stop, progress: { progress.show($0) })
    progress.clear()
    guard !reading.report.wasStopped else {
      dropTyped()
      return Output.error("stopped; nothing of it was read")
    }
    if let file {
      let lines = text.unicodeScalars.count { $0 == "\n" } + 1
      Output.error(
        "\(file): read \(Figures.counted(text.unicodeScalars.count, "character")) in "
          + "\(Figures.counted(lines, "line")), as \(Figures.counted(reading.report.symbols, "symbol"))"
      )
    }
    Notes.tell(CorpusNotes.unknown(reading.unknown, by: tokenizer, in: file ?? "what you typed"))
    try write()
  }

  /// Writes the last turn's text anew.
  func again() throws {
    guard conversation.retake() else {
      throw Failure.usage("nothing was written yet; type text, or an empty line")
    }
    if settings.sampling.temperature == 0 {
      Output.error("the most probable text is the same again; /set temperature 0.8 draws another")
    }
    try write()
  }

  /// Lets the model write, and shows it as it comes.
  private func write() throws {
    let generation = try conversation.write { _, take in
      try decoding.write(take: take, stop: Signals.stop) { try Output.write($0) }
    }
    let isStopped = generation.finishReason == .stopped
    if isStopped { dropTyped() }
    try Output.write((isTerminal && isStopped ? " [stopped]" : "") + "\n")
  }

  // MARK: What is not kept

  /// Shows how surprising `text` would be here.
  func score(_ text: String) throws {
    guard !text.isEmpty else { throw Failure.usage("expected /score TEXT, found no text") }
    let session = decoding.session
    Notes.tell(CorpusNotes.unknown(tokenizer.encode(text).unknown, by: tokenizer, in: "the text"))
    let view = SurprisalView(
      scored: session.keepingPlace { session.score(text, stop: Signals.stop) })
    guard !Signals.stop.isRequested else {
      dropTyped()
      return Output.error("stopped; nothing was scored")
    }
    if Style.output.isOn {
      try Output.draw(view.colored(.output) + "\n")
    } else {
      try Output.write(view.table + "\n")
    }
    try Output.line(view.summary)
  }

  /// Shows what may come next.
  func showNext() throws {
    let view = NextView(
      chances: decoding.session.mostProbable(10), tokenizer: tokenizer)
    try Output.draw((isTerminal ? view.bars(.output) : view.table) + "\n")
  }

  /// Both models go on from here, or from `text`.
  func versus(_ text: String) throws {
    guard let rival else {
      throw Failure.usage("there is no second model; /load MODEL puts one beside this")
    }
    let session = decoding.session
    let left = session.keepingPlace {
      Notes.tell(CorpusNotes.unknown(session.read(text), by: tokenizer, in: "the text"))
      return continuation(by: decoding)
    }
    rival.decoding.session.reset()
    Notes.tell(missing: try rival.decoding.use(settings))
    let reading = rival.decoding.session.read(conversation.text + text, stop: Signals.stop)
    Notes.tell(
      CorpusNotes.unknown(
        reading.unknown, by: rival.decoding.session.tokenizer, in: "the text so far"))
    let right = continuation(by: rival.decoding)
    if Signals.stop.isRequested { dropTyped() }
    guard isTerminal else {
      return try Output.write("\(name):\n\(left.text)\n\(rival.name):\n\(right.text)\n")
    }
    let columns = SideBySide(width: Output.columns)
    try Output.write(columns.lines((name, left.text), (rival.name, right.text)) + "\n")
  }

  /// What would be written here; the take is not counted.
  private func continuation(by decoding: DecodingSession) -> Generation {
    decoding.write(take: conversation.takes, stop: Signals.stop) { _ in }
  }
}
