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
  @OptionGroup var decoding: DecodingOptions

  @Option(help: "auto (the fastest here), fp32, bf16 or int8 (default: auto).")
  var precision: Precision?

  @OptionGroup var threads: ThreadOptions

  func run() throws {
    let settings = try decoding.settings()
    let language = try LanguageModel(try model.open())
    Signals.heedStops()
    let kind = try Precision.kind(
      precision, for: language.model.configuration, fastest: .fastestForOneLane)
    let pool = try threads.makePool()
    let repl = try Repl(language, name: try model.named(), settings: settings) {
      DecodingSession($0, kind: kind, pool: pool)
    }
    // Where nobody types, Ctrl-C is a signal like others.
    if repl.isTerminal { Signals.takeInterrupts() }
    try repl.run()
  }
}
