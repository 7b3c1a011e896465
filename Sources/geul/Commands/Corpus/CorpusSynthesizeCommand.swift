import ArgumentParser
import GeulKit

/// `geul corpus synthesize`: text whose entropy rate is known exactly.
struct CorpusSynthesizeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "synthesize",
    abstract: "Write text from a random source whose entropy rate is known.",
    discussion: """
      Example:
        geul corpus synthesize --source hidden --states 32 --length 1000000 --out hidden.txt
      The entropy rate is the least loss that any model can have on the text, on average. A markov source
      looks back on --order symbols; a hidden one must be remembered, so that no n-gram model reaches its rate.
      The line feed is a symbol of the source, with probability 1/64. A seed gives the same text everywhere.
      """)

  @Option(help: "markov or hidden.")
  var source: SynthesisSettings.Source = .markov

  @Option(help: "Symbols that a markov source looks back on: 1 to 3 (default: 2).")
  var order: Int?

  @Option(help: "States of a hidden source (default: 16).")
  var states: Int?

  @Option(help: "Symbols, line feed and space among them.")
  var symbols = SynthesisSettings().symbols

  @Option(help: "ascii or hangul.")
  var alphabet: SynthesisAlphabet = .ascii

  @Option(help: "Symbols of the text.")
  var length = 1_000_000

  @Option(help: "Small for few likely symbols, large for many: Dirichlet's parameter.")
  var concentration = SynthesisSettings().concentration

  @Option(help: "The text's seed.")
  var seed = Seed(1)

  @Option(help: "The text's file (default: standard output).")
  var out: String?

  @Flag(help: "The figures as JSON on standard output; needs --out.")
  var json = false

  func run() throws {
    let settings = try settings()
    Signals.heedStops()
    let synthesizer = Synthesizer(settings)
    if let out {
      try write(synthesizer, to: out)
    } else {
      try synthesizer.write(length: length, stop: Signals.stop) { try Output.write($0) }
    }
    let report = SynthesisReport(synthesizer: synthesizer, length: length, file: out)
    if json { try Output.json(report.json) } else { Output.notes(report.table) }
  }

  private func settings() throws -> SynthesisSettings {
    guard length >= 1 else { throw Failure.usage("--length must be at least 1, not \(length)") }
    if json && out == nil {
      throw Failure.usage("--json needs --out, for standard output is the text's without it")
    }
    switch source {
    case .markov where states != nil:
      throw Failure.usage("--states is for --source hidden; a markov source has --order")
    case .hidden where order != nil:
      throw Failure.usage("--order is for --source markov; a hidden source has --states")
    case .markov, .hidden: break
    }
    var settings = SynthesisSettings()
    settings.source = source
    if let order { settings.order = order }
    if let states { settings.states = states }
    settings.symbols = symbols
    settings.alphabet = alphabet
    settings.concentration = concentration
    settings.seed = try seed.number()
    if let flaw = settings.flaw { throw Failure.flaw(flaw) }
    return settings
  }

  /// Writes the text to a file; one that is not whole is not kept.
  private func write(_ synthesizer: Synthesizer, to path: String) throws {
    var progress = ProgressLine()
    defer { progress.clear() }
    let pending = try AtomicFile(path).begin()
    do {
      try synthesizer.write(
        length: length, stop: Signals.stop,
        progress: {
          progress.show("\(Figures.grouped($0)) of \(Figures.grouped(length)) symbols")
        }, to: { try pending.writer.write($0) })
      try pending.commit()
    } catch {
      pending.abandon()
      throw error
    }
  }
}

extension SynthesisSettings.Source: ExpressibleByArgument {}
extension SynthesisAlphabet: ExpressibleByArgument {}
