import GeulCompute
import GeulModel
import GeulTraining
import GeulWork
import Glibc

/// Steps of one kind of work on random symbols, timed.
public struct Benchmark {
  /// The kind of work.
  public enum Task: String, Sendable, CaseIterable {
    /// Forward, loss, backward, clipping and Adam; of a model that counts, a million symbols counted.
    case train
    /// Reading and predicting every step.
    case eval
    /// Reading, predicting and choosing one symbol after another.
    case generate
  }

  /// How a generation chooses symbols.
  public enum Writing: Sendable {
    /// At temperature 0.8.
    case drawn
    /// The same with every filter on.
    case filtered
    /// A beam of so many hypotheses.
    case beam(Int)
  }

  /// What is timed.
  public let task: Task
  /// How a generation chooses symbols.
  public let writing: Writing
  /// The model's kind and sizes.
  public let configuration: ModelConfiguration
  /// B; 1 of a generation.
  public let batch: Int
  /// T
  public let sequence: Int
  /// Steps that are counted.
  public let steps: Int
  /// How products are carried out.
  public let kind: ProductKind
  /// Who carries them out.
  public let pool: WorkerPool

  /// A benchmark of a new model.
  public init(
    task: Task, writing: Writing = .drawn, configuration: ModelConfiguration, batch: Int,
    sequence: Int, steps: Int, kind: ProductKind, pool: WorkerPool
  ) {
    precondition(
      batch >= 1 && sequence >= 1 && steps >= 1,
      "\(steps) steps of \(batch) lanes and \(sequence) symbols")
    self.task = task
    self.writing = writing
    self.configuration = configuration
    self.batch = batch
    self.sequence = sequence
    self.steps = steps
    self.kind = kind
    self.pool = pool
  }

  /// Steps before those that count.
  private static let warmUp = 4
  /// Symbols of a generation's step.
  static let written = 200

  /// Does the work and gives its figures. Cost: the counted steps and four more, and with
  /// `measuringProduct` a second for the yardstick.
  ///
  /// Throws `StorageError` where a model that counts cannot write its temporary files, and `WorkStopped`.
  public func run(
    stop: StopRequest = StopRequest(), measuringProduct measuresProduct: Bool = true
  ) throws -> BenchmarkResult {
    let model = try makeModel()
    let step: () throws -> Void
    var baseline: (() -> Void)?
    switch task {
    case .train: step = trainingStep(model)
    case .eval: step = evaluationStep(model)
    case .generate: (step, baseline) = GenerationBenchmark(self, model).steps()
    }
    var (milliseconds, ratios): ([Double], [Double]) = ([], [])
    for index in 0..<Self.warmUp + steps {
      try stop.check()
      let plain = try baseline.map(Self.milliseconds)
      let own = try Self.milliseconds(step)
      guard index >= Self.warmUp else { continue }
      milliseconds.append(own)
      if let plain { ratios.append(own / plain) }
    }
    let memory = Self.peakMemory
    return BenchmarkResult(
      benchmark: self, milliseconds: milliseconds.sorted(), ratios: ratios.sorted(),
      symbols: stepSymbols,
      weights: configuration.multipliedWeights, peakMemory: memory,
      yardstick: !measuresProduct || task == .generate || configuration.multipliedWeights == 0
        ? nil : ProductYardstick.gigaflops(kind: kind, pool: pool))
  }

  private func makeModel() throws -> Model {
    guard case .ngram(let configuration) = configuration, task != .train else {
      return Model(configuration, seed: 1)
    }
    return try CountingBenchmark(configuration, pool: pool).model()
  }

  /// Symbols of a step.
  private var stepSymbols: Int {
    switch task {
    case .generate: Self.written
    case .train where !configuration.learnsByGradient: CountingBenchmark.symbols
    case .train, .eval: batch * sequence
    }
  }

  private static func milliseconds(_ work: () throws -> Void) rethrows -> Double {
    let begun = ContinuousClock.now
    try work()
    return (ContinuousClock.now - begun).inSeconds * 1e3
  }

  /// The most memory the process has held, in bytes.
  private static var peakMemory: Int {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss * 1024
  }

  private func trainingStep(_ model: Model) -> () throws -> Void {
    if case .ngram(let configuration) = configuration {
      let counting = CountingBenchmark(configuration, pool: pool)
      return { _ = try counting.model() }
    }
    guard let learner = model.makeLearner(steps: sequence, lanes: batch, kind: kind, pool: pool)
    else { preconditionFailure("a \(configuration.name.rawValue) does not learn by gradient") }
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
    if !configuration.learnsByGradient {
      return CountingBenchmark.text(
        batch * sequence, vocabulary: configuration.vocabulary, series: series)
    }
    var random = RandomStream(seed: 1, purpose: RandomPurpose.benchmark + series)
    return (0..<batch * sequence).map { _ in
      UInt32(random.next() % UInt64(configuration.vocabulary))
    }
  }
}
