import ArgumentParser
import GeulKit

/// The flags that decide what a model writes, the same for `generate` and `repl`.
struct DecodingOptions: ParsableArguments {
  @Option(help: "Symbols to write (characters, letters or bytes, as the model's units are).")
  var length = 400

  @Option(
    help:
      "Below 1 bolder, above 1 wilder; 0 always takes the most probable (default: 0.8; 0 with --beam)."
  )
  var temperature: Double?

  @Option(help: "Keep the N most probable symbols (default: all).")
  var topK: Int?

  @Option(help: "Keep the fewest most probable symbols that reach this probability together.")
  var topP: Double?

  @Option(help: "Keep symbols at least this times as probable as the most probable.")
  var minP: Double?

  @Option(
    help: "Keep the symbols whose surprisal is nearest to what is expected, up to this probability."
  )
  var typical: Double?

  @Option(help: "Above 1 makes symbols that came lately less probable: ln p is multiplied by it.")
  var repetitionPenalty = 1.0

  @Option(help: "How many of the latest symbols --repetition-penalty looks at (default: 64).")
  var repetitionWindow: Int?

  @Option(
    help:
      "Search with N hypotheses for the most probable text; with a temperature, draw N different texts."
  )
  var beam: Int?

  @Option(
    help:
      "Rank the texts a beam ends with by ln p / symbols^X (default: 1; 0 ranks by probability).")
  var lengthPenalty: Double?

  @Option(
    parsing: .unconditionalSingleValue,
    help: "End before this text (may be given several times; \\n is a line feed).")
  var stop: [String] = []

  @Flag(help: "End at the end of the line.")
  var untilLine = false

  @Option(
    parsing: .unconditionalSingleValue,
    help: "Write these characters only, such as \"가-힣 .,\\n\".")
  var only: [String] = []

  @Option(parsing: .unconditionalSingleValue, help: "Never write these characters.")
  var forbid: [String] = []

  @Option(help: "What the symbols are drawn by; the same seed gives the same text.")
  var seed = Seed(1)

  /// The settings; throws a usage error if they make no sense.
  func settings() throws -> DecodingSettings {
    if repetitionWindow != nil && repetitionPenalty == 1 {
      throw Failure.usage("--repetition-window needs --repetition-penalty X")
    }
    if beam != nil && lengthPenalty != nil && temperature ?? 0 != 0 {
      throw Failure.usage(
        "--length-penalty ranks the most probable texts; at a temperature they come in the order drawn"
      )
    }
    if beam == nil && lengthPenalty != nil {
      throw Failure.usage("--length-penalty needs --beam N")
    }
    var settings = DecodingSettings()
    settings.temperature = temperature
    (settings.topK, settings.topP, settings.minP, settings.typical) = (topK, topP, minP, typical)
    settings.repetitionPenalty = repetitionPenalty
    settings.repetitionWindow = repetitionWindow ?? settings.repetitionWindow
    settings.beam = beam
    settings.lengthPenalty = lengthPenalty ?? settings.lengthPenalty
    settings.length = length
    settings.stops = try stop.map { try Escapes.resolve($0, of: "--stop") }
    settings.untilLine = untilLine
    settings.only = only.isEmpty ? nil : only.joined()
    settings.forbid = forbid.isEmpty ? nil : forbid.joined()
    settings.seed = try seed.number()
    if let flaw = settings.flaw { throw Failure.flaw(flaw) }
    return settings
  }
}
