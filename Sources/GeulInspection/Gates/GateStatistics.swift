import Foundation
import GeulCompute
import GeulModel
import GeulStorage
import GeulText
import GeulWork

/// What the gates of a recurrent model do over a text: how often each is shut or open (Karpathy, Johnson and Li 2015), how
/// they are distributed, and for how long what they let through is kept.
public struct GateStatistics: Sendable, Equatable {
  /// One gate of one layer.
  public struct Gate: Sendable, Equatable {
    /// From 0, the lowest.
    public let layer: Int
    /// As in the equations: i f o of an LSTM, r z of a GRU.
    public let name: String
    /// For each unit: the share of symbols at which the gate is below 0.1.
    public let shut: [Double]
    /// For each unit: the share at which it is above 0.9.
    public let open: [Double]
    /// The share of all values in each of 20 parts of 0 to 1.
    public let histogram: [Double]
    /// For each unit: -1 / ln (mean gate), the symbols after which a value is at 1/e if every one keeps the mean share, of
    /// a gate that keeps (f, z); empty of the others.
    public let timeConstants: [Double]
    /// Units whose gate hardly moves: its standard deviation is below 0.01.
    public let stuck: Int

    /// The median of the time constants.
    public var medianTime: Double? { Self.quantile(timeConstants, 0.5) }
    /// The upper tenth of the time constants.
    public var longTime: Double? { Self.quantile(timeConstants, 0.9) }

    private static func quantile(_ values: [Double], _ share: Double) -> Double? {
      let sorted = values.sorted()
      return sorted.isEmpty ? nil : sorted[Int((Double(sorted.count - 1) * share).rounded())]
    }
  }

  /// Layer by layer.
  public let gates: [Gate]
  /// For each layer the units whose h hardly moves: its standard deviation is below 0.01.
  public let dead: [Int]
  /// Symbols that were looked at.
  public let symbols: Int

  private static let (lanes, steps, bins) = (16, 100, 20)

  /// The statistics of a model with gates over at most about `symbols` symbols, spread over a range of a text; nil of a
  /// model without gates. Throws `WorkStopped` or `StorageError`.
  public init?(
    _ model: RecurrentModel, _ tokens: TokenSequence, range: Range<Int>, symbols: Int,
    pool: WorkerPool, stop: StopRequest = StopRequest(), progress: (Double) -> Void = { _ in }
  ) throws {
    let names: [(index: Int, name: String, keeps: Bool)]
    switch model.configuration.cell {
    case .rnn: return nil
    case .lstm: names = [(0, "i", false), (1, "f", true), (3, "o", false)]
    case .gru: names = [(0, "r", false), (1, "z", true)]
    }
    let lanes = max(1, min(Self.lanes, (range.count - 1) / 2))
    let width = min((range.count - 1) / lanes, max(1, symbols / lanes))
    let steps = min(Self.steps, width)
    let learner = RecurrentLearner(
      model, steps: steps, lanes: lanes, kind: .fp32, pool: pool, keeping: .inspection)
    let (layers, H) = (model.configuration.layers, model.configuration.hidden)
    var sums = [UnitSums](
      repeating: UnitSums(width: H, bins: Self.bins), count: layers * names.count)
    var states = [UnitSums](repeating: UnitSums(width: H, bins: 0), count: layers)
    var chunk = Chunk(steps: steps, lanes: lanes)
    for start in stride(from: 0, to: width - steps + 1, by: steps) {
      try stop.check()
      progress(Double(start) / Double(width))
      for lane in 0..<lanes {
        let first = range.lowerBound + (range.count - 1 - width) * lane / max(1, lanes - 1) + start
        let ids = try tokens.ids(first..<first + steps + 1)
        for step in 0..<steps {
          chunk.inputs[step * lanes + lane] = ids[step]
          chunk.targets[step * lanes + lane] = ids[step + 1]
        }
        chunk.startsStream[lane] = start == 0
      }
      learner.clearGradients()
      _ = learner.step(chunk, randomKey: nil)
      for layer in 0..<layers {
        guard let seen = learner.inspection(ofLayer: layer) else { continue }
        for (place, gate) in names.enumerated() {
          sums[layer * names.count + place].add(seen.gates[gate.index])
        }
        states[layer].add(Array(seen.hidden.dropFirst(lanes * H)))
      }
    }
    self.symbols = states.first?.count ?? 0
    dead = states.map(\.still)
    gates = sums.enumerated().map { place, sums in
      let name = names[place % names.count]
      return Gate(
        layer: place / names.count, name: name.name, shut: sums.share(sums.low),
        open: sums.share(sums.high), histogram: sums.histogram,
        timeConstants: name.keeps ? sums.timeConstants : [], stuck: sums.still)
    }
  }
}

/// Sums over the symbols for each unit.
private struct UnitSums {
  let width: Int
  var count = 0
  var low: [Int]
  var high: [Int]
  private var sum: [Double]
  private var squares: [Double]
  private var bins: [Int]

  init(width: Int, bins: Int) {
    self.width = width
    low = [Int](repeating: 0, count: width)
    high = low
    sum = [Double](repeating: 0, count: width)
    squares = sum
    self.bins = [Int](repeating: 0, count: bins)
  }

  /// Adds values (symbols, H).
  mutating func add(_ values: [Float]) {
    count += values.count / width
    for (place, value) in values.enumerated() {
      let unit = place % width
      if value < 0.1 { low[unit] += 1 }
      if value > 0.9 { high[unit] += 1 }
      sum[unit] += Double(value)
      squares[unit] += Double(value) * Double(value)
      guard !bins.isEmpty else { continue }
      bins[min(bins.count - 1, max(0, Int(value * Float(bins.count))))] += 1
    }
  }

  func share(_ counts: [Int]) -> [Double] { counts.map { Double($0) / Double(max(1, count)) } }

  var histogram: [Double] { bins.map { Double($0) / Double(max(1, count * width)) } }

  var timeConstants: [Double] {
    sum.map { sum in
      let mean = sum / Double(max(1, count))
      return mean < 1 ? -1 / log(max(mean, 1e-30)) : .infinity
    }
  }

  /// Units of a standard deviation below 0.01.
  var still: Int {
    (0..<width).count { unit in
      let mean = sum[unit] / Double(max(1, count))
      return squares[unit] / Double(max(1, count)) - mean * mean < 1e-4
    }
  }
}
