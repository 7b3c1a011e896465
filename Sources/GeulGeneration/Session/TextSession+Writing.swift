import GeulCompute
import GeulModel
import GeulWork

extension TextSession {
  /// Writes at most `settings.length` symbols as `sampler` chooses them, and goes on from what was kept of them.
  ///
  /// Text is handed to `emit` as soon as its characters are whole and no stop text can begin with it. `stop` is
  /// looked at wherever the text may end.
  public func write(
    _ settings: WritingSettings, sampler: inout Sampler, stop: StopRequest = StopRequest(),
    emit: (String) -> Void = { _ in }
  ) -> Generation {
    let before = settings.endsAtText ? mark : nil
    var writer = TextWriter(grammar, settings)
    while !writer.isFinished {
      if writer.isClosed && stop.isRequested {
        emitAll(writer.finish(.stopped), emit)
      } else if !writer.mayGoOn {
        emitAll(writer.finish(.length), emit)
      } else {
        emitAll(step(&writer, &sampler), emit)
      }
    }
    // What came of a stop text is forgotten: the state is that of the text.
    if let before, writer.generation.finishReason == .stop {
      mark = before
      read(writer.generation.symbols + writer.generation.rest)
    }
    return writer.generation
  }

  /// Writes a symbol; returns the text that is certain with it.
  private func step(_ writer: inout TextWriter, _ sampler: inout Sampler) -> String {
    var piece = ""
    step { logs in
      let id = sampler.choose(logs, for: writer, after: recent)
      piece = writer.push(id, logs)
      return id
    }
    return piece
  }

  private func emitAll(_ piece: String, _ emit: (String) -> Void) {
    if !piece.isEmpty { emit(piece) }
  }
}
