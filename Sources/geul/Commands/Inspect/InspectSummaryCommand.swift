import ArgumentParser
import GeulKit

/// `geul inspect summary`: what a model is made of.
struct InspectSummaryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "summary",
    abstract: "Architecture, tensors with their norms, memory, work a symbol.")

  @OptionGroup var options: InspectionOptions

  func run() throws {
    try options.form.check()
    let folder = try options.model.open()
    let language = try LanguageModel(folder)
    try options.form.show(
      InspectionReport(summary: ModelSummary(language.model), model: folder.path))
  }
}
