import ArgumentParser
import GeulKit

/// How text is drawn from a model.
struct SamplingOptions: ParsableArguments {
  @Option(help: "Symbols to write (characters, or bytes for a model of bytes).")
  var length = 400

  @Option(help: "Below 1 bolder, above 1 wilder; 0 always takes the most probable.")
  var temperature = 0.8

  @Option(help: "Draw among the N most probable symbols only (default: among all).")
  var topK: Int?

  @Option(help: "What the symbols are drawn by; the same seed gives the same text.")
  var seed: UInt64 = 1

  /// The settings; throws a usage error if they make no sense.
  func settings() throws -> SamplingSettings {
    let settings = SamplingSettings(temperature: temperature, topK: topK)
    if let flaw = settings.flaw { throw Failure.usage("--\(flaw)") }
    try Seed.check(seed)
    guard length >= 0 else { throw Failure.usage("--length must be at least 0, not \(length)") }
    return settings
  }
}
