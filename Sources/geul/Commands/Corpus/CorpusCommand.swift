import ArgumentParser

/// `geul corpus`: the texts that models are trained on.
struct CorpusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "corpus",
    abstract: "Look into corpora, encode, decode, fetch and synthesize them.",
    discussion: """
      Examples:
        geul corpus inspect corpora/korean.txt
        geul corpus encode texts/ --out texts.tokens --units jamo
        geul corpus fetch tinyshakespeare
      """,
    subcommands: [
      CorpusInspectCommand.self, CorpusEncodeCommand.self, CorpusDecodeCommand.self,
      CorpusFetchCommand.self, CorpusSynthesizeCommand.self,
    ])
}
