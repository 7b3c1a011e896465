import ArgumentParser
import GeulKit

/// `geul inspect`: what goes on inside a model.
struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Look inside a model: gradients, gates, cells, symbols, errors, tensors.",
    discussion: """
      Examples:
        geul inspect summary checkpoints/korean
        geul inspect gradients checkpoints/korean --html gradients.html
        geul inspect gates checkpoints/korean --text letters.txt
        geul inspect embeddings checkpoints/korean --html embeddings.html
        geul inspect errors checkpoints/korean
      """,
    subcommands: [
      InspectSummaryCommand.self, InspectGradientsCommand.self, InspectGatesCommand.self,
      InspectNeuronsCommand.self, InspectEmbeddingsCommand.self, InspectErrorsCommand.self,
    ])
}

/// What all kinds of inspection are asked for alike.
struct InspectionOptions: ParsableArguments {
  @OptionGroup var model: ModelOptions

  @Option(help: "The figures as a page of its own.")
  var html: String?

  @OptionGroup var threads: ThreadOptions

  @Flag(help: "The figures as JSON.")
  var json = false

  /// The forms in which a report is shown.
  var form: ReportForm { ReportForm(html: html, json: json) }
}

/// The text that a model is watched on.
struct InspectedText: ParsableArguments {
  @Option(help: "A file to watch the model on (default: the run's own validation text).")
  var text: String?

  /// A recurrent model, what it is called, and a text for it.
  struct Loaded {
    let model: RecurrentModel
    let name: String
    let tokenizer: Tokenizer
    let text: EvaluationText
    let sequence: Int?
  }

  /// A recurrent model and a text for it; throws where the model is none, for what `what` says it has none.
  func load(_ options: InspectionOptions, what: String) throws -> Loaded {
    let folder = try options.model.open()
    let configuration = try folder.configuration()
    let language = try LanguageModel(folder, configuration: configuration)
    guard case .recurrent(let model) = language.model else {
      throw Failure.usage(
        "\(folder.path) is a model of kind \(language.model.configuration.name.rawValue), which has no \(what); "
          + "name an rnn, lstm or gru")
    }
    let settings = try RunSettings(configuration)
    return Loaded(
      model: model, name: folder.path, tokenizer: language.tokenizer,
      text: try self.text(for: language, folder, settings), sequence: settings.training.sequence)
  }

  /// The text for a model of any kind.
  func text(
    for language: LanguageModel, _ folder: CheckpointFolder, _ settings: RunSettings
  ) throws -> EvaluationText {
    try EvaluationText.watched(
      text, ofRunOf: folder.path, settings, tokenizer: language.tokenizer, stop: Signals.stop,
      tell: Notes.line)
  }
}
