/// What a sweep has found so far: each variant's figures over its seeds.
public struct SweepSummary: Sendable {
  /// A mean and how far it may be off.
  public struct Estimate: Sendable, Equatable {
    /// The mean.
    public let mean: Double
    /// The standard deviation of the values over √n; nil of a single one.
    public let standardError: Double?
    /// n
    public let count: Int

    /// The estimate by these values; nil of none.
    public init?(_ values: [Double]) {
      guard !values.isEmpty else { return nil }
      count = values.count
      let mean = values.reduce(0, +) / Double(count)
      self.mean = mean
      guard count > 1 else {
        standardError = nil
        return
      }
      let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      standardError = (squares / Double(count - 1) / Double(count)).squareRoot()
    }
  }

  /// A variant's figures.
  public struct Row: Sendable {
    /// Which variant, from 0.
    public let variant: Int
    /// Its name.
    public let name: String
    /// Its runs that have ended, those that were given up among them.
    public let results: [SweepResult]

    /// The runs whose training was not given up.
    public var sound: [SweepResult] { results.filter { $0.failure == nil } }
    /// The best loss on the validation text in nats per symbol.
    public var nats: Estimate? { Estimate(sound.compactMap(\.natsPerSymbol)) }
    /// The same in bits per character.
    public var bits: Estimate? { Estimate(sound.compactMap(\.bitsPerCharacter)) }
    /// Optimizer steps.
    public var steps: Estimate? { Estimate(results.map { Double($0.steps) }) }
    /// Minutes of training.
    public var minutes: Estimate? { Estimate(results.map { $0.seconds / 60 }) }
    /// Symbols trained on a second.
    public var speed: Estimate? { Estimate(results.map(\.symbolsPerSecond)) }
  }

  /// What was to be done, with the hidden sizes that were solved for.
  public let plan: SweepPlan
  /// The sweep's folder.
  public let folder: String
  /// The variants in their order.
  public let rows: [Row]
  /// Whether runs are left.
  public let isStopped: Bool

  /// What has come of a plan.
  init(_ plan: SweepPlan, folder: String, results: [(variant: Int, result: SweepResult)]) {
    self.plan = plan
    self.folder = folder
    rows = plan.variants.indices.map { index in
      Row(
        variant: index, name: plan.variants[index].name,
        results: results.filter { $0.variant == index }.map(\.result))
    }
    isStopped = results.count < plan.runs.count
  }

  /// The rows that have a figure, the best first.
  public var ranking: [Row] {
    rows.filter { $0.bits != nil }.sorted {
      ($0.bits?.mean ?? .infinity, $0.variant) < ($1.bits?.mean ?? .infinity, $1.variant)
    }
  }

  /// Runs that have ended.
  public var ended: Int { rows.reduce(0) { $0 + $1.results.count } }
}
