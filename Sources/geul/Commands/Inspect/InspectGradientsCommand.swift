import ArgumentParser
import GeulKit

/// `geul inspect gradients`: how far back gradients reach.
struct InspectGradientsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gradients", abstract: "How far back the gradient of a symbol's loss reaches.",
    discussion: """
      Examples:
        geul inspect gradients checkpoints/korean
        geul inspect gradients checkpoints/korean --lags 500 --places 128 --html gradients.html
      The norm of the gradient of one symbol's loss in the states of each layer, by how many symbols lie between; what of
      it chunks of the length of training leave out; the largest singular values of the steps between.
      """)

  @OptionGroup var options: InspectionOptions
  @OptionGroup var watched: InspectedText

  @Option(help: "How many symbols to go back (default: 200).")
  var lags: Int?

  @Option(help: "Places of the text to begin at (default: 64).")
  var places = 64

  func run() throws {
    if let lags, !(1...10_000).contains(lags) {
      throw Failure.usage("--lags must be from 1 to 10000, not \(lags)")
    }
    guard (1...100_000).contains(places) else {
      throw Failure.usage("--places must be from 1 to 100000, not \(places)")
    }
    try options.form.check()
    Signals.heedStops()
    let loaded = try watched.load(options, what: "states to go back through")
    let (model, name, text) = (loaded.model, loaded.name, loaded.text)
    let most = text.range.count - 2
    guard most >= lags ?? 1 else {
      throw Failure(
        .badData,
        "\(text.name): expected at least \((lags ?? 1) + 2) symbols to go back \(lags ?? 1), found \(text.range.count); "
          + "name a longer text by --text, or fewer --lags")
    }
    var line = ProgressLine()
    defer { line.clear() }
    let pool = try options.threads.makePool()
    let flow = try GradientFlow(
      model, text.tokens, range: text.range, lags: lags ?? min(200, most), places: places,
      pool: pool, stop: Signals.stop
    ) { line.show("gradients: \(Figures.fixed(100 * $0, 0)) %") }
    let spectrum = try StepSpectrum(
      model, text.tokens, range: text.range, pool: pool, stop: Signals.stop
    ) { line.show("singular values: \(Figures.fixed(100 * $0, 0)) %") }
    line.clear()
    try options.form.show(
      InspectionReport(
        gradients: flow, spectrum: spectrum, model: name, text: text.name, sequence: loaded.sequence
      ))
  }
}
