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
        factors: masks.map { Array($0[row * sample.hidden..<(row + 1) * sample.hidden]) })
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
  func scores(of symbols: [UInt32], factors: [[Double]] = []) -> [Double] {
    var rest = parameters[...]
    func matrix(_ rows: Int, _ columns: Int) -> [[Double]] {
      (0..<rows).map { _ in
        defer { rest = rest.dropFirst(columns) }
        return Array(rest.prefix(columns))
      }
    }
    let (V, H, n) = (sample.vocabulary, sample.hidden, sample.window)
    let vectors: [[Double]] =
      sample.embedding.map { matrix(V + 1, $0) }
      ?? (0...V).map { id in (0...V).map { $0 == id ? 1 : 0 } }
    let nothing = [Int](repeating: V, count: n)
    var x = (nothing + symbols.map(Int.init)).suffix(n).flatMap { vectors[$0] }
    for layer in 0..<sample.layers {
      let (weight, bias) = (matrix(H, x.count), matrix(1, H)[0])
      x = zip(weight, bias).map { squashed(zip($0, x).reduce($1) { $0 + $1.0 * $1.1 }) }
      if !factors.isEmpty { x = zip(x, factors[layer]).map { $0 * $1 } }
    }
    let (weight, bias) = (matrix(V, H), matrix(1, V)[0])
    return zip(weight, bias).map { zip($0, x).reduce($1) { $0 + $1.0 * $1.1 } }
  }

  private func squashed(_ sum: Double) -> Double {
    switch sample.activation {
    case .tanh: tanh(sum)
    case .relu: max(0, sum)
    case .sigmoid: 1 / (1 + exp(-sum))
    }
  }
}
