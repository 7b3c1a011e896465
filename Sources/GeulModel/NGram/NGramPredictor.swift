import GeulCompute

/// An n-gram model reading streams.
public final class NGramPredictor: SequencePredictor {
  /// B
  public let lanes: Int
  /// The most steps of one call.
  public let steps: Int
  /// Where each lane's contexts stand.
  public var state: NGramState {
    get { NGramState(lanes: lanes, order: order, nodes: nodes, depths: depths) }
    set {
      precondition(
        newValue.lanes == lanes, "a state of \(newValue.lanes) lanes for a reader of \(lanes)")
      (nodes, depths) = (newValue.nodes, newValue.depths)
    }
  }
  /// Contexts are the same or they are not.
  public var stateTolerance: Double { 0 }

  private let model: NGramModel
  private let context: NGramContext
  private let pool: WorkerPool
  /// (rows, V): ln p of as many rows as are predicted at a time.
  private let logs: FloatBuffer
  private let mostRows: Int
  private var predictedRows = 0
  private let order: Int
  // The state; apart, since both are changed at once.
  private var nodes: [UInt32]
  private var depths: [Int]

  /// Numbers to write from which on it pays that the workers share them.
  private static let numbersToShare = 1 << 16

  init(_ model: NGramModel, _ context: NGramContext, lanes: Int, steps: Int, pool: WorkerPool) {
    precondition(lanes >= 1 && steps >= 1, "\(steps) steps of \(lanes) lanes")
    self.model = model
    self.context = context
    self.lanes = lanes
    self.steps = steps
    self.pool = pool
    order = model.configuration.order
    let state = NGramState(order: order, lanes: lanes)
    (nodes, depths) = (state.nodes, state.depths)
    mostRows = min(
      steps * lanes, max(lanes, MemoryBound.elements / model.vocabularySize / lanes * lanes))
    logs = FloatBuffer(count: mostRows * model.vocabularySize)
  }

  /// How many steps of B lanes can be predicted at once.
  public var mostPredictedSteps: Int { mostRows / lanes }

  /// A reader of the same model.
  public func sibling(lanes: Int, steps: Int) -> NGramPredictor {
    NGramPredictor(model, context, lanes: lanes, steps: steps, pool: pool)
  }

  /// Forgets everything read.
  public func reset() { state = NGramState(order: order, lanes: lanes) }

  /// Forgets what one lane has read.
  public func reset(lane: Int) { state.reset(lane: lane) }

  /// Reads (T, B) symbols, lane i after what lane `sources`[i] has read.
  public func read(_ symbols: [UInt32], after sources: [Int], predicting: PredictedSteps) {
    check(sources)
    state = state.gathering(sources)
    read(symbols, predicting: predicting)
  }

  /// Reads (T, B) symbols; cost: V numbers for each prediction, and N searches for each symbol.
  public func read(_ symbols: [UInt32], predicting: PredictedSteps) {
    let steps = stepCount(of: symbols)
    let most = symbols.max() ?? 0
    precondition(
      most < model.vocabularySize, "symbol \(most) of a vocabulary of \(model.vocabularySize)")
    let rows = predicting.rows(ofSteps: steps, lanes: lanes)
    predictedRows = rows.count
    precondition(predictedRows <= mostRows, "\(predictedRows) rows at a time, at most \(mostRows)")
    advance(symbols, steps: steps, predictingFrom: rows.lowerBound / lanes)
  }

  private func advance(_ symbols: [UInt32], steps: Int, predictingFrom first: Int) {
    let shares =
      lanes > 1 && max(predictedRows, lanes) * model.vocabularySize >= Self.numbersToShare
    let (lanes, order, logs, V) = (self.lanes, self.order, self.logs, model.vocabularySize)
    let context = self.context
    nodes.withUnsafeMutableBufferPointer { nodes in
      depths.withUnsafeMutableBufferPointer { depths in
        nonisolated(unsafe) let (nodes, depths) = (nodes, depths)
        func read(_ some: Range<Int>) {
          for lane in some {
            let own = UnsafeMutableBufferPointer(rebasing: nodes[lane * order..<(lane + 1) * order])
            for t in 0..<steps {
              context.advance(own, &depths[lane], by: symbols[t * lanes + lane])
              guard t >= first else { continue }
              context.predict(
                own, depth: depths[lane], into: logs.pointer + ((t - first) * lanes + lane) * V)
            }
          }
        }
        if shares { pool.run { read($0.share(of: lanes)) } } else { read(0..<lanes) }
      }
    }
  }

  /// ln p (rows, V) of the last call.
  public func withLogProbabilities<Result>(
    _ body: (UnsafeBufferPointer<Float>) throws -> Result
  ) rethrows -> Result {
    try body(UnsafeBufferPointer(start: logs.pointer, count: predictedRows * model.vocabularySize))
  }
}
