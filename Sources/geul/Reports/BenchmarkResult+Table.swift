import GeulKit

extension BenchmarkResult {
  /// The figures in a line for a person.
  var table: String {
    """
    \(Figures.grouped(Int(symbolsPerSecond))) symbols/s, \(Figures.fixed(median, 2)) ms a step \
    (\(Figures.fixed(milliseconds[0], 2)) to \(Figures.fixed(milliseconds[milliseconds.count - 1], 2))), \
    \(products)peak memory \(Figures.grouped(peakMemory >> 20)) MiB \
    (\(weights > 0 ? benchmark.kind.rawValue + ", " : "")\(Processor.vectors), \
    \(benchmark.pool.count) threads)\(comparison)

    """
  }

  /// The arithmetic, of a model that multiplies.
  private var products: String {
    weights > 0 ? "\(Figures.fixed(gigaflops, 1)) GFLOP/s (\(bound)), " : ""
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
}
