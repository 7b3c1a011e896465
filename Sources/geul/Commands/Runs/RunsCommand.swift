import ArgumentParser

/// `geul runs`: what is in run folders.
struct RunsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "runs",
    abstract: "Look after runs.",
    discussion: """
      Example:
        geul runs verify checkpoints/korean --resume
      """,
    subcommands: [RunsVerifyCommand.self])
}
