import ArgumentParser
import GeulKit

/// `geul inspect errors`: what would explain a model's errors.
struct InspectErrorsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "errors",
    abstract: "What would have explained the errors, and which of them another model makes.",
    discussion: """
      Examples:
        geul inspect errors checkpoints/korean --html errors.html
        geul inspect errors checkpoints/lstm --against checkpoints/ngram
      An error is a symbol that is given less than one half. Errors are taken away in this order (after Karpathy, Johnson and Li
      2015): what n-grams counted on the run's training text have; words that stood within the last 100, 500 and 1,000
      symbols; words that training saw five times at most; first characters of words; punctuation and line ends; those given 0.4
      at least; the rest.
      """)

  @OptionGroup var options: InspectionOptions
  @OptionGroup var watched: InspectedText

  @Option(help: "Another run or checkpoint, whose errors are set beside.")
  var against: String?

  @Option(help: "Which checkpoint of that run: best or latest (default: best).")
  var againstWhich: CheckpointChoice?

  @Option(help: "Symbols of the text to score at most, its first ones (default: 200,000).")
  var symbols = ErrorInspection.mostSymbols

  @Option(help: "The n-grams' highest order, symbols of context (default: 6).")
  var order = ErrorInspection.order

  func run() throws {
    guard (1...100_000_000).contains(symbols) else {
      throw Failure.usage("--symbols must be from 1 to 100000000, not \(symbols)")
    }
    guard (1...16).contains(order) else {
      throw Failure.usage("--order must be from 1 to 16, not \(order)")
    }
    if against == nil, againstWhich != nil {
      throw Failure.usage("--against-which belongs to --against; name a model there")
    }
    try options.form.check()
    Signals.heedStops()
    let folder = try options.model.open()
    let other = try against.map { try ModelOptions.open($0, againstWhich) }
    let configuration = try folder.configuration()
    let language = try LanguageModel(folder, configuration: configuration)
    let settings = try RunSettings(configuration)
    let text = try watched.text(for: language, folder, settings)
    let training = try EvaluationText(
      .train, ofRunOf: folder.path, settings, tokenizer: language.tokenizer, stop: Signals.stop,
      tell: Notes.line)
    var line = ProgressLine()
    defer { line.clear() }
    let found = try ErrorInspection(
      (language, folder.path),
      against: try other.map { (language: try LanguageModel($0), name: $0.path) }, text: text,
      training: training, symbols: symbols, order: order, pool: try options.threads.makePool(),
      stop: Signals.stop
    ) { line.show("\($0): \(Figures.fixed(100 * $1, 0)) %") }
    line.clear()
    try options.form.show(InspectionReport(errors: found))
  }
}
