import ArgumentParser
import GeulKit

/// `geul inspect gates`: how gates are used.
struct InspectGatesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gates", abstract: "How often each gate is shut or open, and how long it keeps.",
    discussion: """
      Example:
        geul inspect gates checkpoints/korean --html gates.html
      Each unit is a point: the share of symbols at which its gate is below 0.1, against that above 0.9 (Karpathy, Johnson
      and Li 2015). The forget and update gates tell for how many symbols a value is kept.
      """)

  @OptionGroup var options: InspectionOptions
  @OptionGroup var watched: InspectedText

  @Option(help: "Symbols to watch (default: 16,000).")
  var symbols = 16_000

  func run() throws {
    guard (1...100_000_000).contains(symbols) else {
      throw Failure.usage("--symbols must be from 1 to 100000000, not \(symbols)")
    }
    try options.form.check()
    Signals.heedStops()
    let loaded = try watched.load(options, what: "gates")
    let (model, name, text) = (loaded.model, loaded.name, loaded.text)
    guard text.range.count >= 2 else {
      throw Failure(
        .badData, "\(text.name): expected at least 2 symbols, found \(text.range.count)")
    }
    var line = ProgressLine()
    defer { line.clear() }
    let found = try GateStatistics(
      model, text.tokens, range: text.range, symbols: symbols,
      pool: try options.threads.makePool(), stop: Signals.stop
    ) { line.show("gates: \(Figures.fixed(100 * $0, 0)) %") }
    line.clear()
    guard let found else {
      throw Failure.usage("\(name) is a plain rnn, which has no gates; name an lstm or a gru")
    }
    try options.form.show(InspectionReport(gates: found, model: name, text: text.name))
  }
}
