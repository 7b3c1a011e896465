import GeulCompute
import GeulModel

/// Reads pieces of text side by side, each from nothing, and tells what the symbol behind each costs.
struct PastReader {
  /// What of the text before a symbol is left.
  enum Past: Sendable, Equatable {
    /// The nearest k symbols and nothing before.
    case cut
    /// All, but beyond the nearest k in another order.
    case shuffled
    /// All, but beyond the nearest k those of another place.
    case replaced
  }

  private static let steps = 64

  private let predictor: ModelPredictor
  private let lanes: Int
  private let vocabulary: Int

  init(_ model: Model, lanes: Int, kind: ProductKind, pool: WorkerPool) {
    self.lanes = lanes
    vocabulary = model.vocabularySize
    predictor = model.makePredictor(lanes: lanes, steps: Self.steps, kind: kind, pool: pool)
  }

  /// -ln p of each target (B) behind the last `count` symbols of its past, in nats.
  func losses(_ pasts: [[UInt32]], last count: Int, targets: [UInt32]) -> [Double] {
    predictor.reset()
    var place = 0
    while place < count {
      let steps = min(Self.steps, count - place)
      var symbols = [UInt32](repeating: 0, count: steps * lanes)
      for (lane, past) in pasts.enumerated() {
        let first = past.count - count + place
        for step in 0..<steps { symbols[step * lanes + lane] = past[first + step] }
      }
      place += steps
      predictor.read(symbols, predicting: place == count ? .last : .none)
    }
    return predictor.withLogProbabilities { logs in
      targets.enumerated().map { -Double(logs[$0 * vocabulary + Int($1)]) }
    }
  }

  /// The pasts with what is beyond the nearest k changed.
  static func changed(
    _ pasts: [[UInt32]], beyond k: Int, _ past: Past, random: inout RandomStream
  ) -> [[UInt32]] {
    pasts.indices.map { lane in
      let own = pasts[lane]
      let far = own.count - min(k, own.count)
      switch past {
      case .cut: return Array(own[far...])
      case .replaced: return Array(pasts[(lane + 1) % pasts.count][..<far] + own[far...])
      case .shuffled:
        var mixed = Array(own[..<far])
        for index in mixed.indices.dropLast() {
          mixed.swapAt(index, index + Int(random.next() % UInt64(mixed.count - index)))
        }
        return mixed + own[far...]
      }
    }
  }
}
