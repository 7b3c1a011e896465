import ArgumentParser
import GeulKit

/// The command: its subcommands, and the one place where errors become a line and an exit code.
@main
struct Geul: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "geul",
    abstract: "Train character-level language models, know their perplexity, and let them write.",
    discussion: """
      A first model:
        geul train corpora/korean.txt --minutes 1
        geul eval checkpoints/korean
        geul generate checkpoints/korean --prompt "새벽"
      """,
    version: "0.1.0",
    subcommands: [
      TrainCommand.self, EvalCommand.self, GenerateCommand.self, ReplCommand.self,
      BenchCommand.self,
    ])

  static func main() {
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch {
      Failure.exit(with: error)
    }
  }
}
