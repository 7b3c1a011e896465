import ArgumentParser
import GeulKit

/// `geul bench`: the speed of training, evaluation and generation on random symbols.
struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "Measure speed and memory on random symbols.",
    discussion: """
      Example:
        geul bench --task train --hidden 512 --batch 50 --sequence 50 --precision fp32
        geul bench --task generate --hidden 512 --filters
        geul bench --task generate --hidden 512 --beam 8
        geul bench --task generate --model ngram --order 5
        geul bench --all
      A training step is forward, loss, backward, norm clipping and Adam, or of ngram a million symbols counted; a generation step is 200 symbols
      of one stream at temperature 0.8, with every filter on with --filters, and is compared with the model's
      own steps, which alternate with it; or of a beam, compared with greedy ones. The first four steps are not counted.
      With --all the standard works are carried out, each beside this machine's own limit: nothing but multiplications and
      additions in registers, or, of generation, nothing but reading as many bytes as the weights have.
      """)

  @Flag(help: "The standard works, with the share of this machine's limits that each reaches.")
  var all = false

  @Option(help: "train, eval or generate (default: train).")
  var task: Benchmark.Task?

  @Option(help: "lstm, gru, rnn, window or ngram (default: lstm).")
  var model: ModelName?

  @Option(help: "Layers (default: 2).")
  var layers: Int?

  @Option(help: "Units of a layer (default: 256).")
  var hidden: Int?

  @Option(help: "Numbers of a symbol's vector, or onehot (default: 64).")
  var embedding: InputEncoding?

  @Option(help: "Symbols that a prediction of window sees (default: 8).")
  var window: Int?

  @Option(help: "Nonlinearity of rnn and window: tanh, relu or sigmoid (default: tanh).")
  var activation: Activation?

  @Option(help: "Symbols of context of ngram (default: 5).")
  var order: Int?

  @Option(help: "Smoothing of ngram: kneser-ney, witten-bell or add-k (default: kneser-ney).")
  var smoothing: Smoothing?

  @Option(help: "Symbols (default: 65).")
  var vocabulary: Int?

  @Option(help: "Lanes of train and eval (default: 64).")
  var batch: Int?

  @Option(help: "Steps of a chunk of train and eval (default: 64).")
  var sequence: Int?

  @Option(help: "auto (the fastest for the task here), fp32, bf16, or int8 (not for training).")
  var precision: Precision?

  @Option(help: "Generation by a beam of N hypotheses.")
  var beam: Int?

  @Flag(help: "Generation with every filter on.")
  var filters = false

  @OptionGroup var threads: ThreadOptions

  @Option(help: "Counted steps (default: 12).")
  var steps: Int?

  @Flag(help: "The figures as JSON.")
  var json = false

  func run() throws {
    if all { return try runAll() }
    let task = task ?? .train
    try refuseIgnored(in: task)
    let (batch, sequence, steps) = (batch ?? 64, sequence ?? 64, steps ?? 12)
    for (flag, value) in [("batch", batch), ("sequence", sequence), ("steps", steps)]
    where value < 1 {
      throw Failure.usage("--\(flag) must be at least 1, not \(value)")
    }
    guard batch <= (1 << 24) / sequence else {
      throw Failure.usage("--batch times --sequence must be at most 16777216")
    }
    if let flaw = beam.flatMap({ BeamSettings(width: $0).flaw }) {
      throw Failure.usage("--\(flaw)")
    }
    var choices = ModelChoices()
    (choices.model, choices.layers, choices.hidden) = (model, layers, hidden)
    (choices.embedding, choices.window, choices.activation) = (embedding, window, activation)
    (choices.order, choices.smoothing) = (order, smoothing)
    let configuration = try choices.configuration(vocabulary: vocabulary ?? 65)
    let benchmark = Benchmark(
      task: task, writing: beam.map { .beam($0) } ?? (filters ? .filtered : .drawn),
      configuration: configuration,
      batch: task == .generate ? 1 : batch, sequence: sequence, steps: steps,
      kind: try productKind(for: configuration, task), pool: try threads.makePool())
    Signals.heedStops()
    let result = try benchmark.run(stop: Signals.stop)
    if json { try Output.json(result.json) } else { try Output.write(result.table) }
  }

  private func runAll() throws {
    let given: [(String, Bool)] = [
      ("task", task != nil), ("model", model != nil), ("layers", layers != nil),
      ("hidden", hidden != nil), ("embedding", embedding != nil), ("window", window != nil),
      ("activation", activation != nil), ("order", order != nil), ("smoothing", smoothing != nil),
      ("vocabulary", vocabulary != nil), ("batch", batch != nil), ("sequence", sequence != nil),
      ("precision", precision != nil), ("beam", beam != nil), ("filters", filters),
      ("steps", steps != nil),
    ]
    if let (flag, _) = given.first(where: \.1) {
      throw Failure.usage("--all has works of its own; leave --\(flag) out, or --all")
    }
    let pool = try threads.makePool()
    Signals.heedStops()
    let report = MachineReport(pool: pool)
    var findings: [StandardWorks.Finding] = []
    if !json { try Output.write(report.heading) }
    try StandardWorks(pool: pool).run(stop: Signals.stop) { finding in
      if json { findings.append(finding) } else { try Output.write(finding.row) }
    }
    if json { try Output.json(report.json(findings)) }
  }

  /// An option without a part in the task is a mistake.
  private func refuseIgnored(in task: Benchmark.Task) throws {
    if task != .generate && (beam != nil || filters) {
      throw Failure.usage("--beam and --filters belong to --task generate")
    }
    if beam != nil && filters {
      throw Failure.usage("--filters belongs to drawing; leave it out with --beam")
    }
    if task == .generate && (batch != nil || sequence != nil) {
      throw Failure.usage(
        "--batch and --sequence belong to --task train and eval; generation writes one stream, "
          + "or --beam N")
    }
    if task == .train && model?.learnsByGradient == false && (batch != nil || sequence != nil) {
      throw Failure.usage(
        "--batch and --sequence belong to models that learn by gradient; ngram counts a million symbols"
      )
    }
  }

  private func productKind(for model: ModelConfiguration, _ task: Benchmark.Task) throws
    -> ProductKind
  {
    switch task {
    case .train where model.learnsByGradient: try (precision ?? .auto).trainingKind()
    case .train: try Precision.kind(precision, for: model)
    case .eval: try Precision.kind(precision, for: model, fastest: .fastestForReading)
    case .generate: try Precision.kind(precision, for: model, fastest: .fastestForOneLane)
    }
  }
}
