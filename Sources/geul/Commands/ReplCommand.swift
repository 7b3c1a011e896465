import ArgumentParser
import GeulKit

/// `geul repl`: text in, its continuation out.
struct ReplCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "repl", abstract: "Write with a model, turn by turn.",
    discussion: """
      Example:
        geul repl checkpoints/korean
      What you type is read, and the model goes on from it; an empty line lets it go on from where it
      stopped. /help shows the commands. Ctrl-C stops a generation, Ctrl-D leaves.
      """)

  @OptionGroup var model: ModelOptions
  @OptionGroup var sampling: SamplingOptions

  @Option(help: "auto (the fastest here), fp32, bf16 or int8.")
  var precision: Precision = .auto

  @OptionGroup var threads: ThreadOptions

  func run() throws {
    let settings = try sampling.settings()
    let checkpoint = try model.checkpoint()
    let language = try LanguageModel(checkpoint: checkpoint)
    Signals.catchInterrupts()
    let kind = try precision.productKind(fastest: .fastestForOneLane)
    let session = TextSession(language, kind: kind, pool: try threads.makePool())
    var repl = Repl(
      session: session, name: model.model,
      settings: ReplSettings(
        temperature: settings.temperature, topK: settings.topK, length: sampling.length,
        seed: sampling.seed))
    try repl.run()
  }
}
