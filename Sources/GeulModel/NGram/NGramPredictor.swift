import GeulCompute
import Glibc

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

  init(_ model: NGramModel, lanes: Int, steps: Int, pool: WorkerPool) {
    precondition(lanes >= 1 && steps >= 1, "\(steps) steps of \(lanes) lanes")
    self.model = model
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
    NGramPredictor(model, lanes: lanes, steps: steps, pool: pool)
  }

  /// Forgets everything read.
  public func reset() { state = NGramState(order: order, lanes: lanes) }

  /// Forgets what one lane has read.
  public func reset(lane: Int) { state.reset(lane: lane) }

  /// Reads (T, B) symbols, lane i after what lane `sources`[i] has read.
  public func read(_ symbols: [UInt32], after sources: [Int], predicting: PredictedSteps) {
    precondition(sources.count == lanes, "\(sources.count) sources for \(lanes) lanes")
    state = state.gathering(sources)
    read(symbols, predicting: predicting)
  }

  /// Reads (T, B) symbols; cost: V numbers for each prediction, and N searches for each symbol.
  public func read(_ symbols: [UInt32], predicting: PredictedSteps) {
    let steps = symbols.count / lanes
    precondition(
      symbols.count == steps * lanes && steps >= 1 && steps <= self.steps,
      "\(symbols.count) symbols for \(lanes) lanes and at most \(self.steps) steps")
    let most = symbols.max() ?? 0
    precondition(
      most < model.vocabularySize, "symbol \(most) of a vocabulary of \(model.vocabularySize)")
    let first =
      switch predicting {
      case .all: 0
      case .last: steps - 1
      case .none: steps
      }
    predictedRows = (steps - first) * lanes
    precondition(predictedRows <= mostRows, "\(predictedRows) rows at a time, at most \(mostRows)")
    advance(symbols, steps: steps, predictingFrom: first)
  }

  private func advance(_ symbols: [UInt32], steps: Int, predictingFrom first: Int) {
    let shares =
      lanes > 1 && max(predictedRows, lanes) * model.vocabularySize >= Self.numbersToShare
    let (lanes, order, logs, V) = (self.lanes, self.order, self.logs, model.vocabularySize)
    let context = NGramContext(model)
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

/// The arithmetic of one lane.
private struct NGramContext: @unchecked Sendable {
  private let tables: NGramTables
  private let interpolates: Bool
  private let logUniform: Float

  init(_ model: NGramModel) {
    tables = model.tables
    interpolates = model.configuration.smoothing.interpolates
    logUniform = -log(Float(model.vocabularySize))
  }

  /// The contexts of length 1 ... N after one more symbol: each is one that was one shorter, and goes on by it.
  func advance(
    _ nodes: UnsafeMutableBufferPointer<UInt32>, _ depth: inout Int, by symbol: UInt32
  ) {
    for length in stride(from: nodes.count, to: 0, by: -1) {
      let before = length > 1 ? nodes[length - 2] : 0
      nodes[length - 1] = tables.child(of: before, length: length - 1, by: symbol)
    }
    depth = min(nodes.count, depth + 1)
  }

  /// ln p (V) of what follows.
  func predict(
    _ nodes: UnsafeMutableBufferPointer<UInt32>, depth: Int, into row: UnsafeMutablePointer<Float>
  ) {
    if interpolates { return interpolate(nodes, into: row) }
    guard depth > 0 else { return fillUnigrams(row, plus: 0) }
    let node = nodes[depth - 1]
    let backoff = logBackoff(of: node, length: depth)
    row.update(repeating: backoff + logUniform, count: tables.vocabulary)
    overwrite(row, after: node, length: depth, plus: 0)
  }

  /// From the shortest context to the longest: what a longer one has seen overwrites what shorter ones say of it.
  private func interpolate(
    _ nodes: UnsafeMutableBufferPointer<UInt32>, into row: UnsafeMutablePointer<Float>
  ) {
    var (longest, backoff) = (0, 0.0)
    while longest < nodes.count, nodes[longest] != NGramTables.none {
      backoff += Double(logBackoff(of: nodes[longest], length: longest + 1))
      longest += 1
    }
    fillUnigrams(row, plus: Float(backoff))
    for length in 1..<longest + 1 {
      backoff -= Double(logBackoff(of: nodes[length - 1], length: length))
      overwrite(row, after: nodes[length - 1], length: length, plus: Float(backoff))
    }
  }

  private func fillUnigrams(_ row: UnsafeMutablePointer<Float>, plus backoff: Float) {
    tables.logUnigrams.withUnsafeBufferPointer { logs in
      for symbol in 0..<logs.count { row[symbol] = logs[symbol] + backoff }
    }
  }

  private func overwrite(
    _ row: UnsafeMutablePointer<Float>, after node: UInt32, length: Int, plus backoff: Float
  ) {
    let level = tables.levels[length]
    for child in tables.children(of: node, length: length) {
      let symbol = level.symbols[child]
      if symbol < tables.vocabulary { row[Int(symbol)] = level.logProbabilities[child] + backoff }
    }
  }

  private func logBackoff(of node: UInt32, length: Int) -> Float {
    let level = tables.levels[length - 1]
    guard node < level.count, let backoffs = level.logBackoffs else { return 0 }
    return backoffs[Int(node)]
  }
}
