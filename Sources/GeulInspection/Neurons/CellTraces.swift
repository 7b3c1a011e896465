import Foundation
import GeulCompute
import GeulModel
import GeulStorage
import GeulText
import GeulWork

/// What every cell of a recurrent model held after each symbol of a stretch of text: tanh(c) of an LSTM, h of the others.
///
/// Values are kept in a byte each, from -1 to 1; those of a ReLU are first brought there as v / (1 + |v|).
public struct CellTraces: Sendable {
  /// Layers of the model.
  public let layers: Int
  /// H
  public let width: Int
  /// Where the stretch begins in its text.
  public let start: Int
  /// Symbols of the stretch.
  public let count: Int
  /// (count, layers · H)
  let bytes: [UInt8]

  /// Cells of all layers, the lowest layer's first.
  public var cells: Int { layers * width }

  private static let (lanes, steps) = (8, 100)

  /// The cells over `range`, less a few symbols at its end. It is read in lanes, each after up to `warmUp` symbols before it,
  /// which must be there before the range. Throws `WorkStopped` or `StorageError`.
  public init(
    _ model: RecurrentModel, _ tokens: TokenSequence, range: Range<Int>, warmUp: Int,
    pool: WorkerPool, stop: StopRequest = StopRequest(), progress: (Double) -> Void = { _ in }
  ) throws {
    precondition(range.lowerBound >= warmUp, "\(range) after \(warmUp) symbols")
    let lanes = max(1, min(Self.lanes, range.count / Self.steps))
    let width = range.count / lanes
    let learner = RecurrentLearner(
      model, steps: Self.steps, lanes: lanes, kind: .fp32, pool: pool, keeping: .inspection)
    let isLSTM = model.configuration.cell == .lstm
    let isBounded = model.configuration.cell != .rnn || model.configuration.activation != .relu
    (layers, self.width) = (model.configuration.layers, model.configuration.hidden)
    (start, count) = (range.lowerBound, lanes * width)
    let (H, cells) = (self.width, layers * self.width)
    var bytes = [UInt8](repeating: 0, count: count * cells)
    let pieces =
      Array(stride(from: -warmUp, to: 0, by: Self.steps))
      + stride(from: 0, to: width, by: Self.steps)
    for first in pieces {
      try stop.check()
      progress(Double(first + warmUp) / Double(width + warmUp))
      let end = min(first + Self.steps, first < 0 ? 0 : width)
      let texts = try (0..<lanes).map { lane -> [UInt32] in
        let from = range.lowerBound + lane * width
        // The last target is not asked for: any symbol may stand there.
        let ids = try tokens.ids(from + first..<from + end)
        return ids + ids.suffix(1)
      }
      _ = learner.loss(
        GradientFlow.chunk(texts, 0..<end - first, startsStream: first == -warmUp), randomKey: nil)
      guard first >= 0 else { continue }
      for layer in 0..<layers {
        guard let seen = learner.inspection(ofLayer: layer) else { continue }
        let values = isLSTM ? seen.cell : seen.hidden
        for step in 0..<end - first {
          for lane in 0..<lanes {
            let from = ((step + 1) * lanes + lane) * H
            let to = (lane * width + first + step) * cells + layer * H
            for unit in 0..<H {
              let value = values[from + unit]
              bytes[to + unit] = Self.byte(
                isLSTM ? tanh(value) : isBounded ? value : value / (1 + abs(value)))
            }
          }
        }
      }
    }
    self.bytes = bytes
  }

  /// Traces that are known, for tests: (count, layers · H).
  init(layers: Int, width: Int, values: [[Double]]) {
    (self.layers, self.width, start, count) = (layers, width, 0, values.count)
    bytes = values.flatMap { $0.map { Self.byte(Float($0)) } }
  }

  private static func byte(_ value: Float) -> UInt8 {
    UInt8(max(0, min(255, ((value + 1) * 127.5).rounded())))
  }

  /// From -1 to 1.
  public func value(_ cell: Int, at symbol: Int) -> Double {
    Self.value(ofByte: Int(bytes[symbol * cells + cell]))
  }

  static func value(ofByte byte: Int) -> Double { Double(byte) / 127.5 - 1 }
}
