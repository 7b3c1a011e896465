import GeulKit

/// Which text `geul eval` scores.
extension EvalCommand {
  /// The run's own text, or that of the files.
  func text(
    _ language: LanguageModel, ofRunOf checkpoint: String, _ configuration: JSONReader
  ) throws -> EvaluationText {
    guard files.isEmpty else { return try givenText(files, language) }
    return try own(split ?? .validation, language, ofRunOf: checkpoint, configuration)
  }

  /// A part of the run's own text.
  func own(
    _ part: CorpusSplit.Part, _ language: LanguageModel, ofRunOf checkpoint: String,
    _ configuration: JSONReader
  ) throws -> EvaluationText {
    try EvaluationText(
      part, ofRunOf: checkpoint, RunSettings(configuration), tokenizer: language.tokenizer,
      stop: Signals.stop, tell: Notes.line)
  }

  func givenText(_ files: [String], _ language: LanguageModel) throws -> EvaluationText {
    if let corpus = try RunCorpus.tokenFile(files, tokenizer: language.tokenizer) {
      if let flag = reading.given.first {
        throw Failure.usage(
          "--\(flag) is for texts, and \(files[0]) is a token file, whose ids are fixed; leave it out"
        )
      }
      return EvaluationText(files, corpus)
    }
    let source = try CorpusSource(paths: files, for: reading.options())
    try source.checkSelection(reading.options())
    Notes.tell(CorpusNotes.lines(on: source))
    let (progress, total) = (EncodingProgress(), try source.byteCount())
    defer { progress.clear() }
    let encoder = CorpusEncoder(reading: try reading.options(), stop: Signals.stop) {
      progress.show($0, of: total)
    }
    let encoded = try encoder.encode(source, with: language.tokenizer)
    if let report = encoded.report { Notes.tell(CorpusNotes.lines(on: report)) }
    return EvaluationText(files, encoded)
  }
}
