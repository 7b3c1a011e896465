import GeulLanguage
import GeulStorage
import GeulText
import GeulTraining
import GeulWork

extension EvaluationText {
  /// What a checkpoint is watched on: a file, or where that is nil its run's validation text.
  ///
  /// `tell` is told in a line if the run's text is not as it was. Throws as for a part of the run's text, and for a file.
  public static func watched(
    _ file: String?, ofRunOf checkpoint: String, _ settings: RunSettings, tokenizer: Tokenizer,
    stop: StopRequest, tell: (String) -> Void
  ) throws -> EvaluationText {
    guard let file else {
      return try EvaluationText(
        .validation, ofRunOf: checkpoint, settings, tokenizer: tokenizer, stop: stop, tell: tell)
    }
    let encoded = try CorpusEncoder(stop: stop).encode(
      CorpusSource(paths: [file]), with: tokenizer)
    return EvaluationText([file], encoded)
  }
}
