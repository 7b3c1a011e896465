import Foundation
import GeulCompute
import GeulModel
import GeulStorage
import GeulText
import GeulWork

/// How far back what is predicted at a place depends on the states before it: ‖∂L_t / ∂h_{t-k}‖ by the lag k.
///
/// L_t is the loss of the symbol at t alone, and the gradient is of all ways from h_{t-k} to it, through the layers above as
/// well. An LSTM's c has a curve of its own. Places are spread evenly over a text, and each is reached after symbols that are
/// only read.
public struct GradientFlow: Sendable, Equatable {
  /// What the gradient is of.
  public enum Quantity: String, Sendable {
    case hidden = "h"
    case cell = "c"
  }

  /// The norms of one layer's gradients.
  public struct Curve: Sendable, Equatable {
    /// From 0, the lowest.
    public let layer: Int
    /// h, or c of an LSTM.
    public let quantity: Quantity
    /// For each lag from 0: the mean over the places.
    public let mean: [Double]
    /// The lower tenth of the places.
    public let low: [Double]
    /// The median of the places.
    public let median: [Double]
    /// The upper tenth of the places.
    public let high: [Double]

    /// The share of all summed norms that lies at lags of `steps` and more: what a chunk cut there leaves out at its end.
    public func shareBeyond(_ steps: Int) -> Double {
      let total = mean.reduce(0, +)
      return total > 0 ? mean.dropFirst(steps).reduce(0, +) / total : 0
    }

    /// The same on average over the places of a chunk of `steps` steps, whose first has nothing before it.
    public func shareLost(chunkOf steps: Int) -> Double {
      (1...max(1, steps)).reduce(0.0) { $0 + shareBeyond($1) } / Double(max(1, steps))
    }

    /// By what factor the norm changes at each step back, from the mean of ln between two lags; nil where a norm is 0.
    public func factor(from: Int, to: Int) -> Double? {
      guard to < mean.count, from < to, mean[from] > 0, mean[to] > 0 else { return nil }
      return exp(
        (log(mean[to]) - log(mean[from]))
          / Double(to - from))
    }
  }

  /// For each layer h and, of an LSTM, c.
  public let curves: [Curve]
  /// Places that were looked at.
  public let places: Int

  /// Symbols that are read before each place's stretch.
  public static let warmUp = 200
  private static let lanes = 16

  /// The curves of a model to lag `lags`, at about so many places of a range of a text, which has at least `lags` + 2 symbols,
  /// each after at most `most` symbols that are only read.
  ///
  /// Throws `WorkStopped` or `StorageError`. Cost: a training step of lags + 1 symbols for each place.
  public init(
    _ model: RecurrentModel, _ tokens: TokenSequence, range: Range<Int>, lags: Int, places: Int,
    warmUp most: Int = warmUp, pool: WorkerPool, stop: StopRequest = StopRequest(),
    progress: (Double) -> Void = { _ in }
  ) throws {
    precondition(lags >= 1 && range.count >= lags + 2, "\(lags) lags in \(range.count) symbols")
    let warmUp = min(most, range.count - lags - 2)
    let stretch = warmUp + lags + 2
    let lanes = min(Self.lanes, max(1, places))
    let rounds = max(1, places / lanes)
    let learner = RecurrentLearner(
      model, steps: max(lags + 1, warmUp), lanes: lanes, kind: .fp32, pool: pool,
      keeping: .inspection)
    let isLSTM = model.configuration.cell == .lstm
    let quantities: [Quantity] = isLSTM ? [.hidden, .cell] : [.hidden]
    let count = model.configuration.layers * quantities.count
    // For each curve and lag the norms of all places.
    var norms = [[[Double]]](
      repeating: [[Double]](repeating: [], count: lags + 1), count: count)
    for round in 0..<rounds {
      try stop.check()
      progress(Double(round) / Double(rounds))
      let starts = (0..<lanes).map { lane in
        range.lowerBound
          + (range.count - stretch) * (round * lanes + lane) / max(1, rounds * lanes - 1)
      }
      let texts = try starts.map { try tokens.ids($0..<$0 + stretch) }
      learner.forgetCarried()
      if warmUp > 0 {
        _ = learner.loss(Self.chunk(texts, 0..<warmUp, startsStream: true), randomKey: nil)
      }
      var chunk = Self.chunk(texts, warmUp..<warmUp + lags + 1, startsStream: warmUp == 0)
      for place in 0..<lags * lanes { chunk.weights[place] = 0 }
      learner.clearGradients()
      _ = learner.step(chunk, randomKey: nil)
      for layer in 0..<model.configuration.layers {
        guard let seen = learner.inspection(ofLayer: layer) else { continue }
        for (place, quantity) in quantities.enumerated() {
          let all = quantity == .hidden ? seen.hiddenGradients : seen.cellGradients
          Self.add(
            all, lanes: lanes, lags: lags, to: &norms[layer * quantities.count + place])
        }
      }
    }
    self.places = rounds * lanes
    curves = norms.enumerated().map { place, norms in
      Self.curve(place / quantities.count, quantities[place % quantities.count], norms)
    }
  }

  static func chunk(_ texts: [[UInt32]], _ steps: Range<Int>, startsStream: Bool) -> Chunk {
    var chunk = Chunk(steps: steps.count, lanes: texts.count)
    for (lane, text) in texts.enumerated() {
      for (step, place) in steps.enumerated() {
        chunk.inputs[step * texts.count + lane] = text[place]
        chunk.targets[step * texts.count + lane] = text[place + 1]
      }
      chunk.startsStream[lane] = startsStream
    }
    return chunk
  }

  /// Norms of gradients (T, B, H) of a mean over B places: B times as large for each alone.
  private static func add(
    _ gradients: [Float], lanes: Int, lags: Int, to norms: inout [[Double]]
  ) {
    let width = gradients.count / ((lags + 1) * lanes)
    for lag in 0...lags {
      for lane in 0..<lanes {
        let first = ((lags - lag) * lanes + lane) * width
        let square = gradients[first..<first + width].reduce(0.0) { $0 + Double($1) * Double($1) }
        norms[lag].append(square.squareRoot() * Double(lanes))
      }
    }
  }

  private static func curve(_ layer: Int, _ quantity: Quantity, _ norms: [[Double]]) -> Curve {
    let sorted = norms.map { $0.sorted() }
    func quantile(_ share: Double) -> [Double] {
      sorted.map { $0[Int((Double($0.count - 1) * share).rounded())] }
    }
    return Curve(
      layer: layer, quantity: quantity,
      mean: norms.map { $0.reduce(0, +) / Double(max(1, $0.count)) }, low: quantile(0.1),
      median: quantile(0.5), high: quantile(0.9))
  }
}
