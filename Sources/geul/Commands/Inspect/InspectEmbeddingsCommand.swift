import ArgumentParser
import GeulKit

/// `geul inspect embeddings`: what the vectors of symbols are like.
struct InspectEmbeddingsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "embeddings",
    abstract: "Which symbols lie near to each other, and whether Hangul's letters show.",
    discussion: """
      Examples:
        geul inspect embeddings checkpoints/korean
        geul inspect embeddings checkpoints/korean --top 50 --html embeddings.html
      Symbols are counted in the run's validation text, or in --text; those that never stand there are left out. Syllables
      that share an initial, a vowel or a final are compared with those that share nothing, beside a control of shuffled vectors.
      """)

  @OptionGroup var options: InspectionOptions
  @OptionGroup var watched: InspectedText

  @Option(help: "Symbols to tell the nearest of (default: 24).")
  var top = 24

  @Option(help: "Leave out symbols that stand there fewer times (default: 1).")
  var least = 1

  func run() throws {
    guard (1...100_000).contains(top) else {
      throw Failure.usage("--top must be from 1 to 100000, not \(top)")
    }
    guard (1...1_000_000_000).contains(least) else {
      throw Failure.usage("--least must be from 1 to 1000000000, not \(least)")
    }
    try options.form.check()
    Signals.heedStops()
    let folder = try options.model.open()
    let configuration = try folder.configuration()
    let language = try LanguageModel(folder, configuration: configuration)
    guard ModelSummary(language.model).tensors.contains(where: { $0.name == "embedding.weight" })
    else {
      let name = language.model.configuration.name.rawValue
      throw Failure.usage(
        "\(folder.path) is a model of kind \(name) without an embedding; name one that was trained with --embedding N"
      )
    }
    let text = try watched.text(for: language, folder, RunSettings(configuration))
    let counts = try text.tokens.counts(in: text.range, symbolCount: language.tokenizer.symbolCount)
    let vocabulary = language.tokenizer.vocabulary
    guard
      let symbols = EmbeddedSymbols(
        language.model, vocabulary: vocabulary, counts: counts, least: least),
      symbols.ids.count >= 2
    else {
      let found = counts.count { $0 >= least }
      throw Failure(
        .badData,
        "\(text.name): expected at least 2 different symbols that stand there \(Figures.counted(least, "time")), found \(found); "
          + "name a longer text by --text")
    }
    let found = EmbeddingInspection(symbols, vocabulary: vocabulary, most: top)
    try options.form.show(
      InspectionReport(
        embeddings: found, tokenizer: language.tokenizer, model: folder.path, text: text.name))
  }
}
