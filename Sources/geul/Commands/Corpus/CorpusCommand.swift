import ArgumentParser

/// `geul corpus`: what can be done with a text before anything is trained on it.
struct CorpusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "corpus", abstract: "Look into texts before training on them.",
    discussion: """
      Example:
        geul corpus inspect corpora/korean.txt
      """,
    subcommands: [CorpusInspectCommand.self])
}
