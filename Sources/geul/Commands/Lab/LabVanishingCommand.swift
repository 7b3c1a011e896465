import ArgumentParser
import GeulKit

/// `geul lab vanishing`: how gradients vanish and explode.
struct LabVanishingCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "vanishing",
    abstract: "How gradients vanish and explode in RNN, LSTM and GRU, before and after training.",
    discussion: """
      Example:
        geul lab vanishing corpora/korean.txt --html vanishing.html
      Plain RNNs with tanh, sigmoid and ReLU at several scales of their weights, LSTMs by the bias of their forget gate, and
      a GRU: the norm of the gradient of one symbol's loss in the states before it, at the start and after equal training;
      and what clipping does.
      """)

  @Argument(help: "A text to learn from, or - for standard input.")
  var file: String

  @Option(help: "Units of each network (default: 128).")
  var hidden = 128

  @Option(help: "How many symbols to go back (default: 120).")
  var lags = 120

  @Option(help: "Steps of training for each (default: 200).")
  var steps = 200

  @Option(help: "Decides the weights (default: 1).")
  var seed: UInt64 = 1

  @OptionGroup var lab: LabOptions
  @OptionGroup var threads: ThreadOptions

  func run() throws {
    for (name, value, range) in [
      ("hidden", hidden, 2...4_096), ("lags", lags, 10...2_000), ("steps", steps, 0...1_000_000),
    ] where !range.contains(value) {
      throw Failure.usage(
        "--\(name) must be from \(range.lowerBound) to \(range.upperBound), not \(value)")
    }
    try lab.check()
    Signals.heedStops()
    let learned = try CorpusEncoder(stop: Signals.stop).learn(CorpusSource(paths: [file]))
    var experiment = VanishingExperiment()
    (experiment.hidden, experiment.lags) = (hidden, lags)
    (experiment.steps, experiment.seed) = (steps, seed)
    var line = ProgressLine()
    defer { line.clear() }
    var left = TimeLeft()
    let results = try experiment.run(
      learned.tokens, vocabulary: learned.tokenizer.symbolCount, called: file, notes: lab.notes,
      pool: try threads.makePool(), stop: Signals.stop
    ) { name, share in line.show("\(name)  \(left.words(share))") }
    line.clear()
    try lab.form.show(InspectionReport(vanishing: results, text: file, hidden: hidden))
  }
}
