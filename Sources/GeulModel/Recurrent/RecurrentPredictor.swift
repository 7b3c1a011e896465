import GeulCompute

/// A recurrent model reading streams, states carried from call to call.
///
/// The matrices are packed when it is made: where the model's parameters change, `renew` takes them up.
public final class RecurrentPredictor: SequencePredictor {
  /// B
  public let lanes: Int
  /// The most steps of one call.
  public let steps: Int
  /// The hidden states; reading costs a copy out of the memory of the last call.
  public var state: RecurrentState {
    get {
      guard let residentSteps else { return value }
      var state = value
      memory.store(into: &state, steps: residentSteps)
      return state
    }
    set {
      precondition(
        newValue.lanes == lanes, "a state of \(newValue.lanes) lanes for a reader of \(lanes)")
      value = newValue
      residentSteps = nil
    }
  }

  /// The state that was set last. It stands for a state of its shape while `residentSteps` says that a later one is in
  /// the memory.
  private var value: RecurrentState
  /// After how many steps of the last call the state stands in the memory; nil where `value` is it.
  private var residentSteps: Int?

  private let model: RecurrentModel
  private let kind: ProductKind
  private let usesTable: Bool
  private let network: RecurrentNetwork
  private let weights: NetworkWeights
  private let memory: NetworkMemory
  private let pool: WorkerPool
  private var predictedRows = 0

  convenience init(
    _ model: RecurrentModel, lanes: Int, steps: Int, kind: ProductKind, pool: WorkerPool
  ) {
    let usesTable = model.configuration.usesTable(rows: steps * lanes, training: false)
    let weights = NetworkWeights(
      model.configuration, slots: model.slots, parameters: model.parameters, kind: kind,
      usesTable: usesTable, training: false)
    pool.run { weights.pack(worker: $0) }
    self.init(
      model, weights: weights, lanes: lanes, steps: steps, kind: kind, usesTable: usesTable,
      pool: pool)
  }

  private init(
    _ model: RecurrentModel, weights: NetworkWeights, lanes: Int, steps: Int, kind: ProductKind,
    usesTable: Bool, pool: WorkerPool
  ) {
    self.model = model
    self.lanes = lanes
    self.steps = steps
    self.kind = kind
    self.usesTable = usesTable
    self.pool = pool
    self.weights = weights
    network = RecurrentNetwork(model.configuration)
    value = RecurrentState(model.configuration, lanes: lanes)
    memory = NetworkMemory(
      model.configuration, steps: steps, lanes: lanes, kind: kind, usesTable: usesTable,
      keeping: .latest)
  }

  /// How far the states of two lanes that have just read the same 512 symbols and more may be apart (`RecurrentState`'s
  /// disagreement) and still pass for one.
  ///
  /// Measured on LSTMs of 2×512 units, largest of 64 places: of V 1,586 (Korean) after 256 symbols 0.33, after 512 0.25,
  /// after 1,024 0.11, the same in fp32, bf16 and int8, so that it is memory and not rounding, with which the predicted
  /// distributions are 0.017, 0.007 and 0.002 nats apart at most; once 0.47 at a seam. Of V 321 (English) 0.007 in int8,
  /// 0.002 in bf16 and below 0.0001 in fp32 after 512. Lanes that have read different texts: at least 1.09. So half
  /// separates what fades from what is foreign. In fp32, which is asked for where bits matter, hardly more than rounding
  /// passes.
  public var stateTolerance: Double {
    switch kind {
    case .reference, .fp32, .fused: 1e-3
    case .bf16, .int8: 0.5
    }
  }

  /// A reader of the same model, which shares its packed weights; costs the memory of a chunk.
  public func sibling(lanes: Int, steps: Int) -> RecurrentPredictor {
    RecurrentPredictor(
      model, weights: weights, lanes: lanes, steps: steps, kind: kind, usesTable: usesTable,
      pool: pool)
  }

  /// Takes up what the model's parameters are now; what was read stays as it was read.
  public func renew() { pool.run { weights.pack(worker: $0) } }

  /// Forgets everything read.
  public func reset() { state = RecurrentState(model.configuration, lanes: lanes) }

  /// Forgets what one lane has read.
  public func reset(lane: Int) { state.reset(lane: lane) }

  /// Reads (T, B) symbols; a call that predicts all steps needs T·B·V of memory and takes at most
  /// as many steps as `mostPredictedSteps`.
  public func read(_ symbols: [UInt32], predicting: PredictedSteps) {
    read(symbols, from: nil, predicting: predicting)
  }

  /// Reads (T, B) symbols, lane i after what lane `sources`[i] has read; each lane's state is copied once, to where
  /// it is needed.
  public func read(_ symbols: [UInt32], after sources: [Int], predicting: PredictedSteps) {
    check(sources)
    read(symbols, from: sources, predicting: predicting)
  }

  private func read(_ symbols: [UInt32], from sources: [Int]?, predicting: PredictedSteps) {
    let steps = stepCount(of: symbols)
    let rows = predicting.rows(ofSteps: steps, lanes: lanes)
    memory.chunk.load(inputs: symbols)
    let resident = residentSteps
    pool.run { worker in
      if let resident {
        memory.goOn(after: resident, from: sources, worker: worker)
      } else {
        memory.load(value, after: sources, worker: worker)
      }
      let pass = RecurrentNetwork.Pass(
        worker: worker, weights: weights, memory: memory, steps: steps)
      network.forward(pass)
      if !rows.isEmpty { network.predict(pass, rows: rows) }
    }
    residentSteps = steps
    predictedRows = rows.count
  }

  /// ln p (rows, V) of the last call.
  public func withLogProbabilities<Result>(
    _ body: (UnsafeBufferPointer<Float>) throws -> Result
  ) rethrows -> Result {
    let count = predictedRows * network.configuration.vocabulary
    return try body(UnsafeBufferPointer(start: memory.logits.pointer, count: count))
  }

  /// How many steps of B lanes `read(_:predicting: .all)` can predict at once.
  public var mostPredictedSteps: Int { min(steps, memory.logitRows / lanes) }
}
