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
    version: BuildInformation.description,
    subcommands: [
      TrainCommand.self, EvalCommand.self, GenerateCommand.self, ReplCommand.self,
      ScoreCommand.self, CompareCommand.self, NoveltyCommand.self, CompressCommand.self,
      DecompressCommand.self, InspectCommand.self, LabCommand.self,
      RecallCommand.self,
      BenchCommand.self,
      CorpusCommand.self,
      RunsCommand.self,
    ])

  static func main() {
    Signals.catchAll()
    Shortages.tell()
    do {
      try refuseMalformedArguments()
      if let flaw = Processor.flaw { throw Failure.usage(flaw) }
      let words = try GivenArguments.read()
      try MistypedCommand.check(words)
      var command = try parsed(words)
      try command.run()
    } catch {
      Failure.exit(with: error)
    }
  }

  private static func parsed(_ words: [String]) throws -> any ParsableCommand {
    if let failure = try MistypedArguments.joinedLetters(words) { throw failure }
    do { return try parseAsRoot(words) } catch {
      guard exitCode(for: error) == .validationFailure,
        let failure = try MistypedArguments(words).failure(instead: message(for: error))
      else { throw error }
      throw failure
    }
  }

  /// Swift would put U+FFFD in the place of bytes that are no text, without a word.
  private static func refuseMalformedArguments() throws {
    for place in 1..<max(1, Int(CommandLine.argc)) {
      guard let argument = CommandLine.unsafeArgv[place] else { continue }
      guard String(validatingCString: argument) == nil else { continue }
      throw Failure(
        .badData,
        "argument \(place): expected UTF-8, found \(String(cString: argument)); "
          + "a text in another encoding can be given as a file, once it is converted")
    }
  }
}
