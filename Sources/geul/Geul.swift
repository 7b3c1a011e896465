import ArgumentParser
import Foundation
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
      BenchCommand.self, CorpusCommand.self,
    ])

  static func main() {
    // A file that may not grow is then an error of writing, with a message, like a full disk.
    signal(SIGXFSZ, SIG_IGN)
    do {
      try refuseUnknownCommand(CommandLine.arguments.dropFirst().first)
      var command = try parseAsRoot()
      try command.run()
    } catch {
      Failure.exit(with: error)
    }
  }

  /// The parser would take a mistyped subcommand for an argument too many.
  private static func refuseUnknownCommand(_ word: String?) throws {
    let names = configuration.subcommands.compactMap { $0.configuration.commandName } + ["help"]
    guard let word, !word.hasPrefix("-"), !names.contains(word) else { return }
    let nearest = nearestName(to: word, among: names).map { "did you mean \($0)? " } ?? ""
    throw Failure.usage(
      "no command \(word); \(nearest)commands are \(names.joined(separator: ", "))")
  }
}
