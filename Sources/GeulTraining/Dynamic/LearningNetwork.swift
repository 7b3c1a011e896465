import GeulCompute
import GeulEvaluation
import GeulModel

/// A model that reads lanes symbol by symbol and learns from what it has read: after T steps of all lanes, one step of Adam.
///
/// Products are fused, so that every processor that multiplies and adds in one rounding finds the same bits, whatever the
/// number of workers. Parameters are those of the model that is handed in, which nobody else may read meanwhile.
final class LearningNetwork {
  /// T
  static let steps = 32
  /// The norm above which a gradient is scaled down.
  private static let clip = 1.0

  private let predictor: ModelPredictor
  private let learner: ModelLearner?
  private let optimizer: Optimizer?
  private let vocabulary: Int
  private var chunk: Chunk
  private var step = 0
  /// The latest symbol of each lane.
  private var latest: [UInt32]
  /// How often each symbol came so far, until the model begins; nil once it has.
  private var counts: [Int]?
  private let model: Model

  /// Symbols whose frequencies a new model begins at.
  private static let counted = 4096

  /// A model in lanes that begin as after the symbol `first`. A new one begins when frequencies are known.
  init(_ model: Model, isNew: Bool, lanes: Int, first: UInt32, pool: WorkerPool) {
    self.model = model
    counts = isNew ? [Int](repeating: 0, count: model.vocabularySize) : nil
    predictor = model.makePredictor(lanes: lanes, steps: 1, kind: .fused, pool: pool)
    learner = model.makeLearner(steps: Self.steps, lanes: lanes, kind: .fused, pool: pool)
    optimizer = learner.map {
      Optimizer(.adam, count: $0.parameters.count, clip: Self.clip, pool: pool)
    }
    vocabulary = model.vocabularySize
    chunk = Chunk(steps: Self.steps, lanes: lanes)
    for lane in 0..<lanes { chunk.startsStream[lane] = true }
    latest = [UInt32](repeating: first, count: lanes)
  }

  /// What each lane expects next, ln p (B, V) as `load` takes it lane by lane; nothing before the model has begun.
  func expectNext(_ load: (_ lane: Int, _ logs: UnsafeBufferPointer<Float>) -> Void) {
    guard counts == nil else { return }
    predictor.read(latest, predicting: .last)
    predictor.withLogProbabilities { logs in
      for lane in latest.indices {
        load(
          lane, UnsafeBufferPointer(rebasing: logs[lane * vocabulary..<(lane + 1) * vocabulary]))
      }
    }
  }

  /// Takes up the step's symbols, and learns at `rate` from the last T steps when these are complete.
  func take(_ symbols: [UInt32], isCoded: [Bool], rate: Double) {
    guard counts == nil else { return count(symbols, isCoded) }
    for lane in latest.indices {
      let place = step * latest.count + lane
      chunk.inputs[place] = latest[lane]
      if isCoded[lane] { latest[lane] = symbols[lane] }
      chunk.targets[place] = latest[lane]
      chunk.weights[place] = isCoded[lane] ? 1 : 0
    }
    step += 1
    guard step == Self.steps else { return }
    step = 0
    guard let learner, let optimizer else { return }
    learner.clearGradients()
    _ = learner.step(chunk, randomKey: nil)
    _ = optimizer.step(
      parameters: learner.parameters, gradients: learner.gradients, rate: rate)
    predictor.renew()
    for lane in latest.indices { chunk.startsStream[lane] = false }
  }

  private func count(_ symbols: [UInt32], _ isCoded: [Bool]) {
    guard var counts else { return }
    for lane in latest.indices where isCoded[lane] {
      latest[lane] = symbols[lane]
      counts[Int(symbols[lane])] += 1
    }
    self.counts = counts
    guard counts.reduce(0, +) >= Self.counted else { return }
    model.startAtFrequencies(counts)
    predictor.renew()
    self.counts = nil
  }
}
