import Foundation
import GeulModel

/// The window model in plain loops and Double, by its definition.
struct WindowReference {
  let sample: WindowSample
  /// In the order of the model's layout.
  var parameters: [Double]

  /// The logits (T·B, V) and the mean loss of `chunk`, of whose lanes `before` (B) was read.
  func forward(_ chunk: Chunk, before: [[UInt32]], masks: [[Double]] = []) -> (
    logits: [[Double]], loss: Double
  ) {
    var logits: [[Double]] = []
    var loss = 0.0
    for row in 0..<chunk.steps * chunk.lanes {
      let lane = row % chunk.lanes
      let read = (0...row / chunk.lanes).map { chunk.inputs[$0 * chunk.lanes + lane] }
      let scores = scores(
        of: before[lane] + read,
        factors: masks.map { $0[row * sample.hidden..<(row + 1) * sample.hidden] })
      logits.append(scores)
      loss -= logSoftmax(scores, width: scores.count)[Int(chunk.targets[row])]
    }
    return (logits, loss / Double(logits.count))
  }

  /// The lanes of a chunk, each a stream of symbols.
  static func streams(_ chunk: Chunk) -> [[UInt32]] {
    (0..<chunk.lanes).map { lane in
      (0..<chunk.steps).map { chunk.inputs[$0 * chunk.lanes + lane] }
    }
  }

  /// The sums before the softmax after a stream has read these symbols.
  private func scores(of symbols: [UInt32], factors: [ArraySlice<Double>]) -> [Double] {
    let (V, H, n) = (sample.vocabulary, sample.hidden, sample.window)
    let seen = ([Int](repeating: V, count: n) + symbols.map(Int.init)).suffix(n)
    var at = 0
    var x: [Double]
    if let size = sample.embedding {
      x = seen.flatMap { parameters[$0 * size..<($0 + 1) * size] }
      at = (V + 1) * size
    } else {
      x = seen.flatMap { symbol in (0...V).map { $0 == symbol ? 1 : 0 } }
    }
    for layer in 0..<sample.layers {
      x = sums(x, rows: H, &at).map(squashed)
      if !factors.isEmpty { x = zip(x, factors[layer]).map { $0 * $1 } }
    }
    return sums(x, rows: V, &at)
  }

  /// W x + b, where W and then b stand at `at`, which goes on behind them.
  private func sums(_ x: [Double], rows: Int, _ at: inout Int) -> [Double] {
    let bias = at + rows * x.count
    defer { at = bias + rows }
    return (0..<rows).map { row in
      var sum = parameters[bias + row]
      for column in 0..<x.count { sum += parameters[at + row * x.count + column] * x[column] }
      return sum
    }
  }

  private func squashed(_ sum: Double) -> Double {
    switch sample.activation {
    case .tanh: tanh(sum)
    case .relu: max(0, sum)
    case .sigmoid: 1 / (1 + exp(-sum))
    }
  }
}
