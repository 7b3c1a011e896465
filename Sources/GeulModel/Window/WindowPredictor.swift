import GeulCompute

/// A window model reading streams: what it remembers is the symbols themselves.
///
/// The matrices are packed when it is made: where the model's parameters change, `renew` takes them up.
public final class WindowPredictor: SequencePredictor {
  /// B
  public let lanes: Int
  /// The most steps of one call.
  public let steps: Int
  /// The last symbols of each lane; reading and setting cost a copy.
  public var state: WindowState {
    get { memory.history.state }
    set { memory.history.state = newValue }
  }

  private let model: WindowModel
  private let kind: ProductKind
  private let network: WindowNetwork
  private let weights: WindowWeights
  private let memory: WindowMemory
  private let pool: WorkerPool
  private var predictedRows = 0

  convenience init(
    _ model: WindowModel, lanes: Int, steps: Int, kind: ProductKind, pool: WorkerPool
  ) {
    let usesTable = model.configuration.usesTable(
      rows: steps * lanes, kind: kind, training: false)
    let weights = WindowWeights(
      model.configuration, slots: model.slots, parameters: model.parameters, kind: kind,
      usesTable: usesTable, training: false)
    pool.run { weights.pack(worker: $0) }
    self.init(model, weights: weights, lanes: lanes, steps: steps, kind: kind, pool: pool)
  }

  private init(
    _ model: WindowModel, weights: WindowWeights, lanes: Int, steps: Int, kind: ProductKind,
    pool: WorkerPool
  ) {
    self.model = model
    self.weights = weights
    self.lanes = lanes
    self.steps = steps
    self.kind = kind
    self.pool = pool
    network = WindowNetwork(configuration: model.configuration)
    memory = WindowMemory(
      model.configuration, steps: steps, lanes: lanes, kind: kind,
      usesTable: weights.table != nil, workers: pool.count, keeping: .latest)
  }

  /// Two lanes that have read the same n symbols see the same: no rounding sets them apart.
  public var stateTolerance: Double { 0 }

  /// A reader of the same model, which shares its packed weights; costs the memory of a chunk.
  public func sibling(lanes: Int, steps: Int) -> WindowPredictor {
    WindowPredictor(model, weights: weights, lanes: lanes, steps: steps, kind: kind, pool: pool)
  }

  /// Takes up what the model's parameters are now; what was read stays as it was read.
  public func renew() { pool.run { weights.pack(worker: $0) } }

  /// Forgets everything read.
  public func reset() { state = WindowState(model.configuration, lanes: lanes) }

  /// Forgets what one lane has read.
  public func reset(lane: Int) { state.reset(lane: lane) }

  /// Reads (T, B) symbols; a call that predicts all steps needs T·B·V of memory and takes at most
  /// as many steps as `mostPredictedSteps`. What is not predicted is not computed.
  public func read(_ symbols: [UInt32], predicting: PredictedSteps) {
    read(symbols, from: nil, predicting: predicting)
  }

  /// Reads (T, B) symbols, lane i after what lane `sources`[i] has read.
  public func read(_ symbols: [UInt32], after sources: [Int], predicting: PredictedSteps) {
    check(sources)
    read(symbols, from: sources, predicting: predicting)
  }

  private func read(_ symbols: [UInt32], from sources: [Int]?, predicting: PredictedSteps) {
    let steps = stepCount(of: symbols)
    let rows = predicting.rows(ofSteps: steps, lanes: lanes)
    precondition(
      rows.count <= memory.pieceRows, "\(rows.count) rows at a time, at most \(memory.pieceRows)")
    memory.history.read(symbols, after: sources)
    predictedRows = rows.count
    guard !rows.isEmpty else { return }
    pool.run { predict(rows, $0) }
  }

  /// Workers share the rows where there are enough of them, and otherwise each stripe's columns: a single stream uses
  /// all of them.
  private func predict(_ rows: Range<Int>, _ worker: Worker) {
    let size = memory.stripeRows
    let stripes = (rows.count + size - 1) / size
    let sharesColumns = stripes < worker.count
    for stripe in sharesColumns ? 0..<stripes : worker.share(of: stripes) {
      let first = rows.lowerBound + stripe * size
      predict(
        WindowStripe(
          worker: worker, weights: weights, memory: memory,
          rows: first..<min(rows.upperBound, first + size), inPiece: stripe * size,
          chunkRows: rows.count, dropoutKey: nil, sharesColumns: sharesColumns))
    }
  }

  private func predict(_ stripe: WindowStripe) {
    network.forward(stripe, packs: false)
    network.project(stripe)
    let symbols = model.configuration.vocabulary
    let logits = network.logits(stripe).base
    let bias = weights.parameters.pointer + weights.slots.projectionBias.offset
    let share =
      stripe.sharesColumns
      ? stripe.worker.share(of: stripe.rows.count) : 0..<stripe.rows.count
    for row in share {
      RowKernels.logSoftmax(logits + row * symbols, bias: bias, count: symbols)
    }
  }

  /// ln p (rows, V) of the last call.
  public func withLogProbabilities<Result>(
    _ body: (UnsafeBufferPointer<Float>) throws -> Result
  ) rethrows -> Result {
    let count = predictedRows * model.configuration.vocabulary
    return try body(UnsafeBufferPointer(start: memory.logits.pointer, count: count))
  }

  /// How many steps of B lanes `read(_:predicting: .all)` can predict at once.
  public var mostPredictedSteps: Int { min(steps, memory.pieceRows / lanes) }
}
