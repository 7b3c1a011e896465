import ArgumentParser
import Foundation
import GeulKit

/// Steps of one kind of work on random symbols, timed.
struct Benchmark {
  /// The kind of work.
  enum Task: String, ExpressibleByArgument, CaseIterable {
    case train, eval, generate
  }

  /// How a generation chooses symbols.
  enum Writing {
    /// At temperature 0.8.
    case drawn
    /// The same with every filter on.
    case filtered
    /// A beam of so many hypotheses.
    case beam(Int)
  }

  let task: Task
  let writing: Writing
  let configuration: ModelConfiguration
  let batch: Int
  let sequence: Int
  let steps: Int
  let kind: ProductKind
  let pool: WorkerPool

  /// Steps before those that count.
  private static let warmUp = 4
  /// Symbols of a generation's step.
  static let written = 200

  /// Does the work and gives its figures.
  func run() -> BenchmarkResult {
    let model = Model(configuration, seed: 1)
    let step: () -> Void
    var baseline: (() -> Void)?
    switch task {
    case .train: step = trainingStep(model)
    case .eval: step = evaluationStep(model)
    case .generate: (step, baseline) = GenerationBenchmark(self, model).steps()
    }
    var (milliseconds, ratios): ([Double], [Double]) = ([], [])
    for index in 0..<Self.warmUp + steps {
      let plain = baseline.map(Self.milliseconds)
      let own = Self.milliseconds(step)
      guard index >= Self.warmUp else { continue }
      milliseconds.append(own)
      if let plain { ratios.append(own / plain) }
    }
    let memory = Self.peakMemory
    return BenchmarkResult(
      benchmark: self, milliseconds: milliseconds.sorted(), ratios: ratios.sorted(),
      symbols: task == .generate ? Self.written : batch * sequence,
      weights: configuration.multipliedWeights, peakMemory: memory,
      yardstick: task == .generate ? nil : ProductYardstick.gigaflops(kind: kind, pool: pool))
  }

  private static func milliseconds(_ work: () -> Void) -> Double {
    let begun = ContinuousClock.now
    work()
    return (ContinuousClock.now - begun).inSeconds * 1e3
  }

  /// The most memory the process has held, in bytes.
  private static var peakMemory: Int {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss * 1024
  }

  private func trainingStep(_ model: Model) -> () -> Void {
    guard let learner = model.makeLearner(steps: sequence, lanes: batch, kind: kind, pool: pool)
    else { preconditionFailure("a \(configuration.name) does not learn by gradient") }
    let optimizer = Optimizer(.adam, count: learner.layout.count, clip: 5, pool: pool)
    let chunk = Chunk(
      steps: sequence, lanes: batch, inputs: symbols(0), targets: symbols(1),
      startsStream: [Bool](repeating: false, count: batch))
    return {
      learner.clearGradients()
      _ = learner.step(chunk, randomKey: nil)
      _ = optimizer.step(
        parameters: learner.parameters, gradients: learner.gradients, rate: 0.002)
    }
  }

  private func evaluationStep(_ model: Model) -> () -> Void {
    let predictor = model.makePredictor(lanes: batch, steps: sequence, kind: kind, pool: pool)
    let (inputs, targets) = (symbols(0), symbols(1))
    let width = configuration.vocabulary
    let most = predictor.mostPredictedSteps
    return {
      var nats = 0.0
      for from in stride(from: 0, to: sequence, by: most) {
        let rows = from * batch..<min(sequence, from + most) * batch
        predictor.read(Array(inputs[rows]), predicting: .all)
        predictor.withLogProbabilities { logs in
          for row in rows {
            nats -= Double(logs[(row - rows.lowerBound) * width + Int(targets[row])])
          }
        }
      }
      precondition(nats.isFinite, "the loss of random symbols is \(nats)")
    }
  }

  private func symbols(_ series: UInt64) -> [UInt32] {
    var random = RandomStream(seed: 1, purpose: RandomPurpose.benchmark + series)
    return (0..<batch * sequence).map { _ in
      UInt32(random.next() % UInt64(configuration.vocabulary))
    }
  }
}

/// What a benchmark found.
struct BenchmarkResult {
  let benchmark: Benchmark
  /// Of each counted step, sorted.
  let milliseconds: [Double]
  /// Of each counted step's time to that of what it is compared with, sorted; empty where it is with nothing.
  let ratios: [Double]
  /// Symbols of a step.
  let symbols: Int
  /// Weights that a symbol is multiplied by.
  let weights: Int
  /// The most memory that the work held, in bytes.
  let peakMemory: Int
  /// GFLOP/s of the matrix product alone, in the same run; nil for generation, which reading weights bounds.
  let yardstick: Double?

  private var median: Double { milliseconds[milliseconds.count / 2] }
  private var symbolsPerSecond: Double { Double(symbols) / median * 1e3 }
  /// Multiplications and additions: 2 for each weight forward, 4 more back.
  private var gigaflops: Double {
    symbolsPerSecond * Double(weights) * (benchmark.task == .train ? 6 : 2) / 1e9
  }

  /// Gigabytes of weights that generation reads in a second.
  private var weightGigabytes: Double {
    let bytes: Double =
      switch benchmark.kind {
      case .int8: 1
      case .bf16: 2
      case .fp32, .reference: 4
      }
    return symbolsPerSecond * Double(weights) * bytes / 1e9
  }

  /// What a step of generation alternates with.
  private var baseline: String {
    if case .beam = benchmark.writing { return "greedy" }
    return "model"
  }

  private var comparison: String {
    guard !ratios.isEmpty else { return "" }
    let whole = baseline == "model" ? "the model's own step" : "a greedy step"
    return "; \(Figures.fixed(ratios[ratios.count / 2], 3)) times \(whole) "
      + "(\(Figures.fixed(ratios[0], 3)) to \(Figures.fixed(ratios[ratios.count - 1], 3)))"
  }

  /// What the figures come near to.
  private var bound: String {
    guard let yardstick else {
      return "\(Figures.fixed(weightGigabytes, 1)) GB/s of weights read"
    }
    let shape = "\(ProductYardstick.rows)×\(ProductYardstick.depth)×\(ProductYardstick.columns)"
    return
      "\(Figures.fixed(gigaflops / yardstick * 100, 0)) % of the \(Figures.fixed(yardstick, 0)) "
      + "of the product \(shape)"
  }

  /// The keys of the command's contract.
  var json: JSONValue {
    let configuration = benchmark.configuration
    var object = JSONObject([
      ("task", .string(benchmark.task.rawValue)), ("model", .string(configuration.name.rawValue)),
    ])
    for member in configuration.facts.members { object.append(member.key, member.value) }
    let rest: [(String, JSONValue)] = [
      ("batch", .integer(Int64(benchmark.task == .generate ? 1 : benchmark.batch))),
      ("sequence", .integer(Int64(benchmark.sequence))),
      ("precision", .string(benchmark.kind.rawValue)), ("vectors", .string(Processor.vectors)),
      ("threads", .integer(Int64(benchmark.pool.count))),
      ("steps", .integer(Int64(benchmark.steps))),
      ("symbols_per_second", .number(symbolsPerSecond)),
      (
        "milliseconds_per_step",
        [
          "min": .number(milliseconds[0]), "median": .number(median),
          "max": .number(milliseconds[milliseconds.count - 1]),
        ]
      ),
      ("gflops", .number(gigaflops)), ("product_gflops", yardstick.map { .number($0) } ?? .null),
      ("product_ratio", yardstick.map { .number(gigaflops / $0) } ?? .null),
      ("baseline", ratios.isEmpty ? .null : .string(baseline)),
      ("baseline_ratio", ratios.isEmpty ? .null : .number(ratios[ratios.count / 2])),
      (
        "weight_gigabytes_per_second",
        benchmark.task == .generate ? .number(weightGigabytes) : .null
      ),
      ("peak_rss_bytes", .integer(Int64(peakMemory))),
    ]
    for (key, value) in rest { object.append(key, value) }
    return .object(object)
  }

  /// The same for a person.
  var table: String {
    """
    \(Figures.grouped(Int(symbolsPerSecond))) symbols/s, \(Figures.fixed(median, 2)) ms a step \
    (\(Figures.fixed(milliseconds[0], 2)) to \(Figures.fixed(milliseconds[milliseconds.count - 1], 2))), \
    \(Figures.fixed(gigaflops, 1)) GFLOP/s (\(bound)), peak memory \(Figures.grouped(peakMemory >> 20)) MiB \
    (\(benchmark.kind.rawValue), \(Processor.vectors), \(benchmark.pool.count) threads)\(comparison)

    """
  }
}
