import GeulCompute
import GeulModel
import GeulWork

/// The works by which machines are compared, each beside what this machine can do at most.
public struct StandardWorks {
  /// One work and what was found.
  public struct Finding {
    /// Such as `train LSTM 2×512`.
    public let name: String
    /// Its figures.
    public let result: BenchmarkResult
    /// Of `rate`, in the same unit.
    public let limit: Double?

    /// Whether reading the weights bounds it, rather than arithmetic: then rates are in GB/s, else in GFLOP/s.
    public var isBoundByReading: Bool { result.benchmark.task == .generate }

    /// What it reached: multiplications and additions that are carried out, those left out that a table saves.
    public var rate: Double {
      if isBoundByReading { return result.weightGigabytes }
      let benchmark = result.benchmark
      let weights = benchmark.configuration.computedWeights(
        rows: benchmark.batch * benchmark.sequence, kind: benchmark.kind,
        training: benchmark.task == .train)
      return result.gigaflops * Double(weights) / Double(max(1, result.weights))
    }

    /// The part of the limit that it reached.
    public var share: Double? { limit.map { rate / $0 } }
  }

  /// Who carries them out.
  private let pool: WorkerPool

  /// The works on a pool of workers.
  public init(pool: WorkerPool) { self.pool = pool }

  /// Carries out all of them, a minute or two, and hands over each finding as it is there. Throws as `Benchmark.run`.
  public func run(stop: StopRequest, tell: (Finding) throws -> Void) throws {
    var limits: [ProductKind: Double?] = [:]
    for (name, benchmark) in works {
      try stop.check()
      let result = try benchmark.run(stop: stop, measuringProduct: false)
      let limit: Double?
      if benchmark.task == .generate {
        limit = MachineLimits.gigabytesRead(
          ofEach: result.weights * benchmark.kind.bytes / pool.count, pool: pool)
      } else if let known = limits[benchmark.kind] {
        limit = known
      } else {
        limit = MachineLimits.gigaflops(benchmark.kind, pool: pool)
        limits[benchmark.kind] = limit
      }
      try tell(Finding(name: name, result: result, limit: limit))
    }
  }

  private var works: [(name: String, benchmark: Benchmark)] {
    let learning: [ProductKind] = Processor.hasBrainFloats ? [.fp32, .bf16] : [.fp32]
    let reading = learning + (Processor.hasByteProducts ? [.int8] : [])
    let writing: [ProductKind] = [.fp32] + (Processor.hasByteProducts ? [.int8] : [])
    let lstm = recurrent(.lstm, hidden: 512)
    var works: [(String, Benchmark)] = []
    for kind in learning {
      works += [
        ("train LSTM 2×128", train(recurrent(.lstm, hidden: 128), kind, steps: 20)),
        ("train LSTM 2×512", train(lstm, kind)),
        (
          "train LSTM 2×1024, B 64, T 64",
          train(recurrent(.lstm, hidden: 1_024), kind, steps: 3, batch: 64, sequence: 64)
        ),
        ("train GRU 2×512", train(recurrent(.gru, hidden: 512), kind)),
        ("train LSTM 2×512, V 2500", train(recurrent(.lstm, hidden: 512, symbols: 2_500), kind)),
      ]
    }
    for kind in reading {
      works.append(
        ("evaluate LSTM 2×512", work(.eval, lstm, kind, steps: 6, batch: 32, sequence: 200)))
    }
    for kind in writing {
      works.append(("generate LSTM 2×512", work(.generate, lstm, kind, steps: 12)))
    }
    return works
  }

  private func recurrent(_ cell: CellKind, hidden: Int, symbols: Int = 65) -> ModelConfiguration {
    .recurrent(
      RecurrentConfiguration(
        cell: cell, layers: 2, hidden: hidden, input: .embedding(64), vocabulary: symbols))
  }

  private func train(
    _ model: ModelConfiguration, _ kind: ProductKind, steps: Int = 6, batch: Int = 50,
    sequence: Int = 50
  ) -> Benchmark {
    work(.train, model, kind, steps: steps, batch: batch, sequence: sequence)
  }

  private func work(
    _ task: Benchmark.Task, _ model: ModelConfiguration, _ kind: ProductKind, steps: Int,
    batch: Int = 1, sequence: Int = 1
  ) -> Benchmark {
    Benchmark(
      task: task, configuration: model, batch: batch, sequence: sequence, steps: steps, kind: kind,
      pool: pool)
  }
}
