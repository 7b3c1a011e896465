import GeulCompute

/// Chunks to losses and gradients: one step of truncated backpropagation through time at a time.
///
/// The state is carried from chunk to chunk and no gradient crosses their border (Williams and Peng 1990).
public final class GradientEngine {
  /// d mean loss / d parameter of the last chunk, in the model's layout.
  public let gradients: FloatBuffer

  private let network: RecurrentNetwork
  private let weights: NetworkWeights
  private let memory: NetworkMemory
  private let pool: WorkerPool

  /// An engine for chunks of exactly `lanes` lanes and at most `steps` steps.
  public init(_ model: RecurrentModel, steps: Int, lanes: Int, kind: ProductKind, pool: WorkerPool)
  {
    self.pool = pool
    network = RecurrentNetwork(model.configuration)
    let usesTable = model.configuration.usesTable(rows: steps * lanes, training: true)
    weights = NetworkWeights(
      model.configuration, layout: model.layout, parameters: model.parameters, kind: kind,
      usesTable: usesTable, training: true)
    memory = NetworkMemory(
      model.configuration, steps: steps, lanes: lanes, kind: kind, usesTable: usesTable,
      training: true)
    gradients = FloatBuffer(count: model.layout.count)
  }

  /// Carries the chunk forward and back; returns the mean loss of its targets in nats.
  ///
  /// `state` is what came before, and becomes what comes after. `dropoutKey` fixes the masks; nil
  /// drops nothing.
  public func step(_ chunk: Chunk, state: inout RecurrentState, dropoutKey: UInt64? = nil) -> Double
  {
    begin(chunk, &state)
    pool.run { worker in
      weights.pack(worker: worker)
      worker.barrier.wait()
      let pass = RecurrentNetwork.Pass(
        worker: worker, weights: weights, memory: memory, steps: chunk.steps, dropoutKey: dropoutKey
      )
      network.forward(pass)
      network.loss(pass, gradients: gradients)
      network.backward(pass, gradients: gradients, reachesInitialState: wantsStateGradient)
    }
    return end(chunk, &state)
  }

  /// The mean loss of the chunk's targets in nats, without gradients.
  public func loss(_ chunk: Chunk, state: inout RecurrentState, dropoutKey: UInt64? = nil) -> Double
  {
    begin(chunk, &state)
    pool.run { worker in
      weights.pack(worker: worker)
      worker.barrier.wait()
      let pass = RecurrentNetwork.Pass(
        worker: worker, weights: weights, memory: memory, steps: chunk.steps, dropoutKey: dropoutKey
      )
      network.forward(pass)
      network.loss(pass, gradients: nil)
    }
    return end(chunk, &state)
  }

  /// Whether `step` also finds d loss / d initial state of the first layer, for those who look into it.
  public var wantsStateGradient = false

  /// d mean loss / d (h, c) before the chunk, of the first layer: (B, H) each; c empty but for the LSTM.
  /// Meaningful after a step with `wantsStateGradient`.
  public var firstLayerStateGradient: (hidden: [Float], cell: [Float]) {
    guard let gradient = memory.gradient else { return ([], []) }
    return (rows(of: gradient.dhBefore), rows(of: gradient.dc))
  }

  /// (B, H) in plain rows; nothing of an empty matrix.
  private func rows(of matrix: PanelMatrix) -> [Float] {
    guard matrix.rows > 0 else { return [] }
    let units = network.configuration.hidden
    return [Float](unsafeUninitializedCapacity: matrix.rows * units) { buffer, count in
      guard let target = buffer.baseAddress else { return }
      matrix.view.store(target, rows: matrix.rows, width: units)
      count = matrix.rows * units
    }
  }

  private func begin(_ chunk: Chunk, _ state: inout RecurrentState) {
    precondition(
      chunk.lanes == memory.lanes && state.lanes == memory.lanes,
      "a chunk of \(chunk.lanes) lanes and a state of \(state.lanes) for an engine of \(memory.lanes)"
    )
    for lane in 0..<chunk.lanes where chunk.startsStream[lane] { state.reset(lane: lane) }
    memory.load(inputs: chunk.inputs, targets: chunk.targets)
    memory.load(state)
  }

  private func end(_ chunk: Chunk, _ state: inout RecurrentState) -> Double {
    memory.store(into: &state, steps: chunk.steps)
    let count = chunk.steps * chunk.lanes
    var total = 0.0
    for row in 0..<count { total += Double(memory.losses.pointer[row]) }
    return total / Double(count)
  }
}
