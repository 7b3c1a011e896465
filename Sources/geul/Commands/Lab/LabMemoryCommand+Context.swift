import GeulKit

extension LabMemoryCommand {
  /// How far a model sees in a text.
  func context() throws -> InspectionReport {
    if hidden != nil || lab.notes != nil {
      throw Failure.usage(
        "--hidden and --notes belong to the tasks that networks learn; leave them out, or the model"
      )
    }
    let folder = try model.open()
    let configuration = try folder.configuration()
    let language = try LanguageModel(folder, configuration: configuration)
    let settings = try RunSettings(configuration)
    let watched = try EvaluationText.watched(
      text, ofRunOf: folder.path, settings, tokenizer: language.tokenizer, stop: Signals.stop,
      tell: Notes.line)
    let training = try trainingText(folder.path, settings, language.tokenizer)
    var line = ProgressLine()
    defer { line.clear() }
    var left = TimeLeft()
    let found = try ContextExperiment(
      language, watched, training: training, seconds: 60 * minutes, seed: seed,
      pool: try threads.makePool(), stop: Signals.stop
    ) { name, share in line.show("\(name)  \(left.words(share))") }
    return InspectionReport(context: found, model: folder.path, text: watched.name)
  }

  /// What n-grams are counted on; nil, and a line that says why, where it is not to be had.
  private func trainingText(_ path: String, _ settings: RunSettings, _ tokenizer: Tokenizer) throws
    -> EvaluationText?
  {
    do {
      return try EvaluationText(
        .train, ofRunOf: path, settings, tokenizer: tokenizer, stop: Signals.stop,
        tell: Notes.line)
    } catch let error as RequestError {
      Notes.line("no n-grams beside it: \(error)")
      return nil
    }
  }
}
