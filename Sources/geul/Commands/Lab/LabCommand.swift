import ArgumentParser
import GeulKit

/// `geul lab`: experiments of their own.
struct LabCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lab", abstract: "Experiments on how networks remember and learn.",
    discussion: """
      Examples:
        geul lab vanishing corpora/korean.txt
        geul lab memory --html memory.html
        geul lab sweep --preset cells corpora/korean.txt
        geul lab hopfield
      """,
    subcommands: [
      LabVanishingCommand.self, LabMemoryCommand.self, LabSweepCommand.self,
      LabHopfieldCommand.self,
    ])
}

/// `geul lab hopfield`: how many patterns an associative memory holds.
struct LabHopfieldCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hopfield",
    abstract: "How many patterns Hopfield's network holds, and how much damage it undoes.",
    discussion: """
      Example:
        geul lab hopfield --units 1000
      Random patterns of +1 and -1 are stored by Hebb's rule and by the pseudo-inverse; the network starts at each, is
      updated unit by unit until none changes, and has recalled it where the overlap is still above 0.95.
      """)

  @Option(help: "Units of the network (default: 1,000).")
  var units = 1_000

  @Option(help: "Networks for each load (default: 3).")
  var trials = 3

  @Option(help: "Decides the patterns and the order of updates (default: 1).")
  var seed: UInt64 = 1

  @Option(help: "The figures as a page of its own.")
  var html: String?

  @Flag(help: "The figures as JSON.")
  var json = false

  func run() throws {
    guard (50...4_000).contains(units) else {
      throw Failure.usage("--units must be from 50 to 4000, not \(units)")
    }
    guard (1...1_000).contains(trials) else {
      throw Failure.usage("--trials must be from 1 to 1000, not \(trials)")
    }
    let form = ReportForm(html: html, json: json)
    try form.check()
    Signals.heedStops()
    var line = ProgressLine()
    defer { line.clear() }
    let loads = [0.05, 0.1, 0.12, 0.13, 0.135, 0.14, 0.145, 0.15, 0.155, 0.16, 0.17, 0.2]
    let found = try HopfieldNetwork.Rule.allCases.map { rule in
      // The pseudo-inverse is about as good everywhere: it needs fewer loads, and they cost more.
      try HopfieldCapacity(
        units: units, rule: rule, loads: rule == .hebbian ? loads : [0.05, 0.1, 0.2, 0.4],
        trials: rule == .hebbian ? trials : 1, seed: seed, stop: Signals.stop
      ) { line.show("\(rule.rawValue): \(Figures.fixed(100 * $0, 0)) %") }
    }
    line.clear()
    try form.show(InspectionReport(hopfield: found))
  }
}
