import GeulCompute
import GeulStorage

extension BenchmarkResult {
  /// The keys of the command's contract.
  public var json: JSONValue {
    let configuration = benchmark.configuration
    let counts = benchmark.task == .train && !configuration.learnsByGradient
    var object = JSONObject([
      ("task", .string(benchmark.task.rawValue)), ("model", .string(configuration.name.rawValue)),
    ])
    for member in configuration.facts.members { object.append(member.key, member.value) }
    let rest: [(String, JSONValue)] = [
      ("batch", counts ? .null : .integer(Int64(benchmark.batch))),
      ("sequence", counts ? .null : .integer(Int64(benchmark.sequence))),
      ("precision", weights > 0 ? .string(benchmark.kind.rawValue) : .null),
      ("vectors", .string(Processor.vectors)),
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
      ("gflops", weights > 0 ? .number(gigaflops) : .null),
      ("product_gflops", yardstick.map { .number($0) } ?? .null),
      ("product_ratio", yardstick.map { .number(gigaflops / $0) } ?? .null),
      ("baseline", ratios.isEmpty ? .null : .string(baseline)),
      ("baseline_ratio", ratios.isEmpty ? .null : .number(ratios[ratios.count / 2])),
      (
        "weight_gigabytes_per_second",
        benchmark.task == .generate && weights > 0 ? .number(weightGigabytes) : .null
      ),
      ("peak_rss_bytes", .integer(Int64(peakMemory))),
    ]
    for (key, value) in rest { object.append(key, value) }
    return .object(object)
  }
}
