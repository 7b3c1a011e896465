import Foundation
import GeulKit

/// Writing, and what is shown of it.
extension Repl {
  /// Reads `text` and writes its continuation.
  func goOn(from text: String) throws {
    // The model goes on behind the stop text where it would only meet it again; a line that has ended has ended.
    let stop = conversation.turns.last?.stop ?? ""
    let text = text.isEmpty || stop == "\n" ? stop + text : text
    let progress = ReadingProgress(of: text)
    let reading = conversation.read(
      text, stop: Signals.stop, progress: { progress.show($0) })
    progress.clear()
    guard !reading.report.wasStopped else {
      dropTyped()
      return Output.error("stopped; nothing of it was read")
    }
    CorpusNotes.tellUnknown(reading.unknown, by: tokenizer, in: "what you typed")
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
    var failure: (any Error)?
    let generation = conversation.write { session, take in
      write(session, take) { piece in
        guard failure == nil else { return }
        do { try show(piece) } catch { failure = error }
      }
    }
    if let failure { throw failure }
    let isStopped = generation.finishReason == .stopped
    if isStopped { dropTyped() }
    try Output.write((isTerminal && isStopped ? " [stopped]" : "") + "\n")
  }

  /// Lets `session` write by the settings, which draws by the numbers of `take`.
  private func write(
    _ session: TextSession<ModelPredictor>, _ take: UInt64, emit: (String) -> Void
  ) -> Generation {
    let (writing, seed) = (settings.writing(), settings.seed &+ take)
    guard let beam = settings.search else {
      var sampler = Sampler(settings.sampling, seed: seed)
      return session.write(writing, sampler: &sampler, stop: Signals.stop, emit: emit)
    }
    let found = session.search(
      writing, beam: beam, sampling: settings.sampling, seed: seed, stop: Signals.stop)
    guard let best = found.first else { return Generation() }
    session.read(best.symbols)
    emit(best.text)
    return best
  }

  private func show(_ text: String) throws {
    try Output.write(TerminalText.visible(text, isTerminal: isTerminal))
  }

  // MARK: What is not kept

  /// Shows how surprising `text` would be here.
  func score(_ text: String) throws {
    guard !text.isEmpty else { throw Failure.usage("expected /score TEXT, found no text") }
    let session = conversation.session
    let here = session.mark
    CorpusNotes.tellUnknown(tokenizer.encode(text).unknown, by: tokenizer, in: "the text")
    let view = SurprisalView(scored: session.score(text, stop: Signals.stop))
    session.mark = here
    guard !Signals.stop.isRequested else {
      dropTyped()
      return Output.error("stopped; nothing was scored")
    }
    try Output.line(Style.output.isOn ? view.colored(.output) : view.table)
    try Output.line(view.summary)
  }

  /// Shows what may come next.
  func showNext() throws {
    let view = NextView(
      chances: conversation.session.mostProbable(10), tokenizer: tokenizer)
    try Output.line(isTerminal ? view.bars(.output) : view.table)
  }

  /// Both models go on from here, or from `text`.
  func versus(_ text: String) throws {
    guard let rival else {
      throw Failure.usage("there is no second model; /load MODEL puts one beside this")
    }
    let session = conversation.session
    let here = session.mark
    CorpusNotes.tellUnknown(session.read(text), by: tokenizer, in: "the text")
    let left = write(session, conversation.takes, emit: { _ in })
    session.mark = here
    rival.session.reset()
    try settings.apply(to: rival.session)
    let reading = rival.session.read(
      conversation.text + text, stop: Signals.stop)
    CorpusNotes.tellUnknown(
      reading.unknown, by: rival.session.tokenizer, in: "the text so far")
    let right = write(rival.session, conversation.takes, emit: { _ in })
    if Signals.stop.isRequested { dropTyped() }
    guard isTerminal else {
      return try Output.line("\(name):\n\(left.text)\n\(rival.name):\n\(right.text)")
    }
    let columns = SideBySide(width: Output.columns)
    try Output.line(columns.lines((name, left.text), (rival.name, right.text)))
  }
}
