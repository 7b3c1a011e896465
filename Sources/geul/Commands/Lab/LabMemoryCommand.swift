import ArgumentParser
import GeulKit

/// `geul lab memory`: how far networks remember.
struct LabMemoryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "memory",
    abstract:
      "How far networks remember: in tasks of copying and recall, or a model of yours in its text.",
    discussion: """
      Examples:
        geul lab memory --minutes 5 --html memory.html
        geul lab memory checkpoints/korean
      Without a model RNN, GRU and LSTM learn to copy letters, and to recall a value by its key, after growing delays, each a
      network of its own.
      With one: its loss where the text before a symbol is cut to k symbols, shuffled beyond k, or another's, beside n-grams
      counted on the run's training text; k symbols from which on no more than 1 % is lost are its effective context.
      """)

  @OptionGroup var model: ModelOptions

  @Option(help: "A file to watch a model on (default: the run's own validation text).")
  var text: String?

  @Option(help: "Minutes for all of it (default: 1.75).")
  var minutes = 1.75

  @Option(help: "Units of each network that learns a task (default: 64).")
  var hidden: Int?

  @Option(help: "Decides weights and sequences (default: 1).")
  var seed: UInt64 = 1

  @OptionGroup var lab: LabOptions
  @OptionGroup var threads: ThreadOptions

  func run() throws {
    guard minutes > 0, minutes <= 10_000 else {
      throw Failure.usage("--minutes must be above 0 and at most 10000, not \(minutes)")
    }
    try lab.check()
    Signals.heedStops()
    try lab.form.show(try model.model == nil ? tasks() : context())
  }

  private func tasks() throws -> InspectionReport {
    if text != nil || model.which != nil {
      throw Failure.usage("--text and --which belong to a model; name one, or leave them out")
    }
    if let hidden, !(2...4_096).contains(hidden) {
      throw Failure.usage("--hidden must be from 2 to 4096, not \(hidden)")
    }
    var experiment = MemoryExperiment()
    (experiment.hidden, experiment.minutes) = (hidden ?? experiment.hidden, minutes)
    experiment.seed = seed
    var line = ProgressLine()
    defer { line.clear() }
    var left = TimeLeft()
    let results = try experiment.run(
      notes: lab.notes, pool: try threads.makePool(), stop: Signals.stop
    ) { name, share in line.show("\(name)  \(left.words(share))") }
    return InspectionReport(memory: results, minutes: minutes)
  }
}
