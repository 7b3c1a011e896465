import ArgumentParser
import GeulKit

/// `geul lab sweep`: the same training with other settings, side by side.
struct LabSweepCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sweep",
    abstract: "Train variants of a model with several seeds, and compare them.",
    discussion: """
      Examples:
        geul lab sweep dropout.toml --html dropout.html
        geul lab sweep --preset cells corpora/korean.txt --seeds 3 --minutes 10
        geul lab sweep --preset list
      Stopped or killed, the same command goes on where it was and repeats nothing. A sweep is a file such as:
        corpus = "corpora/korean.txt"
        seeds = [1, 2, 3]
        [settings]
        steps = 600
        hidden = 128
        [grid]
        dropout = [0.0, 0.2, 0.5]
      [settings] takes the flags of train as keys. [grid] combines all values with each other; instead of it [[variants]]
      are tables of settings, each with a name if it likes. budget = "parameters", with parameters = N or without, solves
      for the hidden sizes that make all variants as large as N or as the first.
      """)

  @Argument(help: "The sweep as a TOML file; with --preset, the texts to train on.")
  var files: [String] = []

  @Option(
    help:
      "A question of the textbooks: cells, gru, layers, truncation, inputs, units or chunks; list tells them."
  )
  var preset: String?

  @Option(help: "The sweep's folder, of which each run has one (default: checkpoints/NAME).")
  var out: String?

  @Option(help: "Minutes of training that all runs share evenly (default with --preset: 1.8).")
  var minutes: Double?

  @Option(help: "Optimizer steps of each run, instead.")
  var steps: Int?

  @Option(help: "How many seeds, from 1 on (default: the file's, or 1).")
  var seeds: Int?

  @Option(help: "Runs side by side, which share the workers.")
  var jobs = 1

  @OptionGroup var threads: ThreadOptions

  @Option(help: "The figures as a page of its own.")
  var html: String?

  @Flag(help: "The figures as JSON, every run among them.")
  var json = false

  func run() throws {
    if preset == "list" { return try listPresets() }
    let plan = try plan()
    let form = ReportForm(html: html, json: json)
    try form.check()
    let threads = try workers()
    Signals.heedStops(watchingOutput: false)
    let folder = FileSystem.current.found(out ?? "checkpoints/" + plan.name)
    let new = NewFolder(folder)
    let sweep: Sweep
    do {
      sweep = try Sweep(plan, in: folder, stop: Signals.stop) { Signals.name }
    } catch {
      new.removeIfEmpty()
      throw error
    }
    Signals.announceSaving()
    let reporter = SweepReporter(sweep, jobs: jobs)
    defer { reporter.clear() }
    try sweep.run(jobs: jobs, threads: threads, stop: Signals.stop) { reporter.tell($0) }
    reporter.clear()
    let summary = sweep.summary
    try form.show(InspectionReport(sweep: summary))
    if summary.isStopped { try Signals.ending.check() }
    if summary.ended > 0, summary.ranking.isEmpty {
      throw Failure(.diverged, "\(folder): every run diverged; use a lower learning rate")
    }
  }

  private func listPresets() throws {
    var table = TextTable([.left, .left], heading: ["preset", "question"])
    for preset in SweepPreset.allCases { table.add([preset.rawValue, preset.question]) }
    try Output.write(table.text())
  }

  /// What is to be done, by the file or the preset, and by the flags that win over either.
  private func plan() throws -> SweepPlan {
    if minutes != nil, steps != nil {
      throw Failure.usage("--minutes and --steps are two ways to end a run; choose one")
    }
    if let minutes, !(minutes > 0 && minutes.isFinite) {
      throw Failure.usage("--minutes must be above 0, not \(minutes)")
    }
    if let steps, steps < 1 { throw Failure.usage("--steps must be at least 1, not \(steps)") }
    if let seeds, !(1...1_000).contains(seeds) {
      throw Failure.usage("--seeds must be from 1 to 1000, not \(seeds)")
    }
    var plan = try presetPlan() ?? filePlan()
    if let seeds { plan.seeds = (1...UInt64(seeds)).map { $0 } }
    if let minutes { plan.share(minutes: minutes) }
    if let steps { plan.end(afterSteps: steps) }
    return plan
  }

  private func presetPlan() throws -> SweepPlan? {
    guard let preset else { return nil }
    guard let choice = SweepPreset(rawValue: preset) else {
      let names = SweepPreset.allCases.map(\.rawValue)
      let nearest = nearestName(to: preset, among: names).map { "; did you mean \($0)?" } ?? ""
      throw Failure.usage(
        "--preset must be \(names.joined(separator: ", ")) or list, not '\(preset)'\(nearest)")
    }
    // Shared anew where flags say how many runs there are, or how long.
    return choice.plan(
      corpus: files, seeds: (1...UInt64(seeds ?? 1)).map { $0 },
      minutes: minutes ?? SweepPreset.minutes)
  }

  private func filePlan() throws -> SweepPlan {
    guard let file = files.first, files.count == 1 else {
      throw Failure.usage(
        "expected one sweep as a TOML file, or --preset and a corpus, found "
          + "\(Figures.counted(files.count, "file")); see: geul lab sweep --help")
    }
    return try SweepFile(file).plan
  }

  /// The workers of each run.
  private func workers() throws -> Int {
    guard (1...64).contains(jobs) else {
      throw Failure.usage("--jobs must be from 1 to 64, not \(jobs)")
    }
    return max(1, try threads.count() / jobs)
  }
}
