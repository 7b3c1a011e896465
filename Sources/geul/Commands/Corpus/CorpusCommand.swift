import ArgumentParser

/// `geul corpus`: the texts that models are trained on.
struct CorpusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "corpus", abstract: "Fetch corpora, or synthesize text of a known entropy rate.",
    discussion: """
      Example:
        geul corpus fetch tinyshakespeare
      """,
    subcommands: [CorpusFetchCommand.self, CorpusSynthesizeCommand.self])
}
