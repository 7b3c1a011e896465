import GeulCompute

/// What a benchmark found.
public struct BenchmarkResult {
  /// What was timed.
  public let benchmark: Benchmark
  /// Of each counted step, sorted.
  public let milliseconds: [Double]
  /// Of each counted step's time to that of what it is compared with, sorted; empty where it is with nothing.
  public let ratios: [Double]
  /// Symbols of a step.
  public let symbols: Int
  /// Weights that a symbol is multiplied by.
  public let weights: Int
  /// The most memory that the work held, in bytes.
  public let peakMemory: Int
  /// GFLOP/s of the matrix product alone, in the same run; nil for generation, which reading weights bounds.
  public let yardstick: Double?

  /// Milliseconds of the step in the middle.
  public var median: Double { milliseconds[milliseconds.count / 2] }
  /// Symbols of a step over the median.
  public var symbolsPerSecond: Double { Double(symbols) / median * 1e3 }
  /// Multiplications and additions: 2 for each weight forward, 4 more back.
  public var gigaflops: Double {
    symbolsPerSecond * Double(weights) * (benchmark.task == .train ? 6 : 2) / 1e9
  }

  /// Gigabytes of weights that generation reads in a second.
  public var weightGigabytes: Double {
    symbolsPerSecond * Double(weights * benchmark.kind.bytes) / 1e9
  }

  /// What a step of generation alternates with.
  public var baseline: String {
    if case .beam = benchmark.writing { return "greedy" }
    return "model"
  }
}
